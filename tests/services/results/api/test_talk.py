"""What people say of the talk list: kept once, told in order, and nobody overwrites another."""

import asyncio
from uuid import UUID, uuid4

import pytest
from tests.services.results.hearing import BATCH, REGISTERED, hear, life_of

from huleedu.services.results import api
from huleedu.services.results.api.talk import (
    NothingToUndo,
    NotOnList,
    OnListBefore,
    SaidNow,
    Speaker,
    TalkEntry,
    TalkList,
    Verdict,
    close,
    put,
    said_of,
    talk_list,
    undo,
)
from huleedu.wiring.program import House, now

ESSAY = UUID(int=1)
KARIN, ALI = Speaker(UUID(int=12), "Karin Lind"), Speaker(UUID(int=13), "Ali Berg")


@pytest.fixture(autouse=True)
async def batch(house: House) -> None:
    """A batch of one essay."""
    await hear(house.database("results"), REGISTERED, *life_of(ESSAY))


async def listed(house: House) -> TalkList:
    said = await said_of(house.database("results"), BATCH)
    return talk_list(None, [], [], said, [ESSAY])


async def entry(house: House) -> TalkEntry:
    [found] = (await listed(house)).open
    return found


async def test_an_essay_is_put_there_once(house: House) -> None:
    database, once = house.database("results"), uuid4()
    first = await put(database, BATCH, ESSAY, KARIN, "Her parents ask", now(), once=once)
    assert isinstance(first, SaidNow)
    assert isinstance(await put(database, BATCH, ESSAY, ALI, "", now()), OnListBefore)
    found = await entry(house)
    assert found.reasons[0].line == "Her parents ask"
    assert found.reasons[0].why.facts == {"by": "Karin Lind"}


async def test_it_is_closed_undone_and_closed_again(house: House) -> None:
    database = house.database("results")
    await put(database, BATCH, ESSAY, KARIN, "", now())
    verdict = Verdict(outcome="grade", line="C it is", present="Karin, Ali")
    closed = await close(database, BATCH, await entry(house), ALI, verdict, now())
    assert isinstance(closed, SaidNow)
    [one] = (await listed(house)).closed
    assert (one.by_name, one.outcome, one.line, one.present) == (
        "Ali Berg", "grade", "C it is", "Karin, Ali",
    )  # fmt: skip
    assert isinstance(await undo(database, BATCH, ESSAY, KARIN, now()), SaidNow)
    assert (await listed(house)).open
    again = await close(database, BATCH, await entry(house), KARIN, verdict, now())
    assert isinstance(again, SaidNow)
    kinds = [said.kind for said in await said_of(database, BATCH)]
    assert kinds == ["put", "closed", "undone", "closed"], "nothing is ever forgotten"


async def test_of_two_who_close_at_once_one_is_told_of_the_other(house: House) -> None:
    database = house.database("results")
    await put(database, BATCH, ESSAY, KARIN, "", now())
    seen = await entry(house)
    both = await asyncio.gather(
        close(database, BATCH, seen, KARIN, Verdict(outcome="stays"), now()),
        close(database, BATCH, seen, ALI, Verdict(outcome="text"), now()),
    )
    [kept] = [one for one in both if isinstance(one, SaidNow)]
    [told] = [one for one in both if isinstance(one, NotOnList)]
    assert told.last
    assert told.last.by_name == kept.said.by_name
    assert len((await listed(house)).closed) == 1


async def test_where_nothing_was_said_nothing_is_undone(house: House) -> None:
    database = house.database("results")
    assert isinstance(await undo(database, BATCH, ESSAY, KARIN, now()), NothingToUndo)
    await put(database, BATCH, ESSAY, KARIN, "", now())
    await undo(database, BATCH, ESSAY, KARIN, now())
    assert isinstance(await undo(database, BATCH, ESSAY, KARIN, now()), NothingToUndo)
    assert not (await listed(house)).open


async def test_pages_are_told_of_each_word(house: House) -> None:
    database = house.database("results")
    before = await api.revision(database, BATCH)
    await put(database, BATCH, ESSAY, KARIN, "", now())
    assert await api.revision(database, BATCH) == before + 1
