"""An essay is checked and measured as soon as it has its place, and once, whatever comes when."""

import random
from collections import Counter
from collections.abc import Sequence
from uuid import UUID, uuid4

from tests.services.batches.store.test_languages import asked, done, said, tell
from tests.services.batches.test_handlers import registration

from huleedu.contracts.batches import (
    BatchAssessed,
    CheckSpelling,
    MeasureLanguage,
    StepFinished,
    StepStarted,
)
from huleedu.contracts.gateway import RetryBatch, StopWaiting
from huleedu.contracts.lifecycle import BatchSettled, SettledEssay, SlotAssigned
from huleedu.contracts.message import Message
from huleedu.contracts.spelling import SpellingFailed
from huleedu.wiring.program import House

SCHEDULES = 40


def essays(n: int) -> list[UUID]:
    return [uuid4() for _ in range(n)]


def placed(batch: UUID, essay: UUID, slot: int) -> SlotAssigned:
    return SlotAssigned(batch=batch, essay=essay, slot=slot, content=f"text {slot}")


def settled(batch: UUID, these: Sequence[UUID], revision: int = 1) -> BatchSettled:
    return BatchSettled(
        batch=batch,
        revision=revision,
        cause="complete",
        essays=tuple(
            SettledEssay(essay=essay, slot=slot, text=f"text {slot}")
            for slot, essay in enumerate(these, 1)
        ),
        refused=0,
        left_over=0,
    )


def work(messages: Sequence[Message]) -> list[tuple[str, UUID, int]]:
    return [
        (type(each).__name__, each.essay, each.run)
        for each in messages
        if isinstance(each, CheckSpelling | MeasureLanguage)
    ]


def answer(batch: UUID, work: tuple[str, UUID, int]) -> Message:
    name, essay, run = work
    return done(batch, essay, run)[name == "MeasureLanguage"]


async def test_before_it_is_settled_it_is_checked_then_measured(house: House) -> None:
    batch, [one] = uuid4(), essays(1)
    told = await said(house, registration(batch), placed(batch, one, 1), placed(batch, one, 1))
    assert work(told) == [("CheckSpelling", one, 0)]
    spelt, measured = done(batch, one, 0)
    assert work(await said(house, spelt, spelt)) == [("MeasureLanguage", one, 0)]
    assert await said(house, measured) == []
    told = await said(house, settled(batch, [one]))
    assert work(told) == []
    assert [(e.essays, e.reused) for e in told if isinstance(e, StepStarted)] == [(0, 1), (0, 1)]
    assert isinstance(told[-1], BatchAssessed)


async def test_a_step_waits_for_those_that_are_on_their_way(house: House) -> None:
    batch, [one, other] = uuid4(), essays(2)
    await said(house, registration(batch), placed(batch, one, 1))
    told = await said(house, settled(batch, [one, other]))
    assert work(told) == [("CheckSpelling", other, 1)]
    assert [(e.essays, e.reused) for e in told if isinstance(e, StepStarted)] == [(2, 0)]
    assert work(await said(house, placed(batch, other, 2))) == [], "its batch has asked"
    assert work(await said(house, done(batch, other)[0])) == []
    told = await said(house, done(batch, one, 0)[0])
    assert [set(e.succeeded) for e in told if isinstance(e, StepFinished)] == [{one, other}]
    assert work(told) == [("MeasureLanguage", essay, 1) for essay in (one, other)]


async def test_what_failed_ahead_is_tried_again_as_ever(house: House) -> None:
    batch, [one, other] = uuid4(), essays(2)
    failed = SpellingFailed(batch=batch, essay=one, run=0, reason="no")
    await said(house, registration(batch), placed(batch, one, 1), placed(batch, other, 2), failed)
    await said(house, *done(batch, other, 0))
    told = await said(house, settled(batch, [one, other]))
    assert [(e.essays, e.failed) for e in told if isinstance(e, BatchAssessed)] == [(2, 1)]
    told = await said(house, RetryBatch(batch=batch))
    assert work(told) == [("CheckSpelling", one, 2)]


async def test_an_answer_after_it_was_given_up_counts_no_more(house: House) -> None:
    batch, [one, other] = uuid4(), essays(2)
    await said(house, registration(batch), placed(batch, one, 1), placed(batch, other, 2))
    await said(house, settled(batch, [one, other]), done(batch, other, 0)[0])
    await said(house, StopWaiting(batch=batch), done(batch, one, 0)[0])
    told = await said(house, done(batch, other, 1)[1])
    assert [(e.essays, e.failed) for e in told if isinstance(e, BatchAssessed)] == [(2, 1)]
    told = await said(house, RetryBatch(batch=batch), done(batch, one, 0)[0])
    assert work(told) == [("CheckSpelling", one, 2)], "and the old answer is late"


async def test_another_language_is_asked_ahead_anew(house: House) -> None:
    batch, [one] = uuid4(), essays(1)
    await said(house, registration(batch), placed(batch, one, 1))
    told = await said(house, tell(batch, "en", one), tell(batch, "en", one))
    assert asked(told) == {one: "en"}
    assert await said(house, done(batch, one, 0)[0]) == [], "it was checked in the old language"
    told = await said(house, done(batch, one, 1)[0])
    assert work(told) == [("MeasureLanguage", one, 1)]
    told = await said(house, settled(batch, [one]), tell(batch, "sv", one))
    assert asked(told) == {one: "sv"}
    assert await said(house, done(batch, one, 1)[1]) == [], "on its way when it was told"


async def test_nothing_is_done_twice_in_any_order(house: House) -> None:
    """Slots, settlements and answers in any order that can be, each answer twice."""
    for _ in range(SCHEDULES):
        seed = random.randrange(2**32)
        await one_schedule(house, random.Random(seed), f"seed {seed}")


async def one_schedule(house: House, dice: random.Random, seed: str) -> None:
    batch, these = uuid4(), essays(dice.randint(1, 5))
    slots = [placed(batch, essay, slot) for slot, essay in enumerate(these, 1)]
    first = dice.randint(1, len(these))
    waiting: list[Message] = [*slots, settled(batch, these[:first])]
    dice.shuffle(waiting)
    if first < len(these):  # settlements come in their order
        at = next(n for n, each in enumerate(waiting) if isinstance(each, BatchSettled))
        waiting.insert(dice.randint(at + 1, len(waiting)), settled(batch, these, 2))
    await said(house, registration(batch))
    on_its_way: list[Message] = []
    everything: list[Message] = []
    while waiting or on_its_way:
        if waiting and (not on_its_way or dice.random() < 0.4):
            told = await said(house, waiting.pop(0))
        else:
            told = await said(house, on_its_way.pop(dice.randrange(len(on_its_way))))
        everything += told
        on_its_way += [answer(batch, each) for each in work(told) for _ in range(2)]
    times = Counter((name, essay) for name, essay, _ in work(everything))
    both = ("CheckSpelling", "MeasureLanguage")
    assert times == {(name, essay): 1 for name in both for essay in these}, seed
    ended = [each for each in everything if isinstance(each, BatchAssessed)]
    assert (ended[-1].essays, ended[-1].failed) == (len(these), 0), seed
    finished = Counter((e.run, e.step) for e in everything if isinstance(e, StepFinished))
    assert set(finished.values()) == {1}, seed
