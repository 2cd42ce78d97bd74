"""A judge's whole session over HTTP, on a real desk."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import httpx
from tests.gateway.api.asking import BATCH, NOBODY, Client, enrol, open_batch, text
from tests.patience import LONG_S

from huleedu.contracts.judging import Kind
from huleedu.engines.postgres.database import Address
from huleedu.services.judging.domain.desk import Enrolled, Rules
from huleedu.wiring.judging import judgings_of
from huleedu.wiring.program import House

LOCK = "select pg_advisory_lock(hashtextextended($1::text, 0))"
UNLOCK = "select pg_advisory_unlock(hashtextextended($1::text, 0))"
WAITS = """
select exists (select from pg_locks l join pg_database d on d.oid = l.database
               where locktype = 'advisory' and not granted and datname = current_database())
"""
TEXTS = {text(number) for number in range(6)}


async def test_a_session_from_the_first_pair_to_the_quota(
    house: House, http: httpx.AsyncClient
) -> None:
    asa = Client(http, await enrol(house, "Åsa", quota=2))
    begun = await asa.session()
    assert begun.status == 200
    assert begun.body == {
        "type": "session",
        "judge": "Åsa",
        "title": "Class 9B",
        "essays": 6,
        "criterion": Rules().criterion,
        "steps": 5,
        "quota": 2,
        "decided": 0,
        "closed": None,
        "more": 10,
        "asked_by": "",
        "practice": 0,
        "unnamed": False,
    }
    first = await asa.next()
    assert (first.status, first.type) == (200, "pair_to_judge")
    assert set(first.body) == {"type", "pair", "first", "second", "leased_until"}
    assert {first.body["first"], first.body["second"]} < TEXTS
    assert datetime.fromisoformat(first.body["leased_until"]) > house.clock() + timedelta(minutes=1)
    done = await asa.decide(first.body["pair"], 2, took_s=31.5, comment="Å, ä, ö – 😀")
    assert (done.status, done.body) == (200, {"type": "recorded"})
    second = await asa.next()
    assert second.body["pair"] != first.body["pair"]
    assert (await asa.decide(second.body["pair"], -1)).type == "recorded"
    ended = await asa.next()
    assert (ended.status, ended.body) == (200, {"type": "quota_reached", "quota": 2})
    assert (await asa.session()).body["decided"] == 2
    async with house.database("judging").session() as sql:
        rows = await sql.fetch("select answer, steps, took_s, comment from pair order by seq")
    kept = [(row["answer"], row["steps"], row["took_s"], row["comment"]) for row in rows]
    assert kept == [(2, 5, 31.5, "Å, ä, ö – 😀"), (-1, 5, None, "")]


async def test_the_texts_stand_in_the_order_of_the_pair(house: House, asa: Client) -> None:
    shown: list[tuple[str, str]] = []
    for _ in range(15):
        pair = (await asa.next()).body
        shown.append((pair["first"], pair["second"]))
        await asa.decide(pair["pair"], 1)
    async with house.database("judging").session() as sql:
        rows = await sql.fetch("select first, second from pair order by seq")
    assert shown == [(text(row["first"]), text(row["second"])) for row in rows]
    assert {row["first"] < row["second"] for row in rows} == {True, False}


async def test_asking_again_hands_out_the_same_pair(asa: Client, bo: Client) -> None:
    first = await asa.next()
    again = await asa.next()
    assert again.body["pair"] == first.body["pair"]
    assert again.body["first"] == first.body["first"]
    assert (await bo.next()).body["pair"] != first.body["pair"]


async def test_the_same_decision_again_is_no_error_and_another_one_changes_nothing(
    asa: Client,
) -> None:
    pair = (await asa.next()).body["pair"]
    assert (await asa.decide(pair, 1)).type == "recorded"
    same = await asa.decide(pair, 1)
    assert (same.status, same.body) == (200, {"type": "recorded_before", "answer": 1, "same": True})
    other = await asa.decide(pair, -1)
    assert other.status == 409
    assert other.body == {"type": "recorded_before", "answer": 1, "same": False}
    assert (await asa.session()).body["decided"] == 1


async def test_a_flagged_pair_is_left_for_another(asa: Client) -> None:
    pair = (await asa.next()).body["pair"]
    flagged = await asa.flag(pair, "problem_file", which="first", comment="only half of it")
    assert (flagged.status, flagged.body) == (200, {"type": "flagged"})
    again = await asa.flag(pair, "problem_file")
    assert (again.status, again.body) == (404, {"type": "not_your_pair"})
    assert (await asa.decide(pair, 1)).status == 404
    assert (await asa.next()).body["pair"] != pair


async def test_a_judge_says_afterwards_why_and_takes_on_more(
    house: House, http: httpx.AsyncClient
) -> None:
    asa = Client(http, await enrol(house, "Åsa", quota=2))
    left = (await asa.next()).body["pair"]
    path = f"/api/v1/judging/pairs/{left}/flag"
    worry = {"why": "worrying", "which": "first", "comment": "Read this."}
    assert (await asa.ask("PUT", path, worry)).body == {"type": "not_your_pair"}
    await asa.flag(left)
    assert (await asa.ask("PUT", path, worry)).body == {"type": "flagged"}
    pair = (await asa.next()).body["pair"]
    assert (await asa.decide(pair, 1, comment="so", about="second")).type == "recorded"
    [made] = (await asa.decisions()).body["items"]
    assert made["about"] == "second"
    await asa.decide((await asa.next()).body["pair"], 1)
    assert (await asa.next()).type == "quota_reached"
    more = await asa.ask("POST", "/api/v1/judging/more")
    assert (more.status, more.body) == (200, {"type": "more_asked", "quota": 12})
    assert (await asa.next()).type == "pair_to_judge"


async def test_a_decision_taken_back_twice_is_taken_back_once(asa: Client) -> None:
    for _ in range(3):
        await asa.decide((await asa.next()).body["pair"], 1)
    back = await asa.undo(3)
    assert (back.status, back.body) == (200, {"type": "taken_back", "decisions": 1})
    again = await asa.undo(3)
    assert (again.status, again.body) == (409, {"type": "count_differs", "decided": 2})
    assert (await asa.session()).body["decided"] == 2
    assert (await asa.undo(2, count=2)).body["decisions"] == 2
    assert (await asa.session()).body["decided"] == 0


async def test_an_answer_that_the_question_does_not_have_is_refused(
    house: House, http: httpx.AsyncClient
) -> None:
    three = UUID(int=8)
    await open_batch(house, batch=three, rules=Rules(steps=3))
    cecilia = Client(http, await enrol(house, "Cecilia", batch=three))
    assert (await cecilia.session()).body["steps"] == 3
    pair = (await cecilia.next()).body["pair"]
    for wrong in (2, -2):
        refused = await cecilia.decide(pair, wrong)
        assert refused.status == 422
        assert refused.body == {"type": "no_such_answer", "allowed": [-1, 0, 1]}
    assert (await cecilia.decide(pair, 0)).type == "recorded"


async def test_judging_that_has_ended_says_so_and_keeps_what_comes(
    house: House, asa: Client
) -> None:
    pair = (await asa.next()).body["pair"]
    await judgings_of(house).close(BATCH, "by the teacher")
    ended = await asa.next()
    assert (ended.status, ended.body) == (200, {"type": "closed", "why": "by the teacher"})
    assert (await asa.session()).body["closed"] == "by the teacher"
    assert (await asa.decide(pair, 1)).type == "recorded"


async def test_a_decision_does_not_wait_for_those_who_wait_for_a_pair(
    house: House, http: httpx.AsyncClient, asa: Client, address: Address
) -> None:
    """However many they are, they do not use up the connections to the database."""
    pair = (await asa.next()).body["pair"]
    waiting = [Client(http, await enrol(house, f"judge {n}")) for n in range(20)]
    other = await address.connect()
    try:
        async with asyncio.timeout(LONG_S):
            await other.execute(LOCK, f"{BATCH}")
            asking = [asyncio.create_task(judge.next()) for judge in waiting]
            while not await other.fetchval(WAITS):
                await asyncio.sleep(0.01)
            assert (await asa.decide(pair, 1)).type == "recorded"
            assert (await asa.session()).body["decided"] == 1
            assert not any(task.done() for task in asking)
            await other.execute(UNLOCK, f"{BATCH}")
            assert {answer.type for answer in await asyncio.gather(*asking)} == {"pair_to_judge"}
    finally:
        await other.close()


async def test_who_may_see_nothing_is_told_so(house: House, http: httpx.AsyncClient) -> None:
    all_but_one = [UUID(int=BATCH.int * 10_000 + number) for number in range(5)]
    parent = Client(http, await enrol(house, "a parent", barred=all_but_one))
    nothing = await parent.next()
    assert (nothing.status, nothing.body) == (200, {"type": "no_pair_left"})


async def test_judgements_that_others_are_making_are_not_handed_out(
    house: House, http: httpx.AsyncClient
) -> None:
    few = UUID(int=9)
    await open_batch(house, batch=few, rules=Rules(judgements=1))
    ada = Client(http, await enrol(house, "Ada", batch=few))
    bea = Client(http, await enrol(house, "Bea", batch=few))
    assert (await ada.next()).type == "pair_to_judge"
    waiting = await bea.next()
    assert (waiting.status, waiting.body) == (200, {"type": "no_pair_now"})


async def test_another_judges_pair_is_out_of_reach(asa: Client, bo: Client) -> None:
    theirs = (await bo.next()).body["pair"]
    for answer in (
        await asa.decide(theirs, 1),
        await asa.flag(theirs),
        await asa.decide(f"{uuid4()}", 1),
    ):
        assert (answer.status, answer.body) == (404, {"type": "not_your_pair"})
    assert (await bo.decide(theirs, 1)).type == "recorded"


async def test_a_judge_of_the_same_name_in_another_batch_is_another_judge(
    house: House, http: httpx.AsyncClient, asa: Client
) -> None:
    elsewhere = UUID(int=10)
    await open_batch(house, batch=elsewhere)
    namesake = Client(http, await enrol(house, "Åsa", batch=elsewhere))
    pair = (await asa.next()).body["pair"]
    assert (await namesake.decide(pair, 1)).type == "not_your_pair"
    assert (await namesake.flag(pair)).type == "not_your_pair"
    assert (await asa.decide(pair, 1)).type == "recorded"
    assert (await namesake.session()).body["decided"] == 0


async def test_the_pair_after_the_one_in_hand_is_there_while_that_is_read(asa: Client) -> None:
    first = (await asa.next()).body["pair"]
    after = await asa.next(first)
    assert after.type == "pair_to_judge"
    assert after.body["pair"] != first
    assert {after.body["first"], after.body["second"]} < TEXTS
    assert (await asa.next(first)).body["pair"] == after.body["pair"]
    await asa.decide(first, 1)
    assert (await asa.next()).body["pair"] == after.body["pair"]


async def test_earlier_decisions_are_looked_at_and_changed(asa: Client, bo: Client) -> None:
    shown: list[dict[str, str]] = []
    for number in range(3):
        shown.append((await asa.next()).body)
        await asa.decide(shown[-1]["pair"], 1, comment=f"{number}")
    part = await asa.decisions(limit=2)
    assert (part.status, part.type) == (200, "decisions_made")
    assert [each["comment"] for each in part.body["items"]] == ["2", "1"]
    [last] = (await asa.decisions(limit=2, after=part.body["next"])).body["items"]
    assert last["pair"] == shown[0]["pair"]
    assert last["first"] == " ".join(shown[0]["first"].split())[:120]
    assert (last["answer"], last["changed_at"]) == (1, None)
    changed = await asa.change(last["pair"], -2)
    assert (changed.status, changed.body) == (200, {"type": "changed"})
    again = await asa.change(last["pair"], -2)
    assert again.body == {"type": "recorded_before", "answer": -2, "same": True}
    now = (await asa.decisions()).body["items"][-1]
    assert (now["answer"], now["comment"]) == (-2, "0")
    assert now["changed_at"]
    theirs = await bo.change(last["pair"], 1)
    assert (theirs.status, theirs.body) == (404, {"type": "no_decision"})
    assert (await bo.decisions()).body["items"] == []
    assert (await asa.decisions(after="odd")).body["errors"][0]["field"] == "after"


async def test_a_comment_is_kept_while_it_is_written(asa: Client, bo: Client) -> None:
    pair = (await asa.next()).body["pair"]
    assert (await asa.draft()).body["pair"] is None
    kept = await asa.keep_draft(pair, "Å, sé")
    assert (kept.status, kept.type) == (200, "comment_draft")
    assert (await asa.draft()).body == kept.body
    assert (await bo.draft()).body["comment"] == ""
    assert (await bo.keep_draft(pair, "x")).status == 404
    await asa.decide(pair, 1, comment="Å, sé")
    assert (await asa.draft()).body["comment"] == ""


async def test_essays_that_join_later_are_shown(house: House, asa: Client) -> None:
    await asa.decide((await asa.next()).body["pair"], 1)
    await open_batch(house, 9)
    seen: set[str] = set()
    for _ in range(20):
        pair = await asa.next()
        seen |= {pair.body["first"], pair.body["second"]}
        await asa.decide(pair.body["pair"], 1)
    assert {text(number) for number in range(9)} <= seen


async def test_a_key_opens_one_session_and_a_new_key_ends_the_old_one(
    house: House, http: httpx.AsyncClient, asa: Client, anybody: Callable[[str | None], Client]
) -> None:
    assert (await anybody(NOBODY).session()).body == {"type": "unknown_key"}
    renewed = await judgings_of(house).enrol(BATCH, "Åsa", Kind.PERSON, renew=True)
    assert isinstance(renewed, Enrolled)
    assert (await asa.next()).status == 401
    assert (await Client(http, renewed.key).session()).body["judge"] == "Åsa"


async def test_no_name_of_a_pupil_or_a_file_goes_out(asa: Client) -> None:
    said = [await asa.session()]
    for _ in range(15):
        said.append(await asa.next())
        said.append(await asa.decide(said[-1].body["pair"], 1))
    for answer in said:
        assert "Hemlig" not in f"{answer.body}{answer.headers}"
