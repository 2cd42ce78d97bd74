"""Feedback over the API: written beside others, given in one act, taken back in one."""

from typing import Any
from uuid import uuid4

import pytest
from tests.gateway.api.v1.conftest import Opened, TeachersProgram
from tests.gateway.api.v1.full import Everything, everything

WORDS = "You tell it so that one is there."
NAMES = ("Anna Ek", "Ola By")


@pytest.fixture
async def ali(program: Opened) -> TeachersProgram:
    return await program()


async def matched(ali: TeachersProgram, batch: str, count: int) -> None:
    """Until it is known whose each text is."""
    await ali.until(
        f"/batches/{batch}/essays",
        lambda told: sum(one["pupil_sure"] for one in told["items"]) == count,
    )


@pytest.fixture
async def there(ali: TeachersProgram) -> Everything:
    there = await everything(ali, names=NAMES)
    await matched(ali, there["batch"], len(NAMES))
    return there


async def write(
    ali: TeachersProgram, essay: str, words: str = WORDS, *, ready: bool = False
) -> dict[str, Any]:
    """Write what is said here to the essay's pupil."""
    at = f"/essays/{essay}/feedback"
    seen = await ali.get(at)
    body = {"words": words, "shows": ["misspellings", "program"], "ready": ready}
    done = await ali.put(at, body, seen.headers["etag"])
    assert done.status_code == 200, done.text
    return done.json()


async def test_what_the_pupil_will_see_is_told_exactly(
    ali: TeachersProgram, there: Everything
) -> None:
    first = (await ali.get(f"/essays/{there['essay']}/feedback")).json()
    assert (first["state"], first["revision"], first["words"]) == ("draft", 0, "")
    told = await write(ali, there["essay"], ready=True)
    sees = told["pupil_sees"]
    assert (sees["name"], sees["words"], sees["task"]) == ("Anna Ek", WORDS, "Min sommar")
    assert "badade nästan varje dag" in str(sees["written"])
    assert (sees["measures"], sees["place"], sees["grade"]) == ({}, None, "")
    assert "Ola" not in str(sees), "nothing of others"
    assert (told["state"], told["again"], told["given_at"]) == ("ready", False, None)


async def test_who_saw_an_older_state_is_told_the_present_one(
    ali: TeachersProgram, there: Everything
) -> None:
    at = f"/essays/{there['essay']}/feedback"
    old = (await ali.get(at)).headers["etag"]
    await write(ali, there["essay"])
    body: dict[str, object] = {"words": "Mine.", "shows": list[str]()}
    refused = await ali.put(at, body, old)
    assert refused.status_code == 412
    assert refused.json()["now"]["words"] == WORDS
    assert (await ali.http.put(f"/api/v1{at}", json=body)).status_code == 428
    nothing = await ali.put(
        at, {"words": " ", "shows": [], "ready": True}, (await ali.get(at)).headers["etag"]
    )
    assert nothing.status_code == 422
    assert nothing.json()["errors"][0]["field"] == "words"


async def test_all_that_are_ready_are_given_once_and_taken_back(
    ali: TeachersProgram, there: Everything
) -> None:
    batch = f"/batches/{there['batch']}"
    one, other = [e["id"] for e in (await ali.get(f"{batch}/essays")).json()["items"]]
    await write(ali, one, ready=True)
    await write(ali, other, "A draft.")
    once = str(uuid4())
    done = (await ali.post(f"{batch}/feedback/give", {}, once)).json()
    assert done == {"type": "feedback_given", "given": [one], "had": [], "left": []}
    assert (await ali.post(f"{batch}/feedback/give", {}, once)).json() == done
    again = (await ali.post(f"{batch}/feedback/give", {"essays": [one, other]})).json()
    assert (again["given"], again["had"], again["left"]) == ([], [one], [other])
    listed = (await ali.get(f"{batch}/feedback")).json()["items"]
    assert [(line["pupil"], line["state"]) for line in listed] == [
        ("Anna Ek", "given"),
        ("Ola By", "draft"),
    ]
    await write(ali, one, "Otherwise.")
    assert (await ali.get(f"/essays/{one}/feedback")).json()["again"] is True
    gone = (await ali.post(f"{batch}/feedback/withdraw", {})).json()
    assert gone == {"type": "feedback_withdrawn", "essays": [one]}
    assert (await ali.post(f"{batch}/feedback/withdraw", {})).json()["essays"] == []


async def test_while_names_are_hidden_nothing_is_given(ali: TeachersProgram) -> None:
    there = await everything(ali, names=NAMES, blind=True)
    batch = f"/batches/{there['batch']}"
    told = await write(ali, there["essay"], ready=True)
    sees = told["pupil_sees"]
    assert len(str(sees["name"])) == 3
    assert "Anna" not in str(told)
    refused = await ali.post(f"{batch}/feedback/give", {})
    assert refused.status_code == 403
    assert refused.json()["type"].endswith("names_hidden")
    await ali.post(f"{batch}/reveal")
    given = (await ali.post(f"{batch}/feedback/give", {})).json()
    assert given["given"] == [there["essay"]]
