"""A language model judges a batch: both orders, steadily, and again after it was stopped."""

import asyncio
import json
import threading

import pytest
from tests.app.models.conftest import BATCH, Run, clock
from tests.app.models.server import Answer, Body, honest, texts_in

from huleedu.contracts.judging import Kind, QuotaReached
from huleedu.engines.llm.dialect import Protocol
from huleedu.engines.postgres.database import PostgresDatabase
from huleedu.services.judging.api.automated import (
    TOGETHER,
    Finished,
    NoOpinion,
    Opinion,
    Stopped,
    have_judged,
)
from huleedu.services.judging.api.desk import Desk
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.domain.desk import AssignedPair


@pytest.mark.parametrize("protocol", ["openai", "anthropic"])
async def test_each_pair_is_asked_both_ways_and_every_word_kept(
    judged: Run, protocol: Protocol
) -> None:
    judged.protocol = protocol
    ran = await judged()
    assert isinstance(ran.ended, Finished)
    assert isinstance(ran.ended.why, QuotaReached)
    found = await ran.answers()
    assert len(found) == 16
    assert all((answer > 0) == (a > b) and abs(answer) == 2 for a, b, answer in found)
    kept = await ran.asked()
    assert len(kept) == len(judged.models.asked) == 32
    assert {(outcome, tokens) for outcome, _, tokens in kept} == {("said", 45)}
    ways = {texts_in(question) for question in judged.models.questions}
    assert {(second, first) for first, second in ways} == ways
    key = "x-api-key" if protocol == "anthropic" else "authorization"
    assert judged.models.headers[0][key].endswith("secret-key")
    assert not await ran.rows("select id from transcript where request::text ~ 'secret'")


async def test_who_always_prefers_the_first_says_nothing_and_both_reasons_are_kept(
    judged: Run,
) -> None:
    judged.models.talk = lambda asked: json.dumps(
        {"better": "first", "how_much": "much", "why": f"of {len(texts_in(asked)[0])}"}
    )
    ran = await judged()
    assert {answer for *_, answer in await ran.answers()} == {0}
    [pair, *_] = await ran.rows("select first, second, comment from pair")
    assert "Contradicts itself" in pair["comment"]
    for which in ("first", "second"):
        text = judged.texts[int(pair[which])]
        assert f"of {len(text)}" in pair["comment"]


async def test_a_slow_answer_holds_up_no_other(judged: Run) -> None:
    judged.texts = tuple("A word of the pupil. " * n for n in range(1, 21))
    hangs, others, lock = threading.Event(), [0], threading.Lock()
    went_on: list[bool] = []
    judged.answer_within_s = 120

    def answer(body: Body) -> Answer:
        with lock:
            others[0] += 1
            is_slow, enough = others[0] == 1, others[0] > 3 * TOGETHER
        if enough:
            hangs.set()
        if is_slow:
            went_on.append(hangs.wait(60))
        return judged.models.well(body)

    judged.models.answer = answer
    ran = await judged(2 * TOGETHER)
    assert len(await ran.answers()) == 2 * TOGETHER
    assert went_on == [True], "the others waited for this one"
    assert judged.models.most_at_once <= TOGETHER


async def test_what_was_answered_before_a_kill_is_not_asked_again(judged: Run) -> None:
    asked_enough, killed = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def answer(body: Body) -> Answer:
        if len(judged.models.asked) > 20:
            loop.call_soon_threadsafe(asked_enough.set)
            killed.wait(60)
        return judged.models.well(body)

    judged.models.answer = answer
    running = asyncio.create_task(judged())
    await asked_enough.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    killed.set()
    judged.models.answer = judged.models.well
    async with judged.database.session() as sql:
        paid = await sql.fetchval("select count(*) from transcript where outcome = 'said'")
    before = len(judged.models.asked)
    ran = await judged()
    assert len(await ran.answers()) == 16
    assert paid
    assert len(judged.models.asked) - before == 32 - paid, "each answer is asked for once"


def silent(_done: int, _of: int) -> None:
    """Nobody wants to know."""


async def test_a_judge_that_stops_lets_those_under_way_end(
    judged: Run, database: PostgresDatabase
) -> None:
    await judged(1)

    class Stops:
        name, kind = "stops", Kind.MODEL

        def __init__(self) -> None:
            self.asked = 0

        async def compare(self, pair: AssignedPair) -> Opinion | NoOpinion | Stopped:
            self.asked += 1
            if self.asked == 3:
                return Stopped("enough")
            for _ in range(self.asked):
                await asyncio.sleep(0)
            return Opinion(1, 5)

    judgings, desk = Judgings(database, clock), Desk(database, clock)
    told, judge = list[tuple[int, int]](), Stops()
    ended = await have_judged(
        judgings, desk, BATCH, judge, 100, lambda done, of: told.append((done, of))
    )
    assert ended == Stopped("enough")
    assert told[-1] == (judge.asked - 1, 100)
    again = await have_judged(judgings, desk, BATCH, judge, judge.asked, silent)
    assert isinstance(again, Finished), "the pair was kept for it"
    await desk.aclose()


async def test_a_machine_does_not_take_a_persons_seat(
    judged: Run, database: PostgresDatabase
) -> None:
    await judged(1)
    judgings, desk = Judgings(database, clock), Desk(database, clock)
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON)

    class Machine:
        name, kind = "Åsa", Kind.MODEL

        async def compare(self, pair: AssignedPair) -> Opinion:
            raise AssertionError("it is not enrolled")

    ended = await have_judged(judgings, desk, BATCH, Machine(), 5, silent)
    assert isinstance(ended, Stopped)
    await desk.aclose()


@pytest.mark.parametrize(
    "said",
    [
        *("", "first", "null", "[]", '{"better": "A"}', '{"better": 1}', "I am sorry, but"),
        *("\x00{", "{" * 5000, '{"better":' * 50000, '[{"better": "first"}]'),
        '{"better": "first"} or rather {"better": "second"}',
        '{"better": "first", "better": "second"}',
        '{"answer": {"better": "first"}}',
    ],
)
async def test_what_is_no_answer_counts_for_nothing_and_the_pair_is_left_to_people(
    judged: Run, said: str
) -> None:
    judged.models.talk = lambda _: said
    judged.texts = judged.texts[:2]
    ran = await judged(1)
    assert await ran.answers() == []
    assert [outcome for outcome, *_ in await ran.asked()] == ["unreadable"] * 5
    assert all("cannot_judge: no answer in the form" in flag for flag in await ran.flags())
    assert await ran.flags()


async def test_a_model_that_never_answers_is_given_up(judged: Run) -> None:
    judged.models.talk = lambda _: "I cannot compare the work of children."
    ran = await judged(100)
    assert isinstance(ran.ended, Stopped)
    assert "not once" in ran.ended.why
    assert len(judged.models.asked) <= 5 * (10 + TOGETHER)


async def test_an_answer_that_no_database_keeps_is_kept_all_the_same(judged: Run) -> None:
    judged.models.talk = lambda asked: honest(asked).replace("it says more", r"a\u0000b\ud800c")
    ran = await judged(2)
    assert len(await ran.answers()) == 2
    rows = await ran.rows("select comment from pair where state = 'decided'")
    assert rows[0]["comment"].startswith("a b c")


@pytest.mark.parametrize("protocol", ["openai", "anthropic"])
async def test_a_model_that_thinks_too_long_is_told_apart(judged: Run, protocol: Protocol) -> None:
    judged.protocol = protocol

    def answer(_: Body) -> Answer:
        if protocol == "anthropic":
            return Answer({"content": [], "stop_reason": "max_tokens", "usage": {}})
        message = {"content": None, "reasoning_content": "Let me see. " * 50}
        return Answer({"choices": [{"message": message, "finish_reason": "length"}]})

    judged.models.answer = answer
    ran = await judged(4)
    assert isinstance(ran.ended, Stopped)
    assert "HULEEDU_LLM_ANSWER_TOKENS" in ran.ended.why
    assert "200 tokens" in ran.ended.why
    assert {outcome for outcome, *_ in await ran.asked()} == {"cut short"}


async def test_one_answer_cut_short_does_not_end_the_run(judged: Run) -> None:
    longest = judged.texts[-1]

    def answer(body: Body) -> Answer:
        if longest in texts_in(body["messages"][-1]["content"]):
            choice = {"message": {"content": "<think>Hm, "}, "finish_reason": "length"}
            return Answer({"choices": [choice]})
        return judged.models.well(body)

    judged.models.answer = answer
    ran = await judged(12)
    assert len(await ran.answers()) == 12
    flags = await ran.flags()
    assert any(flag.startswith("problem_file") and "cut short" in flag for flag in flags)
