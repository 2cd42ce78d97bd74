"""What happened decides the status; what goes wrong on our side is told without doing harm."""

import asyncio
import logging
from uuid import UUID

import pytest
from tests.gateway.api.asking import Client, http_to
from tests.gateway.api.standins import StandIn

from huleedu.contracts import judging
from huleedu.contracts.judging import Flag, NoPairNow, Recorded, Told, Which
from huleedu.gateway import trying
from huleedu.gateway.api.application import api
from huleedu.gateway.api.schemas import EXAMPLES, STATUS, Healthy, Ready, status_of
from huleedu.kit.database import Collision, EngineAway

PAIR = "5b0e3c9e-6d0c-4a43-9d52-0c8f6d9a41e7"
SECRET = "Kalle Anka, 9B"


def raising(error: Exception, times: int = 1_000_000) -> StandIn:
    left = iter(range(times))

    def say() -> Told:
        if next(left, None) is not None:
            raise error
        return NoPairNow()

    return StandIn(say)


def client(stand_in: StandIn) -> Client:
    return Client(http_to(api(stand_in)), "key")


@pytest.mark.parametrize("told", EXAMPLES, ids=lambda told: f"{told}"[:30])
async def test_every_outcome_has_its_status_and_its_form(told: Told) -> None:
    answer = await client(StandIn(lambda: told)).next()
    assert answer.status == status_of(told)
    assert answer.headers["content-type"] == "application/json"
    assert answer.type == type(told).__struct_config__.tag


def test_no_form_of_the_contract_was_forgotten() -> None:
    forms = {
        form
        for form in vars(judging).values()
        if isinstance(form, type) and issubclass(form, Told) and form is not Told
    }
    assert forms | {Healthy, Ready} == set(STATUS) == {type(told) for told in EXAMPLES}


async def test_what_is_sent_arrives() -> None:
    stand_in = StandIn(Recorded)
    asking = client(stand_in)
    await asking.decide(PAIR, -2, took_s=0, comment="ö\nß")
    await asking.flag(PAIR, "problem_file", which="second", comment="x")
    await asking.flag(PAIR)
    await asking.undo(17, count=3)
    await asking.next(PAIR)
    await asking.change(PAIR, -1)
    await asking.change(PAIR, 0, comment="", took_s=2)
    await asking.decisions(limit=7, after=PAIR)
    await asking.decisions()
    await asking.keep_draft(PAIR, "x")
    pair = UUID(PAIR)
    assert stand_in.asked == [
        (pair, -2, 0.0, "ö\nß"),
        (pair, Flag.PROBLEM_FILE, Which.SECOND, "x"),
        (pair, Flag.CANNOT_JUDGE, None, ""),
        (3, 17),
        (pair,),
        (pair, -1, None, None),
        (pair, 0, 2.0, ""),
        (7, pair),
        (50, None),
        (pair, "x"),
    ]


async def test_a_database_that_is_away_is_told_with_what_to_do() -> None:
    asking = client(raising(EngineAway(SECRET)))
    for answer in (await asking.next(), await asking.ask("GET", "/readyz")):
        assert answer.status == 503
        assert answer.headers["retry-after"] == "1"
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.type == "urn:problem-type:huleedu:database_away"
        assert "Nothing is lost" in answer.body["detail"]
        assert SECRET not in f"{answer.body}"


async def test_who_gave_way_asks_again_unseen() -> None:
    stand_in = raising(Collision(), times=3)
    assert (await client(stand_in).next()).type == "no_pair_now"
    assert len(stand_in.asked) == 4


async def test_who_gives_way_for_ever_is_told_to_come_again() -> None:
    stand_in = raising(Collision())
    assert (await client(stand_in).next()).status == 503
    assert len(stand_in.asked) == trying.TRIES


async def test_work_that_takes_too_long_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "WORK_S", 0.01)

    class Slow(StandIn):
        async def next(self, holding: UUID | None = None) -> Told:
            await asyncio.Event().wait()
            raise AssertionError

    answer = await client(Slow(NoPairNow)).next()
    assert (answer.status, answer.headers["retry-after"]) == (503, "1")


async def test_a_bug_is_a_problem_and_its_words_stay_out_of_answer_and_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = await client(raising(ValueError(SECRET))).decide(PAIR, 1, comment=SECRET)
    assert answer.status == 500
    assert answer.type == "urn:problem-type:huleedu:our_mistake"
    assert answer.headers["cache-control"] == "no-store"
    assert SECRET not in f"{answer.body}"
    assert SECRET not in caplog.text
    assert "ValueError" in caplog.text
    assert "standins.py" in caplog.text, "where it happened"


async def test_the_server_is_healthy_when_its_database_answers() -> None:
    client = Client(http_to(api(StandIn(NoPairNow))))
    for path, told in (("/readyz", "ready"), ("/healthz", "healthy")):
        answer = await client.ask("GET", path)
        assert (answer.status, answer.body) == (200, {"type": told})
    away = Client(http_to(api(raising(EngineAway()))))
    assert (await away.ask("GET", "/healthz")).status == 200, "it asks nobody"
    assert (await away.ask("GET", "/readyz")).status == 503
