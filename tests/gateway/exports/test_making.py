"""An export is made once, by whichever process lives, and tells how far it is."""

import asyncio
import os
import signal
from uuid import uuid4

import pytest
from tests.gateway.exports.classroom import NAMES, SERVICES, classroom
from tests.gateway.exports.taking import ask_for, content_of, settled, taken

from huleedu.contracts.exports import ExportFailed, MakeExport
from huleedu.gateway.exports import asking
from huleedu.gateway.exports.making import (
    ROUTES,
    ExportNotWritten,
    ExportsPorts,
    FileKept,
    SettledBefore,
    make_export,
    on_export_failed,
    prepare_export,
)
from huleedu.gateway.exports.store import Export
from huleedu.kit.messages import wrap
from huleedu.kit.service import Transaction
from huleedu.wiring.program import House

WITHOUT_EXPORTS = [name for name in SERVICES if name != "exports"]


def command(export: Export) -> MakeExport:
    return MakeExport(batch=export.batch, export=export.id)


def ports(house: House) -> ExportsPorts:
    return ExportsPorts(house.database, house.contents, house.clock)


async def prepared(house: House, export: Export) -> object:
    told = command(export)
    how = wrap(told, identity=uuid4(), now=house.clock(), cause=None)
    return await prepare_export(ports(house), told, how)


async def handled(house: House, export: Export, found: object) -> None:
    async with house.database("exports").transaction() as sql:
        tx = Transaction(sql, house.clock())
        await make_export(tx, command(export), found)  # pyright: ignore[reportArgumentType]


async def parts_kept(house: House) -> int:
    async with house.database("exports").session() as sql:
        return await sql.fetchval("select count(distinct attempt) from export_part")


async def test_what_is_asked_for_is_made_named_and_can_be_fetched(house: House) -> None:
    room = await classroom(house)
    export, content = await taken(house, room.batch, "csv")
    assert export.name == "Min sommar - table.csv"
    assert export.size_bytes == len(content)
    assert (export.done, export.whole) == (len(NAMES), len(NAMES)), "it told how far it was"
    assert export.names
    text = content.decode("utf-8-sig")
    assert all(name in text for name in NAMES)
    assert not export.why


async def test_two_attempts_at_once_make_one_file(house: House) -> None:
    room = await classroom(house, services=WITHOUT_EXPORTS)
    export = await ask_for(house, room.batch, "csv")
    first, second = await asyncio.gather(prepared(house, export), prepared(house, export))
    assert isinstance(first, FileKept)
    assert isinstance(second, FileKept)
    assert await parts_kept(house) == 2
    await handled(house, export, second)
    await handled(house, export, first)
    assert await parts_kept(house) == 1
    made = await settled(house, export)
    assert made.attempt == second.attempt
    assert len(await content_of(house, made)) == made.size_bytes
    assert await prepared(house, export) == SettledBefore()


async def test_a_writer_that_is_killed_is_tried_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = await classroom(house)
    killed: list[int] = []
    start = asyncio.create_subprocess_exec

    async def shot_once(*program: str, **how: object) -> asyncio.subprocess.Process:
        process = await start(*program, **how)  # pyright: ignore[reportArgumentType]
        if not killed:
            killed.append(process.pid)
            os.kill(process.pid, signal.SIGKILL)
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", shot_once)
    export, content = await taken(house, room.batch, "csv")
    assert killed
    assert export.size_bytes == len(content)


async def test_what_can_never_be_written_is_told_and_keeps_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = await classroom(house, services=WITHOUT_EXPORTS)
    export = await ask_for(house, room.batch, "csv")
    monkeypatch.setattr("huleedu.gateway.exports.making.WRITER", "huleedu.no_such_module")
    with pytest.raises(ExportNotWritten, match="no_such_module"):
        await prepared(house, export)
    give_up = ROUTES[MakeExport].on_give_up
    assert give_up
    [said] = give_up(command(export), "it ended")
    assert isinstance(said, ExportFailed)
    async with house.database("exports").transaction() as sql:
        await on_export_failed(Transaction(sql, house.clock()), said)
    failed = await settled(house, export)
    assert (failed.state, failed.why) == ("failed", "not_made")
    assert await parts_kept(house) == 0


async def test_a_file_is_kept_and_fetched_in_pieces(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huleedu.gateway.exports.making.PART_BYTES", 1_000)
    room = await classroom(house)
    export, content = await taken(house, room.batch, "csv")
    pieces = [piece async for piece in asking.parts(house.database("exports"), export)]
    assert {len(piece) for piece in pieces[:-1]} == {1_000}
    assert len(pieces) == -(-export.size_bytes // 1_000) > 1
    assert b"".join(pieces) == content
