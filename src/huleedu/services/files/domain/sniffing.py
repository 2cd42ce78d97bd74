"""Tell what kind of file this is: by its content, and by its name where that says nothing."""

import codecs
import re
from typing import Literal

from huleedu.services.files.domain.outcomes import Code, Refused, Unsupported, unsupported

Kind = Literal["pdf", "zip", "text"]
PDF_HEAD_WITHIN = 1024  # readers accept a PDF whose header stands this late
PDF_JUNK_MAX = 65_536
"""Before the header of what is named .pdf: what a web server or a mail program said first."""

_PDF_HEAD = b"%PDF-"
_PDF_OBJECT = re.compile(rb"\d\s{1,4}\d{1,5}\s{1,4}obj\b")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS: tuple[tuple[bytes, Unsupported], ...] = (
    (b"{\\rtf1", "rtf"),
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
_LINKS = (".gdoc", ".url", ".webloc")
_DOCUMENTS = (".pdf", ".docx", ".docm", ".dotx", ".odt", ".ott", ".zip")
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
    if name.casefold().endswith(_LINKS):
        return unsupported("link")
    kind = _known(content)
    # "BM" may begin a picture, or a text: then no other byte is odd.
    if kind in ("rtf", "link") or (kind and looks_binary(content)):
        return unsupported(kind)
    if tags := _TAGS.match(_in_one_byte(content[:400])):
        return unsupported("web_page" if tags[1] else "xml")
    return "text"


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
