"""A program asks for a file, sees how far it is, and fetches it; as pages let people do."""

from base64 import b64encode
from uuid import UUID, uuid4

import pytest
from tests.gateway.api.v1.conftest import Opened, TeachersProgram
from tests.gateway.api.v1.full import Everything, everything

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.gateway.exports.asking import AT_ONCE
from huleedu.services.results.api import grades
from huleedu.wiring.program import House

GRADEBOOK = "Student,ID,Section,Min sommar (1),Quiz (2)\r\n    Points Possible,,,10,5\r\n{}"


@pytest.fixture
async def ali(program: Opened) -> TeachersProgram:
    return await program()


@pytest.fixture
async def there(ali: TeachersProgram) -> Everything:
    return await everything(ali)


async def decide(house: House, there: Everything, grade: str = "F") -> None:
    await grades.decide(
        house.database("results"),
        house.contents,
        UUID(there["batch"]),
        OWN_SCHOOL,
        grades.Grader(None, "Karin"),
        [grades.Decide(essay=UUID(there["essay"]), grade=grade)],
        house.clock(),
        act=uuid4(),
    )


def in_base64(text: str) -> str:
    return b64encode(text.encode()).decode()


async def test_a_file_is_asked_for_once_made_and_fetched(
    ali: TeachersProgram, there: Everything, house: House
) -> None:
    at, once = f"/batches/{there['batch']}/exports", str(uuid4())
    first = await ali.post(at, {"profile": "csv-sv", "language": "sv"}, once)
    again = await ali.post(at, {"profile": "csv-sv", "language": "sv"}, once)
    assert first.status_code == again.status_code == 202
    assert first.json() == again.json()
    told = first.json()
    assert (told["type"], told["state"]) == ("export_under_way", "wanted")
    where = f"/exports/{told['id']}"
    early = await ali.get(f"{where}/content")
    assert (early.status_code, early.json()["type"]) == (202, "export_under_way")
    await house.start(["exports"])
    made = await ali.until(where, lambda found: found["state"] == "made")
    assert made["name"] == "Min sommar - tabell för Excel.csv"
    got = await ali.get(f"{where}/content")
    assert got.status_code == 200
    assert got.text.startswith("\ufefffile;state;")
    assert "Anna Ek" in got.text
    assert len(got.content) == made["size_bytes"] == int(got.headers["content-length"])
    async with house.database("identity").session() as sql:
        rows = await sql.fetch("select what from audit where what ~ 'export' order by id")
    assert [row["what"] for row in rows][-1] == "export_fetched"
    async with house.database("exports").session() as sql:
        await sql.execute("update export set state = 'gone'")
    gone = await ali.get(f"{where}/content")
    assert gone.status_code == 410
    assert gone.json()["type"].endswith("export_gone")


async def test_a_platforms_file_is_filled_in_and_its_column_told_or_asked_for(
    ali: TeachersProgram, there: Everything, house: House
) -> None:
    at = f"/batches/{there['batch']}/exports"
    refused = await ali.post(at, {"profile": "canvas"})
    assert refused.status_code == 409
    assert "No grade has been decided yet" in refused.json()["detail"]
    await decide(house, there)
    await house.start(["exports"])
    book = GRADEBOOK.format('"Ek, Anna",7,9B,,\r\n')
    body = {"profile": "canvas", "file": in_base64(book), "file_name": "g.csv"}
    told = (await ali.post(at, body)).json()
    await ali.until(f"/exports/{told['id']}", lambda found: found["state"] == "made")
    got = await ali.get(f"/exports/{told['id']}/content")
    assert got.content.decode() == book.replace("9B,,", "9B,F,")
    told = (await ali.post(at, body | {"column": "Quiz (2)"})).json()
    assert told["state"] == "wanted", "what is told counts more than the title"
    none = await ali.post(at, body | {"column": "Course total"})
    assert (none.status_code, none.json()["errors"][0]["field"]) == (422, "column")
    other = body | {"file": in_base64(book.replace("Min sommar", "Essay"))}
    asks = (await ali.post(at, other)).json()
    assert (asks["state"], asks["columns"]) == ("asks", ["Essay (1)", "Quiz (2)"])
    early = await ali.get(f"/exports/{asks['id']}/content")
    assert early.status_code == 409
    for column, status in (("Course total", 422), ("Quiz (2)", 200), ("Essay (1)", 422)):
        answer = await ali.post(f"/exports/{asks['id']}/column", {"column": column})
        assert answer.status_code == status, column
    made = await ali.until(f"/exports/{asks['id']}", lambda found: found["state"] == "made")
    assert (made["filled"], made["missing"]) == (1, [])
    got = await ali.get(f"/exports/{asks['id']}/content")
    assert got.content.decode().endswith("9B,,F\r\n")
    direct = (await ali.post(at, other | {"column": "Essay (1)"})).json()
    assert direct["state"] == "wanted"
    wrong = await ali.post(at, body | {"file": in_base64("nothing")})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "file")


async def test_no_more_are_made_at_once_than_some(ali: TeachersProgram, there: Everything) -> None:
    at = f"/batches/{there['batch']}/exports"
    answers = [await ali.post(at, {"profile": "csv"}) for _ in range(AT_ONCE)]
    assert answers[-1].status_code == 429
    assert answers[-1].headers["retry-after"] == "5"


async def test_a_blind_batch_offers_codes_alone(ali: TeachersProgram, house: House) -> None:
    there = await everything(ali, names=("Anna Ek", "Dag Öst"), blind=True)
    await house.start(["exports"])
    at = f"/batches/{there['batch']}/exports"
    for profile in ("record", "canvas", "oneroster"):
        refused = await ali.post(at, {"profile": profile})
        assert refused.status_code == 409
    told = (await ali.post(at, {"profile": "xlsx"})).json()
    made = await ali.until(f"/exports/{told['id']}", lambda found: found["state"] == "made")
    assert "Anna" not in str(made)
