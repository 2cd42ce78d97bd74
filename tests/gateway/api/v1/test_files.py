"""Files over the API: sent, looked at, saved, replaced, taken back."""

import re
from uuid import uuid4

from tests.gateway.api.v1.conftest import Opened, TeachersProgram
from tests.gateway.api.v1.full import text

from huleedu.gateway.api.v1.table import API
from huleedu.wiring.program import House

EMPTY = b"   "


async def sent(ali: TeachersProgram, *files: tuple[str, bytes]) -> tuple[str, list[str]]:
    batch = await ali.made("/batches", {"title": "Min sommar", "places": 1})
    taken = await ali.send(f"/batches/{batch}/files", *files)
    assert taken.status_code == 202, taken.text
    ids = taken.json()["files"]
    for id_ in ids:
        await ali.until(f"/files/{id_}", lambda told: told.get("state") not in (None, "waiting"))
    return batch, ids


async def test_files_are_sent_in_one_request_and_again_are_the_same(program: Opened) -> None:
    ali = await program()
    files = [("Åsa.txt", text("Åsa")), ("Bo.txt", text("Bo"))]
    batch, ids = await sent(ali, *files)
    again = await ali.send(f"/batches/{batch}/files", *files)
    assert again.json()["files"] == ids
    listed = (await ali.get(f"/batches/{batch}/files")).json()["items"]
    assert [each["name"] for each in listed] == ["Åsa.txt", "Bo.txt"]
    assert sorted(each["state"] for each in listed) == ["assigned", "left_over"]
    [over] = [each for each in listed if each["state"] == "left_over"]
    assert {"place", "look", "remove"} <= {*over["remedies"]}
    assert over["sentence"]
    first = (await ali.get(f"/batches/{batch}/files", limit=1)).json()
    rest = (await ali.get(f"/batches/{batch}/files", after=first["next"])).json()
    assert [*first["items"], *rest["items"]] == listed
    none = await ali.http.post(f"/api/v1/batches/{batch}/files", content=b"no form")
    assert (none.status_code, none.json()["type"][-7:]) == (422, "no_file")


async def test_the_original_is_saved_and_never_shown(program: Opened) -> None:
    ali = await program()
    _, [file] = await sent(ali, ("Åsa.txt", text("Åsa")))
    answer = await ali.get(f"/files/{file}/original")
    assert answer.content == text("Åsa")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''%C3%85sa.txt"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


async def test_a_refused_file_is_replaced_or_taken_back(program: Opened) -> None:
    ali = await program()
    batch, [refused, other] = await sent(ali, ("Åsa.txt", EMPTY), ("Bo.txt", EMPTY + b" "))
    replaced = await ali.send(f"/files/{refused}/replace", ("new.txt", text("Åsa")))
    assert replaced.status_code == 202, replaced.text
    [new] = replaced.json()["files"]
    await ali.until(f"/files/{new}", lambda told: told.get("state") == "assigned")
    two = [("a.txt", b"a"), ("b.txt", b"b")]
    assert (await ali.send(f"/files/{other}/replace", *two)).status_code == 422
    seen = await ali.get(f"/files/{new}")
    part = await ali.delete(f"/files/{new}", seen.headers["etag"])
    assert (part.status_code, part.json()["type"][-10:]) == (409, "takes_part")
    assert (await ali.delete(f"/files/{other}", '"old"')).status_code == 412
    seen = await ali.get(f"/files/{other}")
    assert (await ali.delete(f"/files/{other}", seen.headers["etag"])).status_code == 202
    await ali.until(f"/files/{other}", lambda told: told["state"] == "withdrawn")
    assert (await ali.delete(f"/files/{other}", seen.headers["etag"])).status_code == 202
    listed = (await ali.get(f"/batches/{batch}/files")).json()["items"]
    assert [each["id"] for each in listed] == [new]


async def test_a_file_that_has_its_place_is_replaced_once(program: Opened) -> None:
    ali = await program()
    batch, [old] = await sent(ali, ("Åsa.txt", text("Åsa")))
    new = ""
    for _ in range(2):
        replaced = await ali.send(f"/files/{old}/replace", ("new.txt", text("Åsa Ek")))
        assert replaced.status_code == 202, replaced.text
        [new] = replaced.json()["files"]
        await ali.until(f"/files/{new}", lambda told: told.get("state") == "assigned")
    listed = (await ali.get(f"/batches/{batch}/files")).json()["items"]
    assert [(each["id"], each["name"]) for each in listed] == [(new, "Åsa.txt")]
    other = await ali.send(f"/files/{old}/replace", ("new.txt", text("Bo")))
    assert (other.status_code, other.json()["type"][-12:]) == (409, "not_replaced")
    audit = await program("eva@lund.example", ("admin",), of=("administrator",))
    noted = (await audit.get("/audit", what="essay_replaced")).json()["items"]
    assert [each["about"] for each in noted] == [old]


async def test_a_file_too_large_for_one_request_is_refused(program: Opened) -> None:
    ali = await program()
    batch = await ali.made("/batches", {"title": "x"})
    headers = {"Content-Length": str(1 << 30), "Content-Type": "multipart/form-data; boundary=x"}
    path = f"/api/v1/batches/{batch}/files"
    assert (await ali.http.post(path, headers=headers, content=b"x")).status_code == 413


async def test_a_content_is_reached_by_no_address_of_its_own(program: Opened, house: House) -> None:
    ali = await program(rights=("read", "write"))
    [kept] = await house.contents.keep([b"A pupil of another school wrote this."])
    for route in API:
        path = re.sub(r"\{\w+\}", kept, route.path)
        if path == route.path:
            continue
        headers = {"Idempotency-Key": str(uuid4()), "If-Match": f'"{kept}"'}
        answer = await ali.http.request(route.method, path, headers=headers)
        assert answer.status_code in (403, 404), route
        assert b"wrote this" not in answer.content, route
