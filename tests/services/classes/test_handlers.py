"""The whole class is matched when its batch is settled, once, and only what is news is said."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from huleedu.contracts.batches import BatchRegistered
from huleedu.contracts.classes import MatchBatch, MatchedPupil, PupilsMatched
from huleedu.contracts.files import TextRead
from huleedu.contracts.gateway import EssayDecision, MatchPupils
from huleedu.contracts.lifecycle import BatchSettled, SettledEssay, SlotAssigned
from huleedu.contracts.message import Message
from huleedu.contracts.reason import Reason
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.kit.messages import wrap
from huleedu.kit.service import Heard, Transaction, TryAgain
from huleedu.services.classes import handlers
from huleedu.services.classes.api import classes
from huleedu.services.classes.api.classes import Entry, Teacher
from huleedu.services.classes.api.proposals import proposals
from huleedu.services.classes.handlers import ClassesPorts, EssayEvent, MatchedBefore

BATCH = UUID(int=7)
NOW = datetime(2026, 11, 29, tzinfo=UTC)
NAMES = ("Anna Åberg", "Björn Ek")


@pytest.fixture
async def ports(address: Address) -> AsyncIterator[ClassesPorts]:
    database = PostgresDatabase(address, "classes")
    yield ClassesPorts(database)
    await database.aclose()


def essay(number: int) -> UUID:
    return UUID(int=100 + number)


def text(number: int, name: str) -> TextRead:
    return TextRead(
        batch=BATCH, essay=essay(number), name=name, text="ab", characters=2, format="txt"
    )


async def registered(ports: ClassesPorts, names: tuple[str, ...] = NAMES) -> None:
    event = BatchRegistered(
        batch=BATCH, title="9B", slots=3, language="sv", pupils=names, deadline_s=60
    )
    async with ports.database.transaction() as sql:
        await handlers.on_batch_registered(Transaction(sql, NOW), event)


async def hear(ports: ClassesPorts, *events: EssayEvent) -> None:
    heard = [Heard(one, wrap(one, identity=uuid4(), now=NOW, cause=None)) for one in events]
    async with ports.database.transaction() as sql:
        await handlers.on_essay_event(Transaction(sql, NOW), BATCH, heard)


async def settled(ports: ClassesPorts, count: int, revision: int = 1) -> Sequence[Message]:
    """Returns what is said of it."""
    essays = tuple(SettledEssay(essay=essay(n), slot=n + 1, text="ab") for n in range(count))
    event = BatchSettled(
        batch=BATCH, revision=revision, cause="complete", essays=essays, refused=0, left_over=0
    )
    async with ports.database.transaction() as sql:
        tx = Transaction(sql, NOW)
        await handlers.on_batch_settled(tx, event)
        return [message for message, _ in tx.said]


async def find(ports: ClassesPorts) -> handlers.Found | MatchedBefore:
    command = MatchBatch(batch=BATCH)
    envelope = wrap(command, identity=uuid4(), now=NOW, cause=None)
    return await handlers.find_pupils(ports, command, envelope)


async def say(
    ports: ClassesPorts, found: handlers.Found | MatchedBefore
) -> list[PupilsMatched | MatchBatch]:
    async with ports.database.transaction() as sql:
        tx = Transaction(sql, NOW)
        await handlers.match_batch(tx, MatchBatch(batch=BATCH), found)
        said = [message for message, _ in tx.said]
    assert all(isinstance(one, PupilsMatched | MatchBatch) for one in said)
    return [one for one in said if isinstance(one, PupilsMatched | MatchBatch)]


async def test_a_settled_batch_is_matched_and_told_once(ports: ClassesPorts) -> None:
    await hear(ports, text(0, "Anna Åberg.txt"), text(1, "nobody.txt"))
    await registered(ports)
    assert await settled(ports, 2) == [MatchBatch(batch=BATCH)]
    found = await find(ports)
    anna = MatchedPupil(essay=essay(0), pupil="Anna Åberg", sure=True, found_in="file name")
    nobody = MatchedPupil(essay=essay(1), reason=Reason("no_name_found"))
    told = PupilsMatched(batch=BATCH, essays=(anna, nobody), settlement=1)
    assert await say(ports, found) == [told]
    assert await say(ports, found) == [], "the same found twice is said once"
    assert await find(ports) == MatchedBefore()
    await hear(ports, SlotAssigned(batch=BATCH, essay=essay(0), slot=1, content="ab"))
    assert await find(ports) == MatchedBefore(), "the settlement told of its slot"


async def test_a_later_text_is_told_alone(ports: ClassesPorts) -> None:
    await registered(ports)
    await hear(ports, text(0, "Anna Åberg.txt"))
    await settled(ports, 1)
    await say(ports, await find(ports))
    await hear(ports, text(1, "Ek.txt"))
    await settled(ports, 2, revision=2)
    late = MatchedPupil(essay=essay(1), pupil="Björn Ek", sure=True, found_in="file name")
    assert await say(ports, await find(ports)) == [
        PupilsMatched(batch=BATCH, essays=(late,), settlement=2)
    ]


async def test_a_batch_without_names_is_told_so(ports: ClassesPorts) -> None:
    await registered(ports, ())
    await hear(ports, text(0, "Anna Åberg.txt"))
    await settled(ports, 1)
    assert await say(ports, await find(ports)) == [
        PupilsMatched(batch=BATCH, essays=(), settlement=1)
    ]


async def test_what_was_settled_meanwhile_is_matched_as_well(ports: ClassesPorts) -> None:
    await registered(ports)
    await hear(ports, text(0, "Anna Åberg.txt"))
    await settled(ports, 1)
    before = await find(ports)
    await settled(ports, 2, revision=2)
    with pytest.raises(TryAgain):
        await say(ports, before)


async def test_many_are_told_some_at_a_time_and_the_last_says_that_it_is_all(
    ports: ClassesPorts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handlers, "TOLD_AT_ONCE", 2)
    await registered(ports)
    await hear(ports, *(text(n, f"{n}.txt") for n in range(5)))
    await settled(ports, 5)
    said = await say(ports, await find(ports))
    assert [
        (len(one.essays), one.settlement) for one in said if isinstance(one, PupilsMatched)
    ] == [
        (2, 0),
        (2, 0),
        (1, 1),
    ]


async def decide(ports: ClassesPorts, *decisions: EssayDecision) -> None:
    command = MatchPupils(batch=BATCH, person=None, decisions=decisions)
    async with ports.database.transaction() as sql:
        await handlers.match_pupils(Transaction(sql, NOW), command)


def told(said: Sequence[Message]) -> list[tuple[UUID, str, bool, bool]]:
    return [
        (one.essay, one.pupil, one.sure, one.by_hand)
        for message in said
        if isinstance(message, PupilsMatched)
        for one in message.essays
    ]


async def test_what_is_decided_by_hand_stands_and_settles_others(ports: ClassesPorts) -> None:
    await registered(ports, ("Anna Lo", "Anna Ek"))
    await hear(ports, text(0, "Anna.txt"), text(1, "Anna (2).txt"))
    await settled(ports, 2)
    assert [sure for _, _, sure, _ in told(await say(ports, await find(ports)))] == [False, False]
    await decide(ports, EssayDecision(essay=essay(0), pupils=("Anna Lo",)))
    assert told(await say(ports, await find(ports))) == [
        (essay(1), "Anna Ek", True, False),
        (essay(0), "Anna Lo", True, True),
    ]
    shown = await proposals(ports.database, BATCH)
    assert [one.decided for one in shown.essays] == [True, False]
    assert (shown.matched, shown.without, len(shown.sure)) == (True, [], 2)
    await decide(ports, EssayDecision(essay=essay(0), pupils=(), undone=True))
    assert not (await proposals(ports.database, BATCH)).matched
    await say(ports, await find(ports))
    assert len((await proposals(ports.database, BATCH)).to_confirm) == 2


async def test_an_essay_may_be_by_several_or_by_nobody(ports: ClassesPorts) -> None:
    await registered(ports)
    await hear(ports, text(0, "Anna Åberg.txt"), text(1, "Ek.txt"))
    await settled(ports, 2)
    await say(ports, await find(ports))
    await decide(
        ports,
        EssayDecision(essay=essay(0), pupils=NAMES),
        EssayDecision(essay=essay(1), pupils=()),
    )
    [message] = await say(ports, await find(ports))
    assert isinstance(message, PupilsMatched)
    both, nobody = sorted(message.essays, key=lambda one: one.essay.int)
    assert (both.pupil, both.also, both.found_in) == ("Anna Åberg", ("Björn Ek",), "by hand")
    assert (nobody.pupil, nobody.sure, nobody.by_hand) == ("", False, True)


async def test_a_batchs_class_is_matched_as_it_is_now_and_anew_when_it_changes(
    ports: ClassesPorts,
) -> None:
    who, class_, pupil = Teacher(UUID(int=1), UUID(int=2)), UUID(int=3), UUID(int=4)
    await classes.make(ports.database, who, class_, ("9B", ""), NOW)
    event = BatchRegistered(
        batch=BATCH,
        title="9B",
        slots=None,
        language="sv",
        pupils=(),
        deadline_s=60,
        school=who.school,
        class_=class_,
    )
    async with ports.database.transaction() as sql:
        await handlers.on_batch_registered(Transaction(sql, NOW), event)
    assert await due(ports) == []
    slot = SlotAssigned(batch=BATCH, essay=essay(0), slot=1, content="ab")
    await hear(ports, text(0, "Cia Mo.txt"), slot)
    assert await due(ports) == [MatchBatch(batch=BATCH)], "before it is settled"
    assert await due(ports) == []
    await say(ports, await find(ports))
    await settled(ports, 1)
    await say(ports, await find(ports))
    await classes.add(ports.database, who, class_, pupil, Entry(name="Cia Mo"))
    assert await due(ports) == [MatchBatch(batch=BATCH)]
    [message] = await say(ports, await find(ports))
    assert isinstance(message, PupilsMatched)
    assert [(one.pupil, one.pupil_id) for one in message.essays] == [("Cia Mo", pupil)]


async def test_what_a_changed_class_list_makes_otherwise_is_marked_as_new(
    ports: ClassesPorts,
) -> None:
    who, class_ = Teacher(UUID(int=1), UUID(int=2)), UUID(int=3)
    await classes.make(ports.database, who, class_, ("9B", ""), NOW)
    await classes.add(ports.database, who, class_, UUID(int=4), Entry(name="Dan Ek"))
    event = BatchRegistered(
        batch=BATCH,
        title="9B",
        slots=None,
        language="sv",
        pupils=(),
        deadline_s=60,
        school=who.school,
        class_=class_,
    )
    async with ports.database.transaction() as sql:
        await handlers.on_batch_registered(Transaction(sql, NOW), event)
    slot = SlotAssigned(batch=BATCH, essay=essay(0), slot=1, content="ab")
    await hear(ports, text(0, "Cia Mo.txt"), slot)
    await settled(ports, 1)

    async def anew() -> bool:
        await due(ports)
        await say(ports, await find(ports))
        [told] = (await proposals(ports.database, BATCH)).essays
        return told.told_anew

    assert not await anew()
    await classes.add(ports.database, who, class_, UUID(int=5), Entry(name="Cia Mo"))
    assert await anew()
    await classes.add(ports.database, who, class_, UUID(int=6), Entry(name="Eva Ny"))
    assert not await anew(), "it is as it was"


async def due(ports: ClassesPorts) -> list[Message]:
    async with ports.database.transaction() as sql:
        tx = Transaction(sql, NOW)
        await handlers.match_due(tx)
        return [message for message, _ in tx.said]
