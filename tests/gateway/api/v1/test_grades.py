"""Grades over the API: one or many, as they were seen, with who, when and why, and taken back."""

from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from tests.gateway.api.v1.conftest import Opened, TeachersProgram
from tests.gateway.web.results.judged_class import BATCH, essay_of, messages, rank_again, ranking_of
from tests.services.results.hearing import hear

from huleedu.contracts.batches import BatchRegistered, BatchShared
from huleedu.wiring.program import House

AT = f"/batches/{BATCH}/grades"
LIKELIEST = {each.essay: each.known_grade or each.grade for each in ranking_of().essays}
ANNA, BO = str(essay_of(0)), str(essay_of(1))


@pytest.fixture
async def ali(program: Opened, house: House) -> TeachersProgram:
    """A teacher whose class is judged."""
    one = await program()
    told = messages()
    assert isinstance(told[0], BatchRegistered)
    told[0] = msgspec.structs.replace(told[0], owner=one.person)
    await hear(house.database("results"), *told)
    await rank_again(house, ranking_of())
    return one


def other_than(essay: str) -> str:
    return "D" if LIKELIEST[essay] != "D" else "E"


async def test_a_grade_is_decided_as_it_was_seen(ali: TeachersProgram) -> None:
    before = await ali.get(f"/essays/{ANNA}/grade")
    told = before.json()
    assert (told["grade"], told["likeliest"], told["decisions"]) == ("", LIKELIEST[ANNA], [])
    assert told["may_be"] == ["A", "B", "C", "D", "E", "F", "–"]
    path, wanted = f"/essays/{ANNA}/grade", {"grade": LIKELIEST[ANNA]}
    assert (await ali.put(path, wanted, "")).status_code == 428
    decided = await ali.put(path, wanted, before.headers["etag"])
    assert decided.status_code == 200, decided.text
    [only] = decided.json()["decisions"]
    assert (only["grade"], only["by"], only["likeliest"]) == (
        LIKELIEST[ANNA],
        str(ali.person),
        LIKELIEST[ANNA],
    )
    stale = await ali.put(path, {"grade": "–", "reason": "x"}, before.headers["etag"])
    assert stale.status_code == 412
    assert stale.json()["now"]["grade"] == LIKELIEST[ANNA]
    again = await ali.put(path, {"grade": "–", "reason": "later"}, decided.headers["etag"])
    assert [each["grade"] for each in again.json()["decisions"]] == ["–", LIKELIEST[ANNA]]
    undone = await ali.put(path, {"grade": ""}, again.headers["etag"])
    assert undone.json()["grade"] == ""


async def test_another_than_the_likeliest_wants_a_reason_and_no_grade_is_made_up(
    ali: TeachersProgram,
) -> None:
    path = f"/essays/{ANNA}/grade"
    etag = (await ali.get(path)).headers["etag"]
    refused = await ali.put(path, {"grade": other_than(ANNA)}, etag)
    assert refused.status_code == 422
    assert refused.json()["type"].endswith("reason_wanted")
    for body, field in (
        ({"grade": "G", "reason": "x"}, "grade"),
        ({"grade": "B", "reason": "x" * 501}, "reason"),
        ({"grade": "B", "more": 1}, None),
    ):
        wrong = await ali.put(path, body, etag)
        assert wrong.status_code == 422, body
        if field:
            assert wrong.json()["errors"][0]["field"] == field
    assert (await ali.get(path)).json()["decisions"] == []


async def test_many_are_decided_at_once_and_taken_back_at_once(ali: TeachersProgram) -> None:
    wanted = [{"essay": essay, "grade": LIKELIEST[essay], "seen": 0} for essay in (ANNA, BO)]
    once = str(uuid4())
    told = (await ali.post(AT, {"grades": wanted}, once)).json()
    assert (told["type"], set(told["essays"])) == ("grades_decided", {ANNA, BO})
    assert (await ali.post(AT, {"grades": wanted}, once)).json() == told
    await ali.post(AT, {"grades": [{"essay": BO, "grade": "–", "reason": "ill", "seen": 1}]})
    stale = await ali.post(AT, {"grades": [{"essay": BO, "grade": "F", "reason": "x", "seen": 1}]})
    assert stale.status_code == 412
    [now] = stale.json()["now"]
    assert (now["essay"], now["grade"], now["last"]["number"]) == (BO, "–", 2)
    back = (await ali.post(f"{AT}/take-back", {"act": told["act"]})).json()
    assert back["essays"] == [ANNA], "what was decided since is left alone"
    nothing = (await ali.post(f"{AT}/take-back", {"act": told["act"]})).json()
    assert nothing["essays"] == []
    items = (await ali.get(AT)).json()["items"]
    assert {each["essay"]: each["grade"] for each in items if each["last"]} == {ANNA: "", BO: "–"}


async def test_all_of_them_or_none(ali: TeachersProgram) -> None:
    good = {"essay": ANNA, "grade": LIKELIEST[ANNA]}
    bad: list[dict[str, Any]] = [
        {"essay": BO, "grade": other_than(BO)},
        {"essay": str(uuid4()), "grade": "A"},
        {"essay": BO, "grade": "G"},
    ]
    for other in bad:
        assert (await ali.post(AT, {"grades": [good, other]})).status_code == 422
    assert not any(each["last"] for each in (await ali.get(AT)).json()["items"])


async def test_grades_come_by_place_in_parts(ali: TeachersProgram) -> None:
    first = (await ali.get(AT, limit=20)).json()
    rest = (await ali.get(AT, limit=20, after=first["next"])).json()
    assert rest["next"] is None
    assert [each["essay"] for each in first["items"] + rest["items"]] == [
        str(essay_of(at)) for at in range(30)
    ]


async def test_who_looks_decides_nothing(
    ali: TeachersProgram, program: Opened, house: House
) -> None:
    cia = await program("cia@lund.example")
    await hear(house.database("results"), BatchShared(batch=BATCH, person=cia.person, may="look"))
    path = f"/essays/{ANNA}/grade"
    seen = await cia.get(path)
    assert seen.status_code == 200
    assert (await cia.put(path, {"grade": "A"}, seen.headers["etag"])).status_code == 403
    wanted = [{"essay": ANNA, "grade": LIKELIEST[ANNA]}]
    assert (await cia.post(AT, {"grades": wanted})).status_code == 403
    assert (await cia.post(f"{AT}/take-back", {"act": str(UUID(int=3))})).status_code == 403
    assert (await ali.get(path)).json()["decisions"] == []
