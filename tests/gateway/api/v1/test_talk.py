"""The talk list over the API: put there, closed, undone; nobody overwrites another."""

from uuid import uuid4

from tests.gateway.api.v1.conftest import Opened, TeachersProgram
from tests.gateway.api.v1.full import everything

NAMES = ("Anna Ek", "Ola By")


async def listed(program: TeachersProgram, batch: str) -> list[dict[str, object]]:
    answer = await program.get(f"/batches/{batch}/talk")
    assert answer.status_code == 200, answer.text
    assert answer.headers["etag"]
    return answer.json()["items"]


async def test_it_is_put_there_closed_and_undone(program: Opened) -> None:
    ali = await program()
    there = await everything(ali, names=NAMES)
    batch, essay, once = there["batch"], there["essay"], str(uuid4())
    assert await listed(ali, batch) == []
    wanted = {"essay": essay, "line": "Off the task?"}
    first = await ali.post(f"/batches/{batch}/talk", wanted, once)
    assert first.json() | {"essay": ""} == {
        "type": "talked_of", "essay": "", "open": True, "changed": True, "judges": [],
    }  # fmt: skip
    assert (await ali.post(f"/batches/{batch}/talk", wanted, once)).json() == first.json()
    assert (await ali.post(f"/batches/{batch}/talk", wanted)).json()["changed"] is False
    [line] = await listed(ali, batch)
    assert (line["essay"], line["name"], line["open"]) == (essay, "Anna Ek", True)
    [reason] = line["reasons"]  # type: ignore[misc]
    assert (reason["code"], reason["line"]) == ("talk_put", "Off the task?")
    outcome = {"outcome": "stays", "line": "We agree", "present": "Ali, Bo"}
    closed = await ali.post(f"/talk/{essay}/outcome", outcome)
    assert closed.json()["open"] is False
    [line] = await listed(ali, batch)
    assert (line["open"], line["outcome"], line["line"]) == (False, "stays", "We agree")
    late = await ali.post(f"/talk/{essay}/outcome", outcome)
    assert (late.status_code, late.json()["type"][-11:]) == (409, "not_on_list")
    assert (await ali.post(f"/talk/{essay}/undo")).json()["open"] is True
    assert (await ali.post(f"/talk/{essay}/undo")).json()["open"] is False
    assert (await ali.post(f"/talk/{essay}/undo")).json()["changed"] is False
    events = (await ali.get(f"/essays/{essay}/life")).json()["events"]
    assert [each["kind"] for each in events] == ["put", "closed", "undone", "undone"]
    assert events[1]["present"] == "Ali, Bo"


async def test_what_is_wrong_is_said_and_nothing_done(program: Opened) -> None:
    ali = await program()
    there = await everything(ali)
    batch, essay = there["batch"], there["essay"]
    other = await ali.post(f"/batches/{batch}/talk", {"essay": str(uuid4())})
    assert (other.status_code, other.json()["errors"][0]["field"]) == (422, "essay")
    for wrong in ({"outcome": "no"}, {"outcome": "look_again", "more": 21}, {}):
        assert (await ali.post(f"/talk/{essay}/outcome", wrong)).status_code == 422
    assert await listed(ali, batch) == []


async def test_a_blind_list_tells_no_name(program: Opened) -> None:
    ali = await program()
    there = await everything(ali, names=NAMES, blind=True)
    batch, essay = there["batch"], there["essay"]
    await ali.post(f"/batches/{batch}/talk", {"essay": essay, "line": "Anna Ek is brief"})
    for path in (f"/batches/{batch}/talk", f"/essays/{essay}/life"):
        told = (await ali.get(path)).text
        for name in ("Anna", "Ek", "Ola", "By"):
            assert f"{name} " not in told, path
