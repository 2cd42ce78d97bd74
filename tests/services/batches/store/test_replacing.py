"""An essay's slot has another text: that one is checked and measured, and takes part instead."""

import random
from itertools import pairwise
from uuid import UUID, uuid4

from tests.services.batches.store.test_ahead import answer, placed, settled, work
from tests.services.batches.store.test_languages import done, said
from tests.services.batches.test_handlers import registration

from huleedu.contracts.batches import BatchAssessed, StepFinished
from huleedu.contracts.lifecycle import BatchSettled, SettledEssay, SlotHandedOver
from huleedu.contracts.message import Message
from huleedu.services.batches.api import Registered, board_of
from huleedu.wiring.program import House

SCHEDULES = 40


def handed(batch: UUID, essay: UUID, by: UUID, slot: int, first: UUID) -> SlotHandedOver:
    return SlotHandedOver(
        batch=batch, essay=essay, by=by, slot=slot, first=first, name="b.txt", content=f"t {by}"
    )


async def test_in_an_assessed_batch_the_new_one_alone_is_worked_on(house: House) -> None:
    batch, one, other, new = uuid4(), uuid4(), uuid4(), uuid4()
    await said(house, registration(batch), settled(batch, [one, other]))
    answers = [done(batch, essay)[at] for at in (0, 1) for essay in (one, other)]
    assert isinstance((await said(house, *answers))[-1], BatchAssessed)
    change = handed(batch, one, new, 1, one)
    assert work(await said(house, change, change)) == [("CheckSpelling", new, 2)]
    assert work(await said(house, done(batch, one, 2)[0])) == [], "it takes part no more"
    told = await said(house, done(batch, new, 2)[0])
    assert work(told) == [("MeasureLanguage", new, 2)]
    told = await said(house, done(batch, new, 2)[1])
    assert [set(e.succeeded) for e in told if isinstance(e, StepFinished)] == [{new, other}]
    assert [(e.essays, e.failed) for e in told if isinstance(e, BatchAssessed)] == [(2, 0)]


async def test_in_an_open_batch_it_is_worked_on_at_once(house: House) -> None:
    batch, one, new = uuid4(), uuid4(), uuid4()
    await said(house, registration(batch), placed(batch, one, 1))
    told = await said(house, handed(batch, one, new, 1, one), done(batch, one, 0)[0])
    assert work(told) == [("CheckSpelling", new, 0)]


async def test_whatever_is_heard_first_the_last_holders_take_part(house: House) -> None:
    for _ in range(SCHEDULES):
        seed = random.randrange(2**32)
        await one_schedule(house, random.Random(seed), f"seed {seed}")


async def one_schedule(house: House, dice: random.Random, seed: str) -> None:
    """What is said of a slot comes in its order, and settlements in theirs; all else in any."""
    batch = uuid4()
    lines: list[list[Message]] = []
    chains: list[list[UUID]] = []
    for slot in range(1, dice.randint(2, 4)):
        chain = [uuid4() for _ in range(dice.randint(1, 4))]
        line: list[Message] = [placed(batch, chain[0], slot)]
        for before, after in pairwise(chain):
            line.append(handed(batch, before, after, slot, chain[0]))
        lines.append(line)
        chains.append(chain)
    then = [dice.choice(chain) for chain in chains]  # who had the slots when it was settled
    lines.append([settlement(batch, then)])
    await said(house, registration(batch))
    on_its_way: list[Message] = []
    while lines or on_its_way:
        if lines and (not on_its_way or dice.random() < 0.5):
            line = dice.choice(lines)
            told = await said(house, line.pop(0))
            lines = [each for each in lines if each]
        else:
            told = await said(house, on_its_way.pop(dice.randrange(len(on_its_way))))
        on_its_way += [answer(batch, each) for each in work(told) for _ in range(2)]
    found = await board_of(house.database("batches"), batch)
    assert isinstance(found, Registered), seed
    board = found.board
    holders = {chain[-1]: slot for slot, chain in enumerate(chains, 1)}
    assert {essay.essay: essay.slot for essay in board.essays} == holders, seed
    assert board.state == "assessed", seed
    assert all(essay.succeeded("linguistics") for essay in board.essays), seed


def settlement(batch: UUID, essays: list[UUID]) -> BatchSettled:
    """With the texts that those who have the slots later come with."""
    whole = settled(batch, essays)
    return BatchSettled(
        batch=batch,
        revision=1,
        cause="complete",
        essays=tuple(
            SettledEssay(essay=one.essay, slot=one.slot, text=f"t {one.essay}")
            for one in whole.essays
        ),
        refused=0,
        left_over=0,
    )
