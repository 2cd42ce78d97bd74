"""Who judges, over the API: a key is told once, and nothing of anybody is changed in silence."""

import pytest
from tests.gateway.api.v1.conftest import Opened, TeachersProgram
from tests.gateway.api.v1.test_judging import AT, judged
from tests.gateway.web.judged import BATCH, essay, essays_in

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.services.judging.api.desk import Enrolment, KeyHolder
from huleedu.wiring.judging import desk_of
from huleedu.wiring.program import House


@pytest.fixture
async def ali(program: Opened, house: House) -> TeachersProgram:
    """A teacher whose batch is open for judging."""
    ali = await program()
    await essays_in(house, range(1, 7), owner=ali.person)
    await ali.post(f"{AT}/open")
    return ali


async def test_a_key_is_told_once_and_a_new_one_ends_it(ali: TeachersProgram, house: House) -> None:
    once = "00000000-0000-4000-8000-000000000001"
    body = {"name": "Bo  Lo", "email": "bo@lund.example", "quota": 5, "barred": [str(essay(1))]}
    made = (await ali.post(f"{AT}/enrolments", body, once)).json()
    assert (await ali.post(f"{AT}/enrolments", body, once)).json() == {**made, "secret": None}
    desk, at = desk_of(house), f"/enrolments/{made['id']}"
    assert await desk.whose(made["secret"]) == KeyHolder(Enrolment(BATCH, "Bo Lo"), OWN_SCHOOL)
    told = (await ali.get(at)).json()
    assert (told["name"], told["link"], told["barred"]) == ("Bo Lo", "not_opened", body["barred"])
    new = (await ali.post(f"{at}/link")).json()
    assert not isinstance(await desk.whose(made["secret"]), KeyHolder)
    assert await desk.whose(new["secret"]) == KeyHolder(Enrolment(BATCH, "Bo Lo"), OWN_SCHOOL)
    seen = (await ali.get(at)).headers["etag"]
    assert (await ali.delete(at, seen)).json()["link"] == "revoked"
    assert not isinstance(await desk.whose(new["secret"]), KeyHolder)
    [listed] = (await ali.get(f"{AT}/enrolments")).json()["items"]
    assert listed["id"] == made["id"]


async def test_terms_and_what_counts_are_changed_as_they_were_seen(
    ali: TeachersProgram, house: House
) -> None:
    made = (await ali.post(f"{AT}/enrolments", {"name": "Bo Lo", "quota": 5})).json()
    at = f"/enrolments/{made['id']}"
    await judged(house, "Bo Lo", 2)
    seen = (await ali.get(at)).headers["etag"]
    changed = await ali.patch(at, {"no_quota": True, "counts": False}, seen)
    assert (changed.json()["quota"], changed.json()["counts"]) == (None, False)
    assert (await ali.get(f"{AT}/progress")).json()["decided"] == 0
    late = await ali.patch(at, {"counts": True}, seen)
    assert late.status_code == 412
    assert late.json()["now"]["counts"] is False
    back = await ali.patch(at, {"counts": True}, changed.headers["etag"])
    assert back.json()["counts"] is True
    assert (await ali.get(f"{AT}/progress")).json()["decided"] == 2


async def test_answers_are_turned_as_they_were_seen(ali: TeachersProgram, house: House) -> None:
    made = (await ali.post(f"{AT}/enrolments", {"name": "Bo Lo", "quota": 5})).json()
    at = f"/enrolments/{made['id']}"
    await judged(house, "Bo Lo", 2)
    seen = (await ali.get(at)).headers["etag"]
    turned = await ali.patch(at, {"turned": True}, seen)
    assert turned.json()["turned"] == 2
    listed = (await ali.get(f"{AT}/decisions")).json()["items"]
    assert [(one["turned"], one["counts"], one["answer"]) for one in listed] == [
        (True, True, 1)
    ] * 2
    assert (await ali.patch(at, {"turned": False}, seen)).status_code == 412
    back = await ali.patch(at, {"turned": False}, turned.headers["etag"])
    assert back.json()["turned"] == 0


async def test_a_link_without_a_name_gets_one(ali: TeachersProgram) -> None:
    made = (await ali.post(f"{AT}/enrolments", {"quota": 5})).json()
    at = f"/enrolments/{made['id']}"
    seen = await ali.get(at)
    assert (seen.json()["name"], seen.json()["unnamed"]) == ("Judge 1", True)
    await ali.post(f"{AT}/enrolments", {"name": "Bo Lo"})
    wrong = await ali.patch(at, {"name": "BO LO"}, seen.headers["etag"])
    assert wrong.json()["errors"][0]["field"] == "name"
    told = (await ali.patch(at, {"name": "Cia  Dal"}, seen.headers["etag"])).json()
    assert (told["id"], told["name"], told["unnamed"]) == (made["id"], "Cia Dal", False)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "Åsa Ek"}, "name"),
        ({"name": "Bo", "barred": ["00000000-0000-0000-0000-000000000009"]}, "barred"),
        ({"name": "Bo", "ends_at": "2001-01-01T00:00:00Z"}, "ends_at"),
        ({"name": "Bo", "quota": 0}, "quota"),
    ],
)
async def test_what_is_wrong_is_told_by_its_field(
    ali: TeachersProgram, body: dict[str, object], field: str
) -> None:
    await ali.post(f"{AT}/enrolments", {"name": "Åsa Ek"})
    answer = await ali.post(f"{AT}/enrolments", body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field
