"""A slot changes hands once, and none is lost or doubled, whatever comes in between."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import msgspec
import pytest
from tests.services.lifecycle.test_handlers import (
    essay_of,
    file_refused,
    hear,
    offered,
    registered,
    said,
    states,
    text_read,
)

from huleedu.contracts.gateway import AddSlots, EndIntake, ReplaceFile, StopWaiting
from huleedu.contracts.lifecycle import SlotAssigned, SlotHandedOver
from huleedu.contracts.message import Message, name_of
from huleedu.wiring.program import House

SCHEDULES = 12


@pytest.fixture
async def lifecycle(house: House) -> House:
    """The lifecycle at work, and nobody else."""
    await house.start(["lifecycle"])
    return house


def replace(batch: UUID, essay: int, by: int) -> ReplaceFile:
    return ReplaceFile(batch=batch, essay=essay_of(batch, essay), by=essay_of(batch, by))


async def test_it_has_the_place_once_it_is_read(lifecycle: House) -> None:
    batch = uuid4()
    await hear(lifecycle, registered(batch, 2), offered(batch, 1, 2), text_read(batch, 1))
    await hear(lifecycle, text_read(batch, 2), replace(batch, 1, 3), offered(batch, 3))
    assert (await states(lifecycle))["1"] == ("assigned", 1)
    await hear(lifecycle, text_read(batch, 3))
    now = await states(lifecycle)
    assert (now["1"], now["2"], now["3"]) == (
        ("replaced", None),
        ("assigned", 2),
        ("assigned", 1),
    )
    assert await said(lifecycle, "slot_handed_over") == 1
    assert await said(lifecycle, "batch_settled") == 1, "as many take part as before"
    await hear(lifecycle, text_read(batch, 3), replace(batch, 1, 3), offered(batch, 3))
    assert await states(lifecycle) == now


async def test_one_that_cannot_be_read_takes_nothing(lifecycle: House) -> None:
    batch = uuid4()
    await hear(lifecycle, registered(batch, 1), offered(batch, 1), text_read(batch, 1))
    await hear(lifecycle, replace(batch, 1, 2), offered(batch, 2), file_refused(batch, 2))
    now = await states(lifecycle)
    assert (now["1"], now["2"]) == (("assigned", 1), ("refused", None))


async def test_the_same_text_takes_nothing(lifecycle: House) -> None:
    batch = uuid4()
    await hear(lifecycle, registered(batch, 2), offered(batch, 1, 2), text_read(batch, 1))
    await hear(lifecycle, text_read(batch, 2), replace(batch, 1, 3), offered(batch, 3))
    await hear(lifecycle, text_read(batch, 3, text=2))
    now = await states(lifecycle)
    assert (now["1"], now["3"]) == (("assigned", 1), ("refused", None))


async def test_of_two_that_are_to_have_one_place_the_second_is_kept(lifecycle: House) -> None:
    batch = uuid4()
    await hear(lifecycle, registered(batch, 1), offered(batch, 1), text_read(batch, 1))
    await hear(lifecycle, replace(batch, 1, 2), offered(batch, 2), replace(batch, 1, 3))
    await hear(lifecycle, offered(batch, 3), text_read(batch, 3))
    await hear(lifecycle, text_read(batch, 2))
    now = await states(lifecycle)
    assert (now["2"], now["3"]) == (("left over", None), ("assigned", 1))
    await hear(lifecycle, replace(batch, 3, 2))
    now = await states(lifecycle)
    assert (now["2"], now["3"]) == (("assigned", 1), ("replaced", None)), "one that was left over"


async def test_what_was_given_away_is_free_to_come_again(lifecycle: House) -> None:
    batch = uuid4()
    await hear(lifecycle, registered(batch, None), offered(batch, 1), text_read(batch, 1))
    await hear(lifecycle, replace(batch, 1, 2), offered(batch, 2), text_read(batch, 2))
    await hear(lifecycle, offered(batch, 3), text_read(batch, 3, text=1))
    assert (await states(lifecycle))["3"] == ("assigned", 2)


@dataclass
class Drawn:
    """A batch's messages in an order that can be, with hand-overs in chains."""

    batch: UUID
    slots: int | None
    messages: list[Message] = field(default_factory=list[Message])


def drawn(dice: random.Random) -> Drawn:
    """Texts, closings and more slots, and replacements of whatever was offered before."""
    found = Drawn(uuid4(), dice.choice([None, dice.randint(1, 6)]))
    batch, known = found.batch, list(range(1, dice.randint(2, 6)))
    lines: list[list[Message]] = [
        [offered(batch, *known)],
        *([text_read(batch, n)] for n in known),
    ]
    for n in range(11, 11 + dice.randint(1, 6)):
        text = dice.choice([n, n, n, dice.choice(known)])
        read = text_read(batch, n, text) if dice.random() < 0.8 else file_refused(batch, n)
        lines.append([replace(batch, dice.choice(known), n), offered(batch, n), read])
        known.append(n)
    more = AddSlots(batch=batch, request=uuid4(), count=2)
    acts: list[Message] = [EndIntake(batch=batch), StopWaiting(batch=batch), more]
    lines += [[act] for act in acts]
    lines = [lines[0], *dice.sample(lines[1:], len(lines) - 1)]
    found.messages.append(registered(batch, found.slots))
    while lines:
        line = lines[min(dice.randrange(len(lines)), dice.randrange(len(lines)))]
        found.messages.append(line.pop(0))
        if dice.random() < 0.1:
            found.messages.append(found.messages[-1])  # said twice
        lines = [each for each in lines if each]
    return found


async def test_no_slot_is_lost_or_doubled_in_any_order(lifecycle: House) -> None:
    for _ in range(SCHEDULES):
        seed = random.randrange(2**32)
        found = drawn(random.Random(seed))
        await hear(lifecycle, *found.messages)
        await assert_exact(lifecycle, found.batch, f"seed {seed}")


async def assert_exact(house: House, batch: UUID, seed: str) -> None:
    async with house.database("lifecycle").session() as sql:
        ledger = await sql.fetch(
            "select slot, essay, content from assignment where batch = $1 order by slot", batch
        )
        essays = await sql.fetch(
            "select id, slot, content, state from essay where batch = $1 and slot is not null "
            "order by slot",
            batch,
        )
        used = await sql.fetchval("select used from batch where id = $1", batch)
        told = "select type, body from outbox where batch = $1 order by seq"
        words = [(row["type"], row["body"]) for row in await sql.fetch(told, batch)]
    assert [row["slot"] for row in ledger] == list(range(1, used + 1)), seed
    assert len({row["content"] for row in ledger}) == len(ledger), seed
    holders = [(row["slot"], row["essay"], row["content"]) for row in ledger]
    assert holders == [(row["slot"], row["id"], row["content"]) for row in essays], seed
    assert {row["state"] for row in essays} <= {"assigned"}, seed
    assert said_in(words) == [(row["slot"], str(row["essay"])) for row in ledger], seed


def said_in(words: Sequence[tuple[str, str]]) -> list[tuple[int, str]]:
    """Who has which slot, by what was said and nothing else."""
    holders: dict[int, str] = {}
    for name, body in words:
        if name == name_of(SlotAssigned):
            one = msgspec.json.decode(body, type=SlotAssigned)
            assert one.slot not in holders
            holders[one.slot] = str(one.essay)
        elif name == name_of(SlotHandedOver):
            other = msgspec.json.decode(body, type=SlotHandedOver)
            assert holders[other.slot] == str(other.essay)
            holders[other.slot] = str(other.by)
    return sorted(holders.items())
