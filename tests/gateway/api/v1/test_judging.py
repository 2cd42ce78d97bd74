"""A batch's judging over the API: set, opened, steered, and told as it is."""

from typing import Any
from uuid import UUID

import pytest
from tests.gateway.api.v1.conftest import Opened, TeachersProgram
from tests.gateway.web.judged import BATCH, essay, essays_in

from huleedu.contracts.judging import Kind
from huleedu.services.judging.api.desk import AssignedPairs
from huleedu.services.judging.api.judgings import Judgings
from huleedu.wiring.judging import desk_of
from huleedu.wiring.program import House

AT = f"/batches/{BATCH}/judging"


@pytest.fixture
async def ali(program: Opened, house: House) -> TeachersProgram:
    """A teacher whose batch has six essays that can be judged."""
    ali = await program()
    await essays_in(house, range(1, 7), owner=ali.person)
    return ali


async def put(ali: TeachersProgram, body: dict[str, Any], seen: str = "") -> Any:
    return await ali.put(AT, body, seen or (await ali.get(AT)).headers["etag"])


async def judged(house: House, name: str, count: int) -> None:
    desk = desk_of(house)
    for _ in range(count):
        found = await desk.next(BATCH, name)
        assert isinstance(found, AssignedPairs)
        await desk.decide(found.pairs[0].pair, name, 1, took_s=30.0, comment="clear")
    await desk.aclose()


async def test_rules_are_set_before_it_is_opened_and_hold(ali: TeachersProgram) -> None:
    before = (await ali.get(AT)).json()
    assert (before["state"], before["essays"], before["steps"]) == ("not_opened", 6, 3)
    body = {
        "criterion": "Which is funnier?",
        "steps": 2,
        "scale": "A-F",
        "known": [{"essay": str(essay(1)), "grade": "B"}],
        "practice": [{"first": str(essay(1)), "second": str(essay(2)), "expected": -1}],
        "judgements": 12,
    }
    told = (await put(ali, body)).json()
    assert (told["state"], told["criterion"], told["judgements"]) == (
        "not_opened",
        "Which is funnier?",
        12,
    )
    opened = (await ali.post(f"{AT}/open")).json()
    assert {**told, "state": "open", "opened_at": opened["opened_at"]} == opened
    assert opened["practice"][0]["first_essay"] == str(essay(1))


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"scale": "A,A"}, "scale"),
        ({"known": [{"essay": str(essay(1)), "grade": "B"}]}, "known"),
        ({"scale": "A-F", "known": [{"essay": str(UUID(int=9)), "grade": "B"}]}, "known"),
        (
            {"practice": [{"first": str(essay(1)), "second": str(essay(1)), "expected": 1}]},
            "practice",
        ),
        (
            {
                "steps": 2,
                "practice": [{"first": str(essay(1)), "second": str(essay(2)), "expected": 0}],
            },
            "practice",
        ),
        ({"until": "2001-01-01T00:00:00Z"}, "until"),
        ({"steps": 4}, "steps"),
        ({"when_late": "never"}, "when_late"),
    ],
)
async def test_what_is_wrong_is_told_by_its_field(
    ali: TeachersProgram, body: dict[str, Any], field: str
) -> None:
    answer = await put(ali, body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].startswith(field)
    assert (await ali.get(AT)).json()["criterion"] != "x"


async def test_who_has_seen_other_rules_changes_nothing(ali: TeachersProgram) -> None:
    seen = (await ali.get(AT)).headers["etag"]
    assert (await put(ali, {"steps": 5}, seen)).status_code == 200
    late = await put(ali, {"steps": 2}, seen)
    assert late.status_code == 412
    assert late.json()["now"]["steps"] == 5
    await ali.post(f"{AT}/open")
    assert (await put(ali, {"steps": 3})).json()["state"] == "open"


async def test_essays_that_come_late_join_by_rule(ali: TeachersProgram, house: House) -> None:
    await ali.post(f"{AT}/open")
    await Judgings(house.database("judging"), house.clock).enrol(BATCH, "Bo", Kind.PERSON)
    await judged(house, "Bo", 1)
    await essays_in(house, [9], owner=ali.person)
    assert (await ali.get(AT)).json()["late"] == 1
    told = (await put(ali, {"when_late": "join"})).json()
    assert (told["when_late"], told["late"], told["essays"]) == ("join", 0, 7)


async def test_it_is_opened_closed_and_more_is_asked_for(
    ali: TeachersProgram, house: House
) -> None:
    for act, body in (("close", None), ("more", {"count": 3}), ("enrolments", {"name": "Bo"})):
        answer = await ali.post(f"{AT}/{act}", body)
        assert (answer.status_code, answer.json()["type"][-10:]) == (409, "not_opened")
    await ali.post(f"{AT}/open")
    await ali.post(f"{AT}/enrolments", {"name": "Bo Lo", "quota": 5})
    await judged(house, "Bo Lo", 3)
    closed = (await ali.post(f"{AT}/close")).json()
    assert (closed["state"], closed["closed_because"]) == ("closed", "closed by hand")
    assert (await ali.post(f"{AT}/more", {"count": 4})).json()["wanted"] == 9
    await essays_in(house, [9], owner=ali.person)
    assert (await ali.get(AT)).json()["late"] == 1
    opened = (await ali.post(f"{AT}/open")).json()
    assert (opened["state"], opened["late"], opened["essays"]) == ("open", 0, 7)
    progress = (await ali.get(f"{AT}/progress")).json()
    assert (progress["decided"], progress["wanted"], progress["typical_error"]) == (3, 9, None)
    [judge] = progress["judges"]
    assert (judge["name"], judge["decided"], judge["quota"], judge["median_s"]) == (
        "Bo Lo",
        3,
        9,
        30.0,
    )


async def test_one_essay_cannot_be_judged(program: Opened, house: House) -> None:
    ali = await program()
    await essays_in(house, [1], owner=ali.person)
    answer = await ali.post(f"{AT}/open")
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("too_few_essays")
