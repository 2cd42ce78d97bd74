"""One's own tokens: none makes more than it is, and each can be ended."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from tests.gateway.api.v1.conftest import Opened

TODAY = datetime.now(UTC).date()
NEW = {"name": "timetable", "rights": ["read"], "ends_on": str(TODAY + timedelta(days=9))}


async def test_a_token_makes_one_that_is_no_more_than_itself(program: Opened) -> None:
    ali, once = await program(), str(uuid4())
    made = await ali.post("/tokens", NEW, once)
    assert made.status_code == 200, made.text
    secret = made.json()["secret"]
    again = await ali.post("/tokens", NEW, once)
    assert again.json() == {**made.json(), "secret": None}, "told once"
    ali.http.headers["Authorization"] = f"Bearer {secret}"
    assert (await ali.get("/me")).status_code == 200
    assert (await ali.post("/tokens", NEW)).status_code == 403, "it may only read"
    listed = (await ali.get("/tokens")).json()
    assert [each["name"] for each in listed["items"]] == ["a program", "timetable"]
    assert listed["items"][1]["rights"] == ["read"]
    assert secret not in f"{listed}"


async def test_nobody_gives_what_they_have_not(program: Opened) -> None:
    ali = await program()
    far = str(TODAY + timedelta(days=40))
    for wrong, field in (
        ({"rights": ["read", "admin"]}, "rights"),
        ({"rights": ["judge-admin"]}, "rights"),
        ({"ends_on": far}, "ends_on"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
        ({"name": "  "}, "name"),
    ):
        answer = await ali.post("/tokens", {**NEW, **wrong})
        assert answer.status_code == 422, wrong
        assert {each["field"] for each in answer.json()["errors"]} == {field}


async def test_a_token_is_ended(program: Opened) -> None:
    ali, bo = await program(), await program("bo@lund.example")
    [own] = (await ali.get("/tokens")).json()["items"]
    assert (await bo.delete(f"/tokens/{own['id']}")).status_code == 404
    ended = await ali.delete(f"/tokens/{own['id']}")
    assert ended.json() == {"type": "token_ended", "token": own["id"]}
    assert (await ali.get("/me")).status_code == 401
    assert (await bo.get("/me")).status_code == 200
