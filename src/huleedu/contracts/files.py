"""What the files service says: a text was read, or why it could not be."""

from huleedu.contracts.gateway import OfferedFile
from huleedu.contracts.message import EssayMessage, EssayWork
from huleedu.contracts.reason import Why


class ReadFile(EssayWork, frozen=True, kw_only=True, tag="files.read_file.v1"):
    """Read this one file (the service's word to itself, so that files are read side by side)."""

    file: OfferedFile


class TextRead(EssayMessage, frozen=True, kw_only=True, tag="files.text_read.v1"):
    """The file's text is in the content store."""

    name: str
    text: str
    """SHA-256 (hex) of the text's UTF-8 bytes."""
    characters: int
    format: str
    pages: int | None = None
    header: str = ""
    """Running header of the document, where pupils write their names."""
    opening: str = ""
    """The first lines of the text."""
    notes: tuple[Why, ...] = ()
    """What a teacher should know of the reading."""


class FileRefused(EssayMessage, frozen=True, kw_only=True, tag="files.file_refused.v1"):
    """The file gives no text."""

    name: str
    code: str
    reason: Why
    """That code with its facts."""


class ArchiveUnpacked(EssayMessage, frozen=True, kw_only=True, tag="files.archive_unpacked.v1"):
    """The file was an archive: its members stand in its place."""

    name: str
    members: tuple[OfferedFile, ...]
