"""A batch over the API, from its making to its end; others never learn of it."""

from uuid import uuid4

import pytest
from tests.gateway.api.v1.conftest import Opened, TeachersProgram

BATCH = {"title": "En utmaning", "language": "sv"}


async def made(program: TeachersProgram, **more: object) -> dict[str, object]:
    answer = await program.post("/batches", {**BATCH, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_token_says_whose_it_is(program: Opened) -> None:
    ali = await program()
    told = (await ali.get("/me")).json()
    assert told["type"] == "me"
    assert told["email"] == "ali@lund.example"
    assert told["rights"] == ["teacher"]


async def test_a_batch_is_made_once_under_a_name(program: Opened) -> None:
    ali, once = await program(), str(uuid4())
    answers = [await ali.post("/batches", BATCH, once) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["places"] is None
    assert len((await ali.get("/batches")).json()["items"]) == 1
    other = await ali.post("/batches", {**BATCH, "title": "Another"}, once)
    assert other.status_code == 422
    assert other.json()["type"].endswith("other_request")


async def test_a_list_is_read_part_by_part_and_nothing_twice(program: Opened) -> None:
    ali = await program()
    ids = [(await made(ali, title=f"{number}"))["id"] for number in range(5)]
    found: list[object] = []
    after = ""
    while True:
        part = (await ali.get("/batches", limit=2, after=after)).json()
        found += [each["id"] for each in part["items"]]
        if len(found) == 2:  # one more comes meanwhile
            ids.append((await made(ali, title="5"))["id"])
        if part["next"] is None:
            break
        after = part["next"]
    assert found == ids
    assert (await ali.get("/batches", after="odd")).status_code == 422
    assert (await ali.get("/batches", limit=201)).status_code == 422
    assert (await ali.get("/batches", odd=1)).status_code == 422


async def test_what_changed_meanwhile_is_not_overwritten(program: Opened) -> None:
    ali = await program()
    path = f"/batches/{(await made(ali))['id']}"
    seen = (await ali.get(path)).headers["etag"]
    assert (await ali.patch(path, {"title": "x"})).status_code == 428
    first = await ali.patch(path, {"title": "First"}, seen)
    assert first.status_code == 200
    assert first.json()["title"] == "First"
    second = await ali.patch(path, {"title": "Second"}, seen)
    assert second.status_code == 412
    assert second.json()["now"]["title"] == "First"
    again = await ali.patch(path, {"archived": True}, first.headers["etag"])
    assert again.json()["archived"] is True


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "a\0b"}, "title"),
        ({"title": "x", "places": 0}, "places"),
        ({"title": "x", "due": "2026-01-01T10:00:00"}, "due"),
        ({"title": "x", "odd": 1}, None),
        ({"title": "x", "llm": True}, "llm"),
        ({"title": "x", "scale": "A-F", "anchors": {"Anna.docx": "G"}}, "anchors"),
        ({}, "title"),
    ],
)
async def test_what_is_wrong_is_told_by_its_field(
    program: Opened, body: object, field: str | None
) -> None:
    ali = await program()
    answer = await ali.post("/batches", body)
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json().get("errors", [])] == ([field] if field else [])


async def test_acts_on_a_batch(program: Opened) -> None:
    ali = await program()
    path = f"/batches/{(await made(ali, places=2))['id']}"
    for act, body in [
        ("places", {"count": 3}),
        ("end-intake", None),
        ("retry", None),
        ("close", None),
    ]:
        answer = await ali.post(f"{path}/{act}", body)
        assert answer.status_code == 202, act
        assert answer.json()["type"] == "will_be_done"
    assert (await ali.get(f"{path}/files")).json() == {"type": "files", "items": [], "next": None}


async def test_anothers_batch_is_like_one_that_never_was(program: Opened) -> None:
    ali, bo = await program(), await program("bo@lund.example")
    theirs = f"/batches/{(await made(ali))['id']}"
    never = f"/batches/{uuid4()}"
    for path in (theirs, never):
        told = [
            await bo.get(path),
            await bo.get(f"{path}/files"),
            await bo.patch(path, {"title": "mine"}, '"x"'),
            await bo.post(f"{path}/close"),
            await bo.post(f"{path}/places", {"count": 1}),
        ]
        assert {answer.status_code for answer in told} == {404}
        assert {answer.json()["type"] for answer in told} == {"urn:problem-type:huleedu:not_there"}
    assert (await bo.get("/batches")).json()["items"] == []


async def test_a_batch_is_deleted_by_putting_it_away_as_it_was_seen(program: Opened) -> None:
    ali, bo = await program(), await program("bo@lund.example")
    batch = await ali.made("/batches", {"title": "9B", "places": 3})
    at = f"/batches/{batch}"
    seen = (await ali.get(at)).headers["etag"]
    assert (await ali.delete(at)).status_code == 428
    assert (await bo.delete(at, seen)).status_code == 404
    stale = await ali.delete(at, '"other"')
    assert (stale.status_code, stale.json()["now"]["title"]) == (412, "9B")
    gone = await ali.delete(at, seen)
    assert (gone.status_code, gone.json()["archived"]) == (200, True)
    assert (await ali.get(at)).json()["archived"], "nothing of it is erased"
    again = await ali.delete(at, gone.headers["etag"])
    assert (again.status_code, again.json()["archived"]) == (200, True)
    back = await ali.patch(at, {"archived": False}, again.headers["etag"])
    assert back.json()["archived"] is False
