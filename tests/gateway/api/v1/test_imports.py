"""A class list is shown as what it would change, and taken in as it was shown, or not at all."""

from base64 import b64encode

import pytest
from tests.gateway.api.v1.conftest import Opened, TeachersProgram

ROWS = [["Namn", "E-post"], ["Anna Ek", "a@x.se"], ["Bo Lo", "nowhere"], ["Cia Ny", "c@x.se"]]


@pytest.fixture
async def ali(program: Opened) -> TeachersProgram:
    return await program()


@pytest.fixture
async def class_(ali: TeachersProgram) -> str:
    return f"/classes/{await ali.made('/classes', {'name': '9B'})}"


async def test_a_list_is_shown_put_right_and_taken_in(ali: TeachersProgram, class_: str) -> None:
    shown = await ali.post(f"{class_}/imports", {"rows": ROWS})
    told = shown.json()
    assert told["type"] == "import"
    assert [each["means"] for each in told["columns"]] == ["full", "email"]
    assert [each["name"] for each in told["new"]] == ["Anna Ek", "Cia Ny"]
    [wrong] = told["wrong"]
    assert (wrong["row"], wrong["column"], wrong["code"]) == (2, 1, "not_an_address")
    assert wrong["sentence"]
    assert (await ali.get(f"{class_}/pupils")).json()["items"] == [], "nothing is done yet"
    path = f"/imports/{told['id']}"
    right = {"cells": [{"row": 2, "column": 1, "text": "b@x.se"}]}
    changed = await ali.patch(path, right, shown.headers["etag"])
    assert changed.json()["wrong"] == []
    stale = {"Idempotency-Key": told["id"], "If-Match": shown.headers["etag"]}
    refused = await ali.http.post(f"/api/v1{path}/confirm", headers=stale)
    assert (refused.status_code, refused.json()["now"]) == (412, changed.json())
    headers = {"Idempotency-Key": class_[9:], "If-Match": changed.headers["etag"]}
    answers = [await ali.http.post(f"/api/v1{path}/confirm", headers=headers) for _ in range(2)]
    assert [each.json() for each in answers] == [
        {"type": "taken_in", "pupils": 3, "removed": 0}
    ] * 2
    names = [each["name"] for each in (await ali.get(f"{class_}/pupils")).json()["items"]]
    assert names == ["Anna Ek", "Bo Lo", "Cia Ny"]
    assert (await ali.get(path)).status_code == 404


async def test_a_class_that_changed_meanwhile_takes_nothing_in(
    ali: TeachersProgram, class_: str
) -> None:
    file = b64encode("Namn;E-post\nAnna Ek;a@x.se".encode("cp1252")).decode()
    shown = await ali.post(f"{class_}/imports", {"file": file})
    await ali.made(f"{class_}/pupils", {"name": "Anna Ek"})
    headers = {"Idempotency-Key": shown.json()["id"], "If-Match": shown.headers["etag"]}
    path = f"/imports/{shown.json()['id']}"
    refused = await ali.http.post(f"/api/v1{path}/confirm", headers=headers)
    assert refused.status_code == 412
    assert [each["after"]["email"] for each in refused.json()["now"]["changed"]] == ["a@x.se"]
    assert len((await ali.get(f"{class_}/pupils")).json()["items"]) == 1
    assert (await ali.delete(path)).json() == {"type": "thrown_away"}
    assert (await ali.get(path)).status_code == 404


async def test_who_is_gone_from_the_list_stays_unless_ticked(
    ali: TeachersProgram, class_: str
) -> None:
    old = await ali.made(f"{class_}/pupils", {"name": "Old Boy"})
    shown = await ali.post(f"{class_}/imports", {"rows": [["Anna Ek"]]})
    assert shown.json()["gone"] == [{"pupil": old, "name": "Old Boy", "removed": False}]
    path = f"/imports/{shown.json()['id']}"
    ticked = await ali.patch(path, {"remove": [old]}, shown.headers["etag"])
    assert ticked.json()["gone"][0]["removed"] is True
    headers = {"Idempotency-Key": old, "If-Match": ticked.headers["etag"]}
    done = await ali.http.post(f"/api/v1{path}/confirm", headers=headers)
    assert done.json()["removed"] == 1


async def test_what_cannot_be_read_is_refused_in_words(ali: TeachersProgram, class_: str) -> None:
    pdf = b64encode(b"%PDF-1.7 nothing").decode()
    for body, field in (
        ({}, "file"),
        ({"file": pdf, "rows": ROWS}, "file"),
        ({"file": pdf}, "file"),
        ({"file": "no base64!"}, "file"),
        ({"rows": [[" "]]}, "rows"),
    ):
        answer = await ali.post(f"{class_}/imports", body)
        assert answer.status_code == 422, body
        assert [each["field"] for each in answer.json()["errors"]] == [field]
    large = b64encode(b"a;b\n" * 280_000).decode()
    assert (await ali.post(f"{class_}/imports", {"file": large})).status_code == 422
    huge = await ali.post(f"{class_}/imports", {"file": "A" * 3_000_000})
    assert huge.status_code == 413
