"""Open a zip file, of which documents are made too, without being drowned by it."""

import struct
import zlib
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
        """Whether there is an entry of this name."""
        return name in self._zip.NameToInfo

    def part(self, name: str) -> bytes:
        """A part of a document; raises `CannotRead` if it isn't there."""
        try:
            entry = self._zip.getinfo(name)
        except KeyError as error:
            raise CannotRead(Code.DAMAGED) from error
        return self.unpacked(entry, self._limits.markup_bytes_max, Code.UNPACKS_TOO_LARGE)

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
