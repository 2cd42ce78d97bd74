"""Make an export: gather its facts, have them written by a process, and keep what comes."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from tempfile import TemporaryFile
from typing import BinaryIO, cast
from uuid import UUID, uuid4

import msgspec

from huleedu.contracts.exports import ExportFailed, MakeExport
from huleedu.gateway.exports import store
from huleedu.gateway.exports.facts import ExportFacts, write_facts
from huleedu.gateway.exports.for_pupils import add_pdfs
from huleedu.gateway.exports.gathering import NotOffered, gather, told_of
from huleedu.gateway.exports.profiles import PROFILES, ProfileCode
from huleedu.gateway.exports.record import add_record
from huleedu.gateway.exports.research import add_research
from huleedu.gateway.exports.sources import Databases
from huleedu.gateway.exports.store import Export
from huleedu.gateway.report.many import ONE_PAGE_MAX
from huleedu.gateway.report.sanitised import one_line
from huleedu.gateway.words.words import words
from huleedu.kit.content import Contents
from huleedu.kit.messages import Envelope
from huleedu.kit.names import display_name
from huleedu.kit.service import Route, Routes, Transaction

PART_BYTES = 512 * 1024
WRITTEN_WITHIN_S = 900.0
LAST_WORDS_MAX = 4000
WRITER = "huleedu.gateway.exports.writing"
NOT_MADE = "not_made"
TITLE_CHARS_MAX = 80
UNFIT = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))
"""In names of files, on some system or other."""


Add = Callable[[Databases, Contents, Export, ExportFacts, BinaryIO], Awaitable[None]]
ADDED: Mapping[ProfileCode, Add] = {
    "pupils": add_pdfs,
    "record": add_record,
    "research": add_research,
}
"""What is added to an archive that was written, out of the services' tables."""


class ExportNotWritten(Exception):
    """The process that writes ended otherwise than well; the message is what it said last."""


@dataclass(frozen=True, slots=True)
class ExportsPorts:
    """What making exports needs besides a transaction."""

    databases: Databases
    contents: Contents
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class FileKept:
    """It is written, and its bytes are kept under this attempt."""

    export: Export
    attempt: UUID


@dataclass(frozen=True, slots=True)
class NothingKept:
    """It may not be made; a code says why."""

    export: Export
    why: str


@dataclass(frozen=True, slots=True)
class SettledBefore:
    """It was made before, failed, or is asked for no longer."""


async def prepare_export(
    ports: ExportsPorts, command: MakeExport, _cause: Envelope
) -> FileKept | NothingKept | SettledBefore:
    """Write the file and keep its bytes; how far that is shows meanwhile."""
    database = ports.databases("exports")
    async with database.session() as sql:
        export = await store.one(sql, command.export)
    if export is None or export.state != "wanted":
        return SettledBefore()

    async def tell(done: int, whole: int) -> None:
        async with database.transaction() as sql:
            await store.progress(sql, export, done, whole)

    gathered = await gather(ports.databases, ports.contents, export, tell)
    if isinstance(gathered, NotOffered):
        return NothingKept(export, gathered.why)
    attempt, size_bytes = uuid4(), 0
    with TemporaryFile() as file:
        out = cast("BinaryIO", file)
        await make_file(ports.databases, ports.contents, export, gathered.facts, out)
        file.seek(0)
        while part := await asyncio.to_thread(file.read, PART_BYTES):
            async with database.transaction() as sql:
                await store.keep(sql, export, attempt, size_bytes, part)
            size_bytes += len(part)
    kept = msgspec.structs.replace(
        export,
        name=file_name(gathered.facts),
        size_bytes=size_bytes,
        names=gathered.names,
        told=await told_of(gathered.facts),
    )
    return FileKept(kept, attempt)


async def make_file(
    databases: Databases, contents: Contents, export: Export, facts: ExportFacts, out: BinaryIO
) -> None:
    """Write all of the file; see `written`."""
    await written(facts, out)
    if add := ADDED.get(facts.profile):
        await add(databases, contents, export, facts, out)


async def written(facts: ExportFacts, out: BinaryIO) -> None:
    """Have a process write the file; raises `ExportNotWritten`, or OSError where none can begin."""
    with TemporaryFile() as source:
        await asyncio.to_thread(write_facts, facts, cast("BinaryIO", source))
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", WRITER), stdin=source, stdout=out, stderr=PIPE
        )
        try:
            async with asyncio.timeout(WRITTEN_WITHIN_S):
                _, said = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    if process.returncode:
        raise ExportNotWritten(said.decode("utf-8", "replace")[-LAST_WORDS_MAX:])


def file_name(facts: ExportFacts) -> str:
    """What the file is called: safe on every system, and it tells whose and which it is."""
    title = (
        one_line(facts.report.title)
        .replace(": ", " - ")
        .translate(UNFIT)
        .strip(". ")[:TITLE_CHARS_MAX]
        .strip()
    )
    kind = words(facts.language).say(f"export.file.{facts.profile}")
    return display_name(f"{title or facts.report.batch[:8]} - {kind}.{ending_of(facts)}")


def ending_of(facts: ExportFacts) -> str:
    """What its name ends with."""
    ending = PROFILES[facts.profile].ending
    if facts.given and not facts.given.name.lower().endswith(f".{ending}"):
        return PurePosixPath(facts.given.name).suffix.lstrip(".") or ending
    large = len(facts.report.essays) > ONE_PAGE_MAX
    return "zip" if facts.profile == "page" and large else ending


async def make_export(
    tx: Transaction, _command: MakeExport, found: FileKept | NothingKept | SettledBefore
) -> None:
    """It is there to be fetched; or it is said why not."""
    match found:
        case FileKept(export, attempt):
            await store.made(tx.sql, export, attempt)
        case NothingKept(export, why):
            await store.failed(tx.sql, export, why)
        case SettledBefore():
            pass


def given_up(command: MakeExport, why: str) -> Iterator[ExportFailed]:
    """Nobody is to wait for it any longer."""
    yield ExportFailed(batch=command.batch, export=command.export, why=why)


async def on_export_failed(tx: Transaction, event: ExportFailed) -> None:
    """Show that it was not made; it can be asked for again."""
    export = await store.one(tx.sql, event.export)
    if export:
        await store.failed(tx.sql, export, NOT_MADE)


ROUTES: Routes = {
    MakeExport: Route(
        make_export,
        prepare=prepare_export,
        on_give_up=lambda command, why: tuple(given_up(command, why)),
    ),
    ExportFailed: Route(on_export_failed),
}
