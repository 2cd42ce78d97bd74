"""What may come of reading a file: its text, the files packed in it, or a reason why not."""

from enum import StrEnum
from typing import Literal

import msgspec

from huleedu.contracts.reason import Fact, Reason

MB = 1 << 20
Format = Literal["txt", "md", "docx", "pdf", "odt", "rtf", "html"]


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much a single file may ask of us."""

    size_bytes_max: int = 20 * MB
    """The largest file that is taken."""
    pages_max: int = 200
    """The most pages of a PDF."""
    unpacked_bytes_max: int = 64 * MB
    """What all members of an archive, or all parts of a document that are read, may unpack to."""
    ratio_max: int = 200
    """How many times its packed size a member may unpack to, if it is larger than 4 MB.

    Real documents stay below 50; the densest that deflate can pack is 1032.
    """
    markup_bytes_max: int = 20 * MB
    """The largest part of a document that is parsed; parsing takes about 10 times its size."""
    members_max: int = 500
    """The most files in an archive, or parts in a document."""
    text_chars_max: int = 1_000_000
    """The longest text."""
    time_s: float = 20.0
    """How long reading may take."""
    memory_bytes: int = 512 * MB
    """The memory that a process which reads may take."""


class Code(StrEnum):
    """Why a file gives no text. The codes are stable: others store and compare them."""

    EMPTY = "empty"
    NO_TEXT_LAYER = "no_text_layer"
    DAMAGED = "damaged"
    PASSWORD = "password"  # noqa: S105 - the name of a refusal
    UNSUPPORTED_TYPE = "unsupported_type"
    TOO_LARGE = "too_large"
    TOO_MANY_PAGES = "too_many_pages"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    NESTED_ARCHIVE = "nested_archive"
    TOO_MANY_FILES = "too_many_files"
    TOO_LONG_TEXT = "too_long_text"
    TOOK_TOO_LONG = "took_too_long"
    NEEDS_TOO_MUCH_MEMORY = "needs_too_much_memory"
    UNREADABLE = "unreadable"
    NO_PERMISSION = "no_permission"
    NO_FILE = "no_file"
    LEADS_NOWHERE = "leads_nowhere"
    FOLDER_LINK = "folder_link"
    FOLDER_OF_PARTS = "folder_of_parts"
    PATH_TOO_LONG = "path_too_long"
    READ_FAILED = "read_failed"
    STILL_WRITTEN = "still_written"
    VANISHED = "vanished"
    OWN_RESULT = "own_result"


Unsupported = Literal[
    "binary",
    "drawing",
    "e_book",
    "email",
    "google",
    "link",
    "old_word",
    "other_office",
    "packed",
    "pages",
    "picture",
    "presentation",
    "recording",
    "spreadsheet",
    "xml",
]
"""Kinds of files that are told apart by `unsupported_type`."""


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """The file gives no text. `facts` are what the explanation needs."""

    code: Code
    facts: dict[str, Fact] = {}

    @property
    def reason(self) -> Reason:
        """The same as others are told it."""
        return Reason(self.code.value, self.facts)


def unsupported(kind: Unsupported) -> Refused:
    """A file of a kind that gives no text here."""
    return Refused(Code.UNSUPPORTED_TYPE, {"kind": kind})


def facts_before(code: Code, detail: str) -> dict[str, Fact]:
    """The fact of an offer from before facts had names: a limit in words, or a kind."""
    if not detail:
        return {}
    if code in (Code.UNSUPPORTED_TYPE, Code.EMPTY):
        return {"kind": detail.replace(" ", "_").replace("-", "_")}
    in_bytes = code in (Code.TOO_LARGE, Code.UNPACKS_TOO_LARGE)
    return {"limit_bytes" if in_bytes else "limit": detail}


class Reading(msgspec.Struct, frozen=True, kw_only=True, tag="reading"):
    """The text of a file: NFC, `\\n` between lines, an empty line between paragraphs."""

    text: str
    format: Format
    pages: int | None = None
    """Known of a PDF alone; other formats get their pages when they are printed."""
    header_text: str = ""
    """Running headers and footers, one a line, where pupils write their names."""
    encoding: str | None = None
    """How the letters of a .txt were stored."""
    notes: tuple[Reason, ...] = ()
    """What a teacher should know of the reading."""


class Member(msgspec.Struct, frozen=True):
    """A file out of an archive; `name` is its display name, with its folders.

    No two files of an archive have names that look alike; `note` tells of a name that was changed.
    """

    name: str
    content: bytes
    note: Reason | None = None


class RefusedMember(msgspec.Struct, frozen=True):
    """A file in an archive that could not be taken out."""

    name: str
    refused: Refused


class Archive(msgspec.Struct, frozen=True, tag="archive"):
    """The file is a .zip: these stand in its place, in the order of the archive."""

    members: tuple[Member, ...]
    refused: tuple[RefusedMember, ...] = ()


Outcome = Reading | Archive | Refused
"""What comes of reading a file."""


class CannotRead(Exception):
    """Ends a reading from deep within it; `read` answers its `refused`."""

    def __init__(self, code: Code, **facts: Fact) -> None:
        super().__init__(code, facts)
        self.refused = Refused(code, facts)
