"""Tell what kind of file this is: by its content, and by its name where that says nothing."""

import codecs
import re
from typing import Literal

from huleedu.services.files.domain.outcomes import Code, Refused, Unsupported, unsupported

Kind = Literal["pdf", "zip", "rtf", "html", "web_archive", "flat_odt", "text"]
PDF_HEAD_WITHIN = 1024  # readers accept a PDF whose header stands this late
PDF_JUNK_MAX = 65_536
"""Before the header of what is named .pdf: what a web server or a mail program said first."""

_PDF_HEAD = b"%PDF-"
_PDF_OBJECT = re.compile(rb"\d\s{1,4}\d{1,5}\s{1,4}obj\b")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS: tuple[tuple[bytes, Unsupported], ...] = (
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG\r\n", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"BM", "picture"),
    (b"\x00\x00\x01\x00", "picture"),
    (b"8BPS", "picture"),
    (b"AT&TFORM", "picture"),
    (b"ID3", "recording"),
    (b"\xff\xfb", "recording"),
    (b"OggS", "recording"),
    (b"fLaC", "recording"),
    (b"\x1aE\xdf\xa3", "recording"),
    (b"7z\xbc\xaf\x27\x1c", "packed"),
    (b"Rar!\x1a\x07", "packed"),
    (b"\x1f\x8b", "packed"),
    (b"BZh", "packed"),
    (b"\xfd7zXZ\x00", "packed"),
    (b"\x28\xb5\x2f\xfd", "packed"),
    (b"[InternetShortcut]", "link"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "link"),
)
_PICTURE_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_GOOGLE = (".gdoc", ".gslides", ".gsheet")
_LINKS = (".url", ".webloc")
_DOCUMENTS = (
    *(".pdf", ".docx", ".docm", ".dotx", ".dotm", ".odt", ".ott", ".fodt", ".rtf", ".zip", ".doc"),
)
HEAD_BYTES = 8192
_RTF = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,9}\{\\rtf[\d\\]")
_HEADER = re.compile(rb"[\w-]{1,80}:")
_OF_MIME = {b"mime-version", b"content-type"}
_TO_SOMEBODY = {b"to", b"received", b"delivered-to", b"message-id", b"return-path"}
_FLAT_TEXT = re.compile(rb"<office:document\b[^>]*opendocument\.text", re.DOTALL)
_TAGS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:(!doctype html|html)|(\?xml|!doctype))[\s>]", re.IGNORECASE
)


def kind_of(name: str, content: bytes) -> Kind | Refused:
    """The kind of reader that the content needs, or why there is none for it."""
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if _is_pdf(name, content):
        return "pdf"
    if content.startswith(_OLE):
        return _compound(content)
    if name.casefold().endswith(_GOOGLE):
        return unsupported("google")
    if name.casefold().endswith(_LINKS):
        return unsupported("link")
    if _RTF.match(content):
        return "rtf"
    kind = _known(content)
    # "BM" may begin a picture, or a text: then no other byte is odd.
    if kind == "link" or (kind and looks_binary(content)):
        return unsupported(kind)
    return _of_text(name, _in_one_byte(content[:HEAD_BYTES]))


def _of_text(name: str, head: bytes) -> Kind | Refused:
    """What a text is, by its first bytes and its name."""
    told = _told_by_message(head)
    if told & _OF_MIME:  # a web archive is a message to nobody
        return unsupported("email") if told & _TO_SOMEBODY else "web_archive"
    if tags := _TAGS.match(head):
        if tags[1] or b"<html" in head.lower():
            return "html"
        return "flat_odt" if _FLAT_TEXT.search(head) else unsupported("xml")
    if name.casefold().endswith((".html", ".htm", ".xhtml")):
        return "html"
    return "text"


def _told_by_message(head: bytes) -> set[bytes]:
    """The names in the head of a message; empty if it is none."""
    names: set[bytes] = set()
    for line in head.lstrip().split(b"\n"):
        if not line.strip():
            break
        if line.startswith((b" ", b"\t")):
            continue
        if not _HEADER.match(line):
            return set()
        names.add(line.partition(b":")[0].lower())
    return names


def from_pdf_head(content: bytes) -> bytes:
    """A PDF without what stands before its header, if that is more than readers look over."""
    at = content.find(_PDF_HEAD, 0, PDF_JUNK_MAX)
    return content[at:] if at > PDF_HEAD_WITHIN else content


def _is_pdf(name: str, content: bytes) -> bool:
    """Whether its header stands there, and not in what somebody wrote about such files."""
    if name.casefold().endswith(".pdf"):
        return _PDF_HEAD in content[:PDF_JUNK_MAX]
    return _PDF_HEAD in content[:PDF_HEAD_WITHIN] and (
        looks_binary(content) or _PDF_OBJECT.search(content) is not None
    )


def _in_one_byte(head: bytes) -> bytes:
    """The beginning of a text in one byte a letter, if a mark says that it is in two."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "replace").encode("ascii", "replace")
    return head


def binary(name: str) -> Refused:
    """What to say of bytes that are neither text nor begin as a known kind does."""
    if name.casefold().endswith(_DOCUMENTS):
        return Refused(Code.DAMAGED)
    return unsupported("binary")


def looks_binary(content: bytes) -> bool:
    """Whether the first bytes hold control characters that no text in one-byte letters has."""
    return bool(_CONTROL.search(content[:4096]))


# Left out: tab, line feed, vertical tab, form feed, carriage return, end of file (DOS).
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f]")


def _compound(content: bytes) -> Refused:
    """An OLE compound file; its directory names its parts in UTF-16."""
    parts = {
        "EncryptedPackage": Refused(Code.PASSWORD),
        "__substg1.0_": unsupported("email"),
        "WordDocument": unsupported("old_word"),
        "Workbook": unsupported("spreadsheet"),
        "PowerPoint Document": unsupported("presentation"),
    }
    for part, refused in parts.items():
        if part.encode("utf-16-le") in content:
            return refused
    return unsupported("other_office")


def _known(content: bytes) -> Unsupported | None:
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if content[4:8] == b"ftyp":
        return "picture" if content[8:12] in _PICTURE_BRANDS else "recording"
    if content[:4] == b"RIFF":
        return "picture" if content[8:12] == b"WEBP" else "recording"
    if content[257:262] == b"ustar":
        return "packed"
    return None
