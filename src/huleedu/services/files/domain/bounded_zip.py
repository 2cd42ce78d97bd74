"""Open a zip file, of which documents are made too, without being drowned by it."""

import struct
import zlib
from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from huleedu.services.files.domain.outcomes import MB, CannotRead, Code, Limits

_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 1  # bit 0 of an entry's flags
ENTRIES_MAX = 20_000
"""Entries of a zip's directory that are looked at; each takes about 1 kB of memory."""
RATIO_FROM_BYTES = 4 * MB
# What zipfile raises when a zip is not as it should be.
_DAMAGE = (
    *(BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError),
    *(OverflowError, ValueError, OSError, LookupError),
)


PIECE_BYTES = 1 << 15


class BoundedZip:
    """A zip file; what is unpacked of it, all in all, stays within the limits.

    Sizes are counted while inflating, because those that are declared may lie.
    """

    def __init__(self, content: bytes, limits: Limits) -> None:
        # A directory of a million empty entries would fill the memory before we could count them.
        if content.count(_ENTRY) > ENTRIES_MAX:
            raise CannotRead(Code.TOO_MANY_FILES, limit=limits.members_max)
        try:
            self._zip = ZipFile(BytesIO(content))
        except _DAMAGE as error:
            raise CannotRead(Code.DAMAGED) from error
        self._limits = limits
        self._left = limits.unpacked_bytes_max
        self.entries = self._zip.infolist()

    def has(self, name: str) -> bool:
        """Whether there is a part of this name, whichever way its slashes lean and in any case."""
        return self._entry(name) is not None

    def names(self) -> list[str]:
        """The names of all parts, with slashes."""
        return [_slashed(entry.filename) for entry in self.entries]

    def part(self, name: str) -> bytes:
        """A part of a document; raises `CannotRead` if it isn't there."""
        entry = self._entry(name)
        if entry is None:
            raise CannotRead(Code.DAMAGED)
        return self.unpacked(entry, self._limits.markup_bytes_max, Code.UNPACKS_TOO_LARGE)

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part of a document, in pieces that grow, for whoever may need its beginning alone.

        Raises `CannotRead` as `part` does, but of damage further on only who comes so far hears.
        """
        entry = self._entry(name)
        if entry is None or entry.flag_bits & _ENCRYPTED:
            raise CannotRead(Code.DAMAGED if entry is None else Code.PASSWORD)
        size, most = PIECE_BYTES, min(self._limits.markup_bytes_max, self._left)
        try:
            with self._zip.open(entry) as packed:
                while piece := packed.read(size):
                    most -= len(piece)
                    self._left = max(0, self._left - len(piece))
                    if most < 0:
                        raise CannotRead(Code.UNPACKS_TOO_LARGE, limit_bytes=self._left)
                    yield piece
                    size *= 2
        except _DAMAGE as error:
            raise CannotRead(Code.DAMAGED) from error

    def _entry(self, name: str) -> ZipInfo | None:
        return self._zip.NameToInfo.get(name) or self._folded.get(_slashed(name).casefold())

    @cached_property
    def _folded(self) -> dict[str, ZipInfo]:
        return {_slashed(entry.filename).casefold(): entry for entry in reversed(self.entries)}

    def unpacked(self, entry: ZipInfo, bytes_max: int, beyond: Code) -> bytes:
        """The content of an entry; raises `CannotRead`, with the code `beyond` for its size."""
        if entry.flag_bits & _ENCRYPTED:
            raise CannotRead(Code.PASSWORD)
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise CannotRead(Code.UNSUPPORTED_TYPE, kind="packed")
        dense = max(RATIO_FROM_BYTES, entry.compress_size * self._limits.ratio_max)
        most = min(bytes_max, dense, self._left)
        try:
            with self._zip.open(entry) as packed:
                content = packed.read(most + 1)
        except _DAMAGE as error:
            raise CannotRead(Code.DAMAGED) from error
        self._left = max(0, self._left - len(content))
        if len(content) > most:
            code = beyond if most == bytes_max else Code.UNPACKS_TOO_LARGE
            raise CannotRead(code, limit_bytes=most)
        if len(content) != entry.file_size:
            raise CannotRead(Code.DAMAGED)
        return content


def _slashed(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")
