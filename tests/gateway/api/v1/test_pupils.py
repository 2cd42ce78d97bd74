"""Pupils over the API: two who change one at once, and nothing is overwritten in silence."""

import asyncio
from uuid import uuid4

from tests.gateway.api.v1.conftest import Opened

ANNA = {"name": "Anna Åberg", "email": "anna@x.se", "groups": ["9B"], "ids": ["u1"]}


async def test_a_pupil_is_added_once_changed_and_removed(program: Opened) -> None:
    ali, once = await program(), str(uuid4())
    class_ = await ali.made("/classes", {"name": "9B"})
    path = f"/classes/{class_}/pupils"
    added = [(await ali.post(path, {**ANNA, "no_models": True}, once)).json() for _ in range(2)]
    assert added[0] == added[1]
    assert added[0]["class"] == class_
    pupil = f"/pupils/{added[0]['id']}"
    seen = await ali.get(pupil)
    assert seen.json() == added[0]
    assert seen.json()["no_models"] is True
    changed = await ali.patch(pupil, {"called": "Anna"}, seen.headers["etag"])
    assert changed.json() == {**added[0], "called": "Anna"}
    stale = await ali.patch(pupil, {"called": "Ann"}, seen.headers["etag"])
    assert (stale.status_code, stale.json()["now"]) == (412, changed.json())
    assert (await ali.delete(pupil, seen.headers["etag"])).status_code == 412
    gone = await ali.delete(pupil, changed.headers["etag"])
    assert gone.json()["type"] == "pupil_removed"
    assert (await ali.get(pupil)).status_code == 404
    assert (await ali.get(path)).json()["items"] == []


async def test_of_many_who_change_a_pupil_at_once_one_does(program: Opened) -> None:
    ali = await program()
    class_ = await ali.made("/classes", {"name": "9B"})
    pupil = f"/pupils/{await ali.made(f'/classes/{class_}/pupils', ANNA)}"
    seen = (await ali.get(pupil)).headers["etag"]
    answers = await asyncio.gather(*(ali.patch(pupil, {"called": f"{n}"}, seen) for n in range(8)))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200, *[412] * 7]
    [done] = [answer for answer in answers if answer.status_code == 200]
    assert (await ali.get(pupil)).json() == done.json()


async def test_pupils_are_listed_part_by_part_though_one_goes(program: Opened) -> None:
    ali = await program()
    class_ = await ali.made("/classes", {"name": "9B"})
    path = f"/classes/{class_}/pupils"
    ids = [await ali.made(path, {"name": name}) for name in ("Bo", "anna", "Cia", "Dan")]
    first = (await ali.get(path, limit=2)).json()
    assert [each["name"] for each in first["items"]] == ["anna", "Bo"]
    await ali.delete(f"/pupils/{ids[0]}", (await ali.get(f"/pupils/{ids[0]}")).headers["etag"])
    rest = (await ali.get(path, after=first["next"])).json()
    assert [each["name"] for each in rest["items"]] == ["Cia", "Dan"]
    assert rest["next"] is None
