"""Tell what a zip file is: a document of one kind or another, or an archive of files."""

import re
from typing import Literal

from huleedu.services.files.domain.bounded_zip import BoundedZip
from huleedu.services.files.domain.docx.package import MAIN
from huleedu.services.files.domain.outcomes import Code, Refused, Unsupported, unsupported

_MAIN_PART = re.compile(
    rb"(wordprocessingml|ms-word|spreadsheetml|ms-excel|presentationml)[^\"]*main"
)
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_OTHER_OPEN: dict[str, Unsupported] = {
    "spreadsheet": "spreadsheet",
    "presentation": "presentation",
    "graphics": "drawing",
}
_NAMED_AS_DOCUMENT = (".docx", ".docm", ".dotx", ".odt", ".ott")


def package_of(name: str, zipped: BoundedZip) -> Literal["docx", "odt", "archive"] | Refused:
    """What kind of package it is; raises `CannotRead` if it is damaged."""
    if zipped.has("mimetype"):
        kind = zipped.part("mimetype").decode("ascii", "replace").strip()
        if kind.startswith(_OPEN_DOCUMENT):
            return _open_document(kind.removeprefix(_OPEN_DOCUMENT))
        if "epub" in kind:
            return unsupported("e_book")
    if zipped.has("[Content_Types].xml"):
        types = zipped.part("[Content_Types].xml").replace(b"\0", b"")  # in two bytes a letter, too
        if main := _MAIN_PART.search(types):
            return _office(main[1])
        if not zipped.has(MAIN):
            return Refused(Code.DAMAGED)
    if zipped.has(MAIN):
        return "docx"
    if zipped.has("Index/Document.iwa") or zipped.has("Index.zip"):
        return unsupported("pages")
    if name.casefold().endswith(_NAMED_AS_DOCUMENT):
        return Refused(Code.DAMAGED)
    return "archive"


def _office(kind: bytes) -> Literal["docx"] | Refused:
    if kind in (b"wordprocessingml", b"ms-word"):
        return "docx"
    return unsupported("presentation" if kind == b"presentationml" else "spreadsheet")


def _open_document(kind: str) -> Literal["odt"] | Refused:
    if kind.startswith("text"):
        return "odt"
    for start, other in _OTHER_OPEN.items():
        if kind.startswith(start):
            return unsupported(other)
    return unsupported("xml")
