"""What the files service does about each message it hears."""

from dataclasses import dataclass
from uuid import uuid5

from huleedu.contracts.files import ArchiveUnpacked, FileRefused, ReadFile, TextRead
from huleedu.contracts.gateway import FilesOffered, OfferedFile
from huleedu.contracts.reason import Why
from huleedu.kit.content import Contents
from huleedu.kit.messages import Envelope
from huleedu.kit.service import Route, Routes, Transaction
from huleedu.kit.work import Died, Done, OutOfMemory, TimedOut
from huleedu.kit.workers import Workers
from huleedu.services.files import store
from huleedu.services.files.domain import (
    READ,
    Archive,
    Code,
    Limits,
    Outcome,
    Reading,
    Refused,
    facts_before,
)

OPENING_LINES = 5
OPENING_CHARS_MAX = 500


@dataclass(frozen=True, slots=True)
class FilesPorts:
    """What reading needs besides a transaction."""

    contents: Contents
    workers: Workers
    limits: Limits


@dataclass(frozen=True, slots=True)
class Kept:
    """A text that was read and is in the content store."""

    reading: Reading
    address: str


@dataclass(frozen=True, slots=True)
class Unpacked:
    """An archive whose members are in the content store."""

    members: tuple[OfferedFile, ...]


async def on_files_offered(tx: Transaction, event: FilesOffered) -> None:
    """Have each file read by itself, side by side."""
    tx.say(*(ReadFile(batch=event.batch, essay=file.essay, file=file) for file in event.files))


async def read(ports: FilesPorts, command: ReadFile, _cause: Envelope) -> Kept | Unpacked | Refused:
    """Read the file in a worker, and keep what it gives."""
    file = command.file
    if file.content is None:
        code = Code(file.refused or Code.UNREADABLE)
        facts = file.facts or facts_before(code, file.detail)
        if code is Code.TOO_LARGE and not facts:
            return Refused(code, {"limit_bytes": ports.limits.size_bytes_max})
        return Refused(code, facts)
    content = await ports.contents.fetch(file.content)
    limits = ports.limits
    outcome = await ports.workers.call(READ, file.name, content, limits, time_s=limits.time_s)
    match outcome:
        case Done(value):
            return await _keep_content(ports, command, value)
        case TimedOut():
            return Refused(Code.TOOK_TOO_LONG)
        case OutOfMemory():
            return Refused(Code.NEEDS_TOO_MUCH_MEMORY)
        case Died():
            return Refused(Code.DAMAGED)


async def _keep_content(
    ports: FilesPorts, command: ReadFile, outcome: Outcome
) -> Kept | Unpacked | Refused:
    match outcome:
        case Reading():
            [address] = await ports.contents.keep([outcome.text.encode()])
            return Kept(outcome, address)
        case Archive():
            return await _unpack(ports, command, outcome)
        case Refused():
            return outcome


async def _unpack(ports: FilesPorts, command: ReadFile, archive: Archive) -> Unpacked:
    contents = [member.content for member in archive.members]
    addresses = await ports.contents.keep(contents) if contents else []
    members = [
        _member(command, member.name, len(member.content), address, note=member.note or "")
        for member, address in zip(archive.members, addresses, strict=True)
    ]
    members += [
        _member(command, member.name, 0, None, member.refused) for member in archive.refused
    ]
    return Unpacked(tuple(members))


def _member(
    command: ReadFile,
    name: str,
    size: int,
    address: str | None,
    refused: Refused | None = None,
    note: Why = "",
) -> OfferedFile:
    return OfferedFile(
        essay=uuid5(command.essay, f"{name}\0{address}"),
        name=f"{command.file.name}/{name}",
        size_bytes=size,
        content=address,
        refused=refused.code.value if refused else None,
        facts=refused.facts if refused else {},
        note=note,
    )


async def read_file(tx: Transaction, command: ReadFile, found: Kept | Unpacked | Refused) -> None:
    """Keep what came of the file, and pass it on."""
    batch, essay, name = command.batch, command.essay, command.file.name
    match found:
        case Kept(reading, address):
            await store.keep(tx, command, "read", reading.format, address)
            tx.say(
                TextRead(
                    batch=batch,
                    essay=essay,
                    name=name,
                    text=address,
                    characters=len(reading.text),
                    format=reading.format,
                    pages=reading.pages,
                    header=reading.header_text,
                    opening=_opening(reading.text),
                    notes=(*_noted(command.file), *reading.notes),
                )
            )
        case Unpacked(members):
            await store.keep(tx, command, "unpacked", f"{len(members)} files")
            tx.say(ArchiveUnpacked(batch=batch, essay=essay, name=name, members=members))
            tx.say(*(ReadFile(batch=batch, essay=m.essay, file=m) for m in members))
        case Refused(code):
            await store.keep(tx, command, "refused", code.value)
            tx.say(
                FileRefused(
                    batch=batch, essay=essay, name=name, code=code.value, reason=found.reason
                )
            )


def _noted(file: OfferedFile) -> tuple[Why, ...]:
    """What was noted when the file was offered."""
    note = file.note or file.detail
    return (note,) if note else ()


def give_up(command: ReadFile, _why: str) -> list[FileRefused]:
    """Reading failed again and again: nobody shall wait for this file."""
    refused = Refused(Code.UNREADABLE)
    return [
        FileRefused(
            batch=command.batch,
            essay=command.essay,
            name=command.file.name,
            code=refused.code.value,
            reason=refused.reason,
        )
    ]


def _opening(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()][:OPENING_LINES]
    return "\n".join(lines)[:OPENING_CHARS_MAX]


ROUTES: Routes = {
    FilesOffered: Route(on_files_offered),
    ReadFile: Route(read_file, prepare=read, on_give_up=give_up),
}
