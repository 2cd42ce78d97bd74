"""Take the files out of a .zip, as if they had been handed in one by one."""

import re
import struct
import zlib
from collections.abc import Sequence
from zipfile import ZipInfo

from huleedu.contracts.reason import Reason
from huleedu.kit.names import display_name, stored_names, told_apart
from huleedu.services.files.domain.bounded_zip import BoundedZip
from huleedu.services.files.domain.outcomes import (
    Archive,
    CannotRead,
    Code,
    Limits,
    Member,
    Refused,
    RefusedMember,
)
from huleedu.services.files.domain.packages import package_of
from huleedu.services.files.domain.sniffing import kind_of

_UTF_8 = 1 << 11  # of an entry's flags: its name is stored as UTF-8
_UNICODE_NAME = 0x7075
_FIELD = struct.Struct("<HH")  # the kind and the size of what an entry tells beside its name
_LITTER = re.compile(
    r"(?:^|/)(?:__MACOSX/.*|\._[^/]*|~\$[^/]*|\.DS_Store|thumbs\.db|desktop\.ini)$", re.IGNORECASE
)


def _is_litter(name: str) -> bool:
    """Whether a system or a program left this file, not a person; `/` between folders."""
    return bool(_LITTER.search(name))


def unpack(name: str, content: bytes, limits: Limits) -> Archive | Refused:
    """The files in the archive; those that can't be taken out, with the reason."""
    try:
        zipped = BoundedZip(content, limits)
        entries = _files(zipped)
        _check(entries, limits)
    except CannotRead as error:
        return error.refused
    members: list[Member] = []
    refused: list[RefusedMember] = []
    names = told_apart([shown for _, shown in entries])
    for (entry, meant), shown in zip(entries, names, strict=True):
        taken = _taken(zipped, entry, shown, limits)
        if isinstance(taken, Refused):
            refused.append(RefusedMember(shown, taken))
        else:
            note = None if shown == meant else Reason("same_name", {"name": meant})
            members.append(Member(shown, taken, note))
    codes = {member.refused.code for member in refused}
    if not members and len(codes) == 1:  # one reason for all, such as a password
        return refused[0].refused
    return Archive(tuple(members), tuple(refused))


def count_members(name: str, content: bytes, limits: Limits) -> int:
    """How many files stand in this one's place: those of an archive, else 1. Quick."""
    if kind_of(name, content) != "zip":
        return 1
    try:
        zipped = BoundedZip(content, limits)
        if package_of(name, zipped) != "archive":
            return 1
        entries = _files(zipped)
        _check(entries, limits)
    except CannotRead:
        return 1
    return len(entries)


def _files(zipped: BoundedZip) -> list[tuple[ZipInfo, str]]:
    """Entries that somebody wrote, with their display names."""
    entries = [entry for entry in zipped.entries if not entry.is_dir()]
    named = zip(entries, _names(entries), strict=True)
    return [(entry, display_name(name)) for entry, name in named if not _is_litter(name)]


def _check(entries: list[tuple[ZipInfo, str]], limits: Limits) -> None:
    if not entries:
        raise CannotRead(Code.EMPTY)
    if len(entries) > limits.members_max:
        raise CannotRead(Code.TOO_MANY_FILES, limit=limits.members_max)
    # Entries that share their packed bytes are the densest bomb there is.
    end = 0
    for entry in sorted((entry for entry, _ in entries), key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise CannotRead(Code.DAMAGED)
        end = entry.header_offset + entry.compress_size


def _taken(zipped: BoundedZip, entry: ZipInfo, shown: str, limits: Limits) -> bytes | Refused:
    try:
        content = zipped.unpacked(entry, limits.size_bytes_max, Code.TOO_LARGE)
        if kind_of(shown, content) == "zip":
            inner = package_of(shown, BoundedZip(content, limits))
            if inner == "archive":
                return Refused(Code.NESTED_ARCHIVE)
    except CannotRead as error:
        return error.refused
    return content


def _names(entries: Sequence[ZipInfo]) -> list[str]:
    """The names as their writer meant them; the standard and the programs differ.

    The standard knows a flag for UTF-8 and the old code page of DOS. macOS writes UTF-8 without the
    flag, Windows the code page of its country, some programs Latin-1, and Info-ZIP a field beside
    the name. zipfile takes what has no flag for code page 437, which has a letter for each byte.
    """
    names = [entry.orig_filename.partition("\0")[0] for entry in entries]
    stored: dict[int, bytes] = {}
    for at, (entry, name) in enumerate(zip(entries, names, strict=True)):
        if not entry.flag_bits & _UTF_8:
            told = _told_beside(entry.extra, name.encode("cp437"))
            if told is None:
                stored[at] = name.encode("cp437")
            else:
                names[at] = told
    for at, name in zip(stored, stored_names([*stored.values()]), strict=True):
        names[at] = name
    return names


def _told_beside(extra: bytes, stored: bytes) -> str | None:
    """The name in Info-ZIP's field for it, if that was written for the name which stands there."""
    while len(extra) >= _FIELD.size:
        kind, size = _FIELD.unpack_from(extra)
        field, extra = extra[_FIELD.size : _FIELD.size + size], extra[_FIELD.size + size :]
        if kind == _UNICODE_NAME and len(field) > 5:
            checksum = int.from_bytes(field[1:5], "little")
            if field[0] == 1 and checksum == zlib.crc32(stored):
                return field[5:].decode("utf-8", "replace")
    return None
