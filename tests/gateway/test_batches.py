"""When a batch has been seen through, and what an engine that is away does to whoever waits."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from msgspec import structs

from huleedu.contracts.reason import Reason
from huleedu.gateway.batches import (
    ENDED,
    Awaited,
    Batches,
    NothingToAssess,
    OtherProcess,
    RegistrationWasRefused,
    Request,
)
from huleedu.kit.database import EngineUnable, Sql
from huleedu.services.results.api import Progress
from huleedu.wiring.batches import batches_of
from huleedu.wiring.program import House

DONE = Progress(
    title="9A",
    slots=3,
    state="assessed",
    run=1,
    refused=None,
    note="",
    created_at=datetime(2026, 11, 2, tzinfo=UTC),
    files=3,
    waiting=0,
    unread=0,
    assigned=3,
    refused_files=0,
    left_over=0,
    checked=3,
    measured=3,
    failed=0,
    unfinished=0,
    unmatched=False,
)
LEFT = structs.replace(DONE, left_over=1)


@pytest.mark.parametrize(
    ("awaited", "progress", "came_about"),
    [
        (ENDED, DONE, True),
        (ENDED, structs.replace(DONE, state="working"), False),
        (ENDED, structs.replace(LEFT, assigned=2), True),  # nobody asked for slots
        (Awaited(run=2), DONE, False),
        (Awaited(run=2), structs.replace(DONE, run=2), True),
        (Awaited(slots=4), DONE, False),
        (Awaited(slots=4), structs.replace(LEFT, slots=4), False),  # one is free for the text
        (Awaited(slots=4), structs.replace(DONE, slots=4, assigned=4), True),
        (Awaited(slots=4), structs.replace(LEFT, slots=4, assigned=4), True),  # all are used
        (Awaited(slots=4), structs.replace(DONE, slots=4), True),  # there is no text for it
    ],
)
def test_what_was_asked_for_has_come_about_when_it_shows(
    awaited: Awaited, progress: Progress, came_about: bool
) -> None:
    assert awaited.came_about(progress) is came_about


async def test_a_folder_without_files_is_nothing_to_assess(house: House, tmp_path: Path) -> None:
    await house.start(["gateway"])
    with pytest.raises(NothingToAssess, match="test_a_folder"):
        await batches_of(house).offer(Request(paths=(tmp_path,), title="9A"))


async def test_a_refused_registration_ends_the_wait(house: House, tmp_path: Path) -> None:
    (tmp_path / "Anna.txt").write_text("The sea is blue. " * 20)
    await house.start(["gateway"])
    batches = batches_of(house)
    batch = (await batches.offer(Request(paths=(tmp_path,), title="  "))).batch
    with pytest.raises(RegistrationWasRefused) as refused:
        await batches.see_through(batch, lambda _: None)
    assert refused.value.why == Reason(code="no_title")


async def test_nothing_is_left_half_told_when_a_batch_has_been_seen_through(
    house: House, tmp_path: Path
) -> None:
    """A message that is left lies there until somebody runs its service again."""
    (tmp_path / "Anna.txt").write_text("The sea is blue. " * 20)
    await house.start(["gateway"])
    whole = batches_of(house)
    waited: list[str] = []

    async def catch_up() -> None:
        waited.append("for what was on its way")
        await whole.catch_up()

    batches = replace(whole, catch_up=catch_up)
    batch = (await batches.offer(Request(paths=(tmp_path,), title="9A"))).batch
    await batches.see_through(batch, lambda _: None)
    assert waited == ["for what was on its way"]
    async with house.database("bus").session() as sql:
        assert await sql.fetchval("select count(*) from delivery") == 0


class Unwell:
    """A database that cannot do its work."""

    @asynccontextmanager
    async def session(self) -> AsyncGenerator[Sql]:
        raise EngineUnable("the disk is full")
        yield

    transaction = session


async def test_who_waits_is_told_at_once_what_the_database_needs(house: House) -> None:
    await house.start(["gateway"])
    whole = batches_of(house)

    async def nobody_else() -> tuple[OtherProcess, ...]:
        return ()

    batches = Batches(
        commands=whole.commands,
        contents=whole.contents,
        limits=whole.limits,
        results=Unwell(),
        help_out=nobody_else,
        catch_up=whole.catch_up,
        unable=lambda: EngineUnable("the disk is full"),
    )
    with pytest.raises(EngineUnable, match="disk is full"):
        await batches.see_through(uuid4(), lambda _: None)


async def test_a_corrected_file_is_awaited_until_it_was_heard_of(
    house: House, tmp_path: Path
) -> None:
    (tmp_path / "Anna.txt").write_text("The sea is blue. " * 20)
    (tmp_path / "Bo.txt").write_text("")
    await house.start(["gateway"])
    batches = batches_of(house)
    batch = (await batches.offer(Request(paths=(tmp_path,), title="9A"))).batch
    first = await batches.see_through(batch, lambda _: None)
    assert (first.assigned, first.refused_files) == (1, 1)

    (tmp_path / "Bo.txt").write_text("The wood is green. " * 20)
    awaited = await batches.add(batch, [tmp_path / "Bo.txt"])
    assert isinstance(awaited.heard, UUID)
    told: list[Progress] = []
    last = await batches.see_through(batch, told.append, awaited)
    assert (last.assigned, last.finished) == (2, True)
    assert told[-1] == last
