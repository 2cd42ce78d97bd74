"""Classes over the API: made once, changed as they were seen, put away and never gone."""

from uuid import uuid4

from tests.gateway.api.v1.conftest import Opened

NEW = {"name": "9B", "year": "2026/27"}


async def test_a_class_is_made_once_under_a_name(program: Opened) -> None:
    ali, once = await program(), str(uuid4())
    made = [(await ali.post("/classes", NEW, once)).json() for _ in range(2)]
    assert made[0] == made[1]
    assert (made[0]["name"], made[0]["year"], made[0]["pupils"]) == ("9B", "2026/27", 0)
    await ali.made("/classes", {"name": " 8  A "})
    listed = (await ali.get("/classes")).json()["items"]
    assert [each["name"] for each in listed] == ["8 A", "9B"]


async def test_a_class_is_changed_as_it_was_seen(program: Opened) -> None:
    ali = await program()
    path = f"/classes/{await ali.made('/classes', NEW)}"
    seen = (await ali.get(path)).headers["etag"]
    changed = await ali.patch(path, {"name": "9C"}, seen)
    assert (changed.json()["name"], changed.json()["year"]) == ("9C", "2026/27")
    stale = await ali.patch(path, {"name": "9D"}, seen)
    assert (stale.status_code, stale.json()["now"]["name"]) == (412, "9C")
    away = await ali.delete(path, changed.headers["etag"])
    assert away.json()["archived"] is True
    back = await ali.patch(path, {"archived": False}, away.headers["etag"])
    assert back.json()["archived"] is False
    assert (await ali.delete(path, seen)).status_code == 412
    assert (await ali.patch(path, {"name": "\n"}, back.headers["etag"])).status_code == 422
