"""Who leaves is taken away when it is said who has what was theirs; nobody else may say it."""

import re
from uuid import UUID

import httpx
from tests.gateway.web.test_home import registered
from tests.gateway.web.visiting import begun, invited, visiting

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.wiring.program import House


async def place_of(admin: httpx.AsyncClient, name: str) -> str:
    people = await admin.get("/school/people")
    [path] = re.findall(rf'<a href="(/school/people/[0-9a-f-]+)">{name}</a>', people.text)
    return path


def id_in(path: str) -> str:
    return path.rpartition("/")[2]


async def test_a_teachers_things_are_handed_on_and_back_and_they_leave(house: House) -> None:
    async with visiting(house) as admin, visiting(house) as client:
        await begun(house, admin)
        await invited(house, admin, client)
        ali, karin = await place_of(admin, "Ali Berg"), await place_of(admin, "Karin Lind")
        assert ">Hand it on<" not in (await admin.get(ali)).text, "there is nothing yet"
        await registered(house, "Ett val", school=OWN_SCHOOL, owner=UUID(id_in(ali)))
        await client.post("/classes", data={"name": "9B", "year": "2026"})
        shown = (await admin.get(ali)).text
        assert "1 batch · 1 class" in shown
        assert (await client.post(f"{karin}/hand-on", data={"to": id_in(ali)})).status_code == 403
        for nobody in ("", "x", id_in(ali), str(UUID(int=9))):
            refused = await admin.post(f"{ali}/hand-on", data={"to": nobody})
            assert refused.status_code == 409
            assert "Choose who is to have it" in refused.text
        done = await admin.post(f"{ali}/hand-on", data={"to": id_in(karin)})
        assert "1 batch and 1 class are Karin Lind" in done.text
        await house.catch_up()
        assert ">Hand it on<" not in (await admin.get(ali)).text
        undo = {
            name: re.findall(rf'name="{name}" value="([^"]+)"', done.text)[0]
            for name in ("batches", "classes")
        }
        back = await admin.post(f"{karin}/hand-on", data={"to": id_in(ali), **undo})
        assert "Ali Berg" in back.text
        await house.catch_up()
        gone = await admin.post(f"{ali}/remove", data={"typed": "Ali Berg"})
        assert gone.status_code == 409
        assert "Choose who has what is Ali Berg" in gone.text
        gone = await admin.post(f"{ali}/remove", data={"typed": "Ali Berg", "to": id_in(karin)})
        assert "Ali Berg can no longer sign in" in gone.text
        await house.catch_up()
        assert "1 batch · 1 class" in (await admin.get(karin)).text


async def test_what_is_left_to_the_administrators_is_seen_by_them(house: House) -> None:
    async with visiting(house) as admin, visiting(house) as client:
        await begun(house, admin)
        await invited(house, admin, client)
        ali = await place_of(admin, "Ali Berg")
        await registered(house, "Ett val", school=OWN_SCHOOL, owner=UUID(id_in(ali)))
        assert "Ett val" not in (await admin.get("/")).text
        told = {"typed": "Ali Berg", "to": "administrators"}
        assert (await admin.post(f"{ali}/remove", data=told)).status_code == 200
        await house.catch_up()
        assert "Ett val" in (await admin.get("/")).text
