"""A platform's own file is dropped on the page and comes back with the decided grades in it."""

import re
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import httpx
import pytest
from tests.gateway.exports.classroom import NAMES, Classroom, classroom, decide, email_of
from tests.gateway.exports.taking import settled
from tests.gateway.web.conftest import KARIN
from tests.services.identity import persons

from huleedu.gateway.exports import asking
from huleedu.gateway.web.pages import SignedIn
from huleedu.kit.database import Viewer
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]
HEAD = "Student,ID,SIS Login ID,Section,Essay (1),Quiz (2)\r\n    Points Possible,,,,10,5\r\n"
GRADEBOOK = HEAD + "".join(
    f'"{name.split()[1]}, {name.split()[0]}",{number},{email_of(name)},9B,,\r\n'
    for number, name in enumerate(NAMES[:3])
)


@pytest.fixture
async def owner(house: House, signed_in: dict[str, SignedIn]) -> UUID:
    """A teacher whom identity knows."""
    people = house.viewers("identity").of(Viewer(None))
    person = await persons.somebody(people, "karin@lund.example", now=house.clock())
    signed_in["owner"] = replace(KARIN, person=person)
    return person


@pytest.fixture
async def room(house: House, owner: UUID) -> Classroom:
    return await classroom(house, owner, names=NAMES[:4])


async def last(house: House, room: Classroom) -> asking.Export:
    [export, *_] = await asking.exports_of(house.database("exports"), room.batch)
    return await settled(house, export)


def sent(text: str, name: str = "grades.csv") -> dict[str, tuple[str, bytes]]:
    return {"file": (name, text.encode())}


async def test_before_a_grade_is_decided_it_is_said_that_it_would_be_empty(
    room: Classroom, browser: Browser
) -> None:
    client, at = browser("owner"), f"/batches/{room.batch}/exports"
    page = (await client.get(at)).text
    assert page.count("No grade has been decided yet: this would be empty.") == 5
    assert 'value="canvas"' not in page
    asked = await client.post(at, data={"profile": "canvas"})
    assert asked.headers["location"] == at
    assert "Nothing was made. No grade has been decided yet" in (await client.get(at)).text


async def test_canvas_own_file_comes_back_filled_in_once_its_column_is_chosen(
    room: Classroom, browser: Browser, house: House
) -> None:
    await decide(house, room, {NAMES[0]: "F", NAMES[1]: "–", NAMES[3]: "F"})
    client, at = browser("owner"), f"/batches/{room.batch}/exports"
    page = (await client.get(at)).text
    assert 'value="canvas"' in page
    await client.post(at, data={"profile": "canvas"}, files=sent(GRADEBOOK))
    [export] = await asking.exports_of(house.database("exports"), room.batch)
    assert (export.state, export.columns) == ("asks", ("Essay (1)", "Quiz (2)"))
    page = (await client.get(at)).text
    assert "Which column of grades.csv are the grades to go to?" in page
    answer = f"{at}/{export.id}/column"
    assert answer in page
    await client.post(answer, data={"column": "Course total"})
    assert (await last(house, room)).state == "asks", "there is no such column"
    await client.post(answer, data={"column": "Essay (1)"})
    made = await last(house, room)
    got = (await client.get(f"{at}/{made.id}/content")).content.decode()
    rows = GRADEBOOK.splitlines(keepends=True)
    expected = [*rows[:2], rows[2].replace(",,\r", ",F,\r"), rows[3].replace(",,\r", ",–,\r")]
    assert got == "".join([*expected, rows[4]])
    page = (await client.get(at)).text
    assert "2 grades stand in it." in page
    missing = re.search(r"<summary>One pupil&#39;s grade is not in it</summary><p>([^<]+)", page)
    assert missing
    assert missing[1] == NAMES[3]
    assert "One pupil has no decided grade" in page
    assert made.name.endswith("for Canvas.csv")


@pytest.mark.parametrize("profile", ["canvas", "moodle-gradebook", "moodle-worksheet", "oneroster"])
async def test_what_is_no_file_of_theirs_is_said_so_above_its_field(
    profile: str, room: Classroom, browser: Browser, house: House
) -> None:
    await decide(house, room, {NAMES[0]: "F"})
    client, at = browser("owner"), f"/batches/{room.batch}/exports"
    answer = await client.post(at, data={"profile": profile}, files=sent("nothing"))
    assert answer.status_code == 422
    assert "<title>Error: Take the result away" in answer.text
    assert f'href="#file-{profile}"' in answer.text
    assert f'aria-describedby="file-{profile}-wrong"' in answer.text
    assert not await asking.exports_of(house.database("exports"), room.batch)


async def test_a_worksheet_is_wanted_and_nothing_is_made_without(
    room: Classroom, browser: Browser, house: House
) -> None:
    await decide(house, room, {NAMES[0]: "F"})
    at = f"/batches/{room.batch}/exports"
    answer = await browser("owner").post(at, data={"profile": "moodle-worksheet"})
    assert answer.status_code == 422
    assert "Choose the grading worksheet" in answer.text


async def test_without_a_file_the_class_list_tells_who_it_is(
    room: Classroom, browser: Browser, house: House
) -> None:
    await decide(house, room, {NAMES[0]: "F"})
    at = f"/batches/{room.batch}/exports"
    await browser("owner").post(at, data={"profile": "canvas"})
    made = await last(house, room)
    got = (await browser("owner").get(f"{at}/{made.id}/content")).text
    assert got.splitlines()[2] == f"{NAMES[0]},,sis-0,{email_of(NAMES[0])},9B,F"
