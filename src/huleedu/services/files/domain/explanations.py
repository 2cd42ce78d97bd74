"""Tell a teacher why a file could not be read, and what to do about it."""

from huleedu.services.files.domain.outcomes import Code, Refused

_SAVE_AS = "Open it in the program that made it, save it as .docx or PDF, and hand that in."
KINDS = {
    "old word": "It is an old Word document (.doc). Open it in Word and save it as .docx.",
    "pages": "It is a Pages document. Open it in Pages and export it as Word (.docx) or PDF.",
    "rtf": "It is a rich text document (.rtf). Open it in Word and save it as .docx.",
    "picture": (
        "This is a picture, so there are no letters in it to read. "
        "Ask for the document itself, or have its text recognised (OCR)."
    ),
    "recording": "This is a recording, not a text. Ask the pupil for the text.",
    "web page": "It is a web page. Open it, copy the text to a document, and save that as .docx.",
    "link": (
        "It is only a link to a document on the web, not the document. "
        "Open it there, download it as .docx, and hand that in."
    ),
    "spreadsheet": "It is a spreadsheet, not a text. Ask the pupil for the text as .docx or PDF.",
    "presentation": "It is a presentation, not a text. Ask for the text as .docx or PDF.",
    "packed": (
        "It is packed in a way that can't be read here. "
        "Unpack it, and hand in the files themselves or a .zip of them."
    ),
    "e-book": f"It is an electronic book. {_SAVE_AS}",
    "drawing": f"It is a drawing, not a text. {_SAVE_AS}",
    "xml": f"It is a document of a kind that can't be read here. {_SAVE_AS}",
    "other office": f"It is an old office document. {_SAVE_AS}",
    "binary": (
        "It is no text, and no document of a kind that can be read: "
        "hand in a .docx, .odt, PDF or .txt file, or a .zip of them."
    ),
}
"""Details of `unsupported_type`."""

NO_WORD = "no word"
EMPTY = {
    NO_WORD: (
        "There is not one word in it, only digits or signs. Ask the pupil to hand it in again."
    ),
}
"""Details of `empty`."""

REASONS = {
    Code.EMPTY: "There is no text in it. Ask the pupil to hand it in again.",
    Code.NO_TEXT_LAYER: (
        "This looks like a scan: its pages are pictures without text. "
        "Ask for the document itself, or have its text recognised (OCR)."
    ),
    Code.DAMAGED: "The file is damaged and can't be opened. Ask the pupil to hand it in again.",
    Code.PASSWORD: "It is locked with a password. Save it without one and hand it in again.",
    Code.TOO_LARGE: (
        "It is larger than {}. Pictures are often the cause: "
        "save it without them and hand it in again."
    ),
    Code.TOO_MANY_PAGES: "It has more than {} pages. Hand in only the pages of this essay.",
    Code.UNPACKS_TOO_LARGE: (
        "It is packed so that it would grow beyond {}, as damaged or harmful files do. "
        "Open it in the program that made it, save it anew, and hand that in."
    ),
    Code.NESTED_ARCHIVE: (
        "It is an archive inside an archive. Unpack it, and hand in the files themselves."
    ),
    Code.TOO_MANY_FILES: (
        "The archive holds more than {} files. Hand them in as several smaller archives."
    ),
    Code.TOO_LONG_TEXT: (
        "Its text is longer than {} characters. Hand in only the text of this essay."
    ),
    Code.TOOK_TOO_LONG: (
        "Reading it took too long and was given up. Open it, save it anew, and hand that in."
    ),
    Code.NEEDS_TOO_MUCH_MEMORY: (
        "Reading it needs more memory than one essay may have. "
        "Open it, save it anew without pictures, and hand that in."
    ),
    Code.UNREADABLE: (
        "Its letters can't be made out. Open it, check that the text is right, "
        "save it anew as .docx, and hand that in."
    ),
    Code.NO_PERMISSION: (
        "This file may not be read (permission). "
        "Allow your user to read it, or copy it to a folder of your own, and hand it in again."
    ),
    Code.NO_FILE: (
        "This is no file: it is a folder, a pipe or a device, and holds no text of its own. "
        "Take it out of the folder, or put the essay's file in its place."
    ),
    Code.LEADS_NOWHERE: (
        "This is a link that leads nowhere: what it stood for is gone, or it leads to itself. "
        "Put the file itself in its place, and hand it in again."
    ),
}


def explain(refused: Refused) -> str:
    """What is wrong and what to do, in one or two sentences for a teacher."""
    if refused.code is Code.UNSUPPORTED_TYPE:
        return KINDS.get(refused.detail, KINDS["binary"])
    if refused.code is Code.EMPTY:
        return EMPTY.get(refused.detail, REASONS[Code.EMPTY])
    return REASONS[refused.code].format(refused.detail or "what is allowed")


def size_in_words(size_bytes: int) -> str:
    """`20 MB`, `512 kB` or `90 bytes`, rounded down."""
    for unit, name in ((1 << 20, "MB"), (1 << 10, "kB")):
        if size_bytes >= unit:
            return f"{size_bytes // unit} {name}"
    return f"{size_bytes} bytes"
