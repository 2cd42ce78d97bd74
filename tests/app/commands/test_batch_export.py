"""One file in a form that the pages offer, or why there is none."""

import asyncio
import csv
import io
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from tests.program import InThisProcess

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.engines.postgres.database import Address
from huleedu.services.classes.api.proposals import proposals
from huleedu.services.results.api import grades
from huleedu.wiring.program import open_house
from huleedu.wiring.settings import read

GRADEBOOK = "Student,ID,Section,Essay (1),Quiz (2)\n    Points Possible,,,10,5\n{}"
NAMES = ("Anna Ek", "Bo Lo")


@pytest.fixture
def batch(in_this_process: InThisProcess, tmp_path: Path) -> str:
    """A batch of two texts, made by the command line; the beginning of its id."""
    for name in NAMES:
        text = f"{name}\n\nJag minns sommaren då vi byggde en båt vid sjön.\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "class.csv").write_text("name\n" + "\n".join(NAMES), encoding="utf-8")
    files = [f"{name}.txt" for name in NAMES]
    ran = in_this_process.run("assess", *files, "--roster", "class.csv", "--title", "Min sommar")
    assert ran.code == 0, ran.err
    return in_this_process.run("batch", "list").out.split()[0]


def decide(address: Address, batch: str, grade: str) -> None:
    async def work() -> None:
        async with open_house(address, read({})) as house:
            found = await proposals(house.database("classes"), UUID(batch))
            [essay] = [e.id for e in found.sure if e.told and e.told.pupil == NAMES[0]]
            await grades.decide(
                house.database("results"),
                house.contents,
                UUID(batch),
                OWN_SCHOOL,
                grades.Grader(None, "here"),
                [grades.Decide(essay=essay, grade=grade)],
                house.clock(),
                act=uuid4(),
            )

    asyncio.run(work())


def test_each_form_is_written_in_the_words_of_the_pages(
    in_this_process: InThisProcess, batch: str, address: Address, tmp_path: Path
) -> None:
    ran = in_this_process.run("batch", "export", batch[:8], "--as", "canvas")
    assert ran.code == 2
    assert "No grade has been decided yet: this would be empty." in ran.err
    decide(address, batch, "F")
    ran = in_this_process.run("batch", "export", batch[:8], "--as", "csv-sv", "--out", "x")
    assert ran.code == 0, ran.err
    assert ran.out.strip() == str(Path("x") / "Min sommar - table for Excel.csv")
    text = (tmp_path / ran.out.strip()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    assert [row["decided_grade"] for row in rows] == ["F", ""]
    assert [file.name for file in (tmp_path / "x").iterdir()] == [Path(ran.out.strip()).name]
    ran = in_this_process.run("batch", "export", batch[:8], "--as", "record")
    assert ran.code == 0, ran.err
    assert (tmp_path / ran.out.strip()).read_bytes().startswith(b"PK")


def test_a_platforms_file_is_filled_in(
    in_this_process: InThisProcess, batch: str, address: Address, tmp_path: Path
) -> None:
    decide(address, batch, "F")
    book = GRADEBOOK.format('"Ek, Anna",7,9B,,\n')
    (tmp_path / "g.csv").write_text(book, encoding="utf-8")
    asked = ("batch", "export", batch[:8], "--as", "canvas", "--file", "g.csv")
    ran = in_this_process.run(*asked)
    assert ran.code == 2
    assert "--column 'Essay (1)' or --column 'Quiz (2)'" in ran.err
    ran = in_this_process.run(*asked, "--column", "Course total")
    assert (ran.code, "no such column" in ran.err) == (2, True)
    ran = in_this_process.run(*asked, "--column", "Quiz (2)")
    assert ran.code == 0, ran.err
    path, filled, undecided = ran.out.splitlines()
    assert filled == "One grade stands in it."
    assert undecided == "One pupil has no decided grade: Bo Lo"
    assert (tmp_path / path).read_text(encoding="utf-8") == book.replace("9B,,", "9B,,F")
    (tmp_path / "g.csv").write_text("nothing", encoding="utf-8")
    assert "no gradebook of Canvas" in in_this_process.run(*asked).err


def test_the_folder_of_results_has_decided_grades_too(
    in_this_process: InThisProcess, batch: str, address: Address, tmp_path: Path
) -> None:
    decide(address, batch, "–")
    assert in_this_process.run("batch", "export", batch[:8], "--out", "all").code == 0
    text = (tmp_path / "all" / "results.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["decided_grade"] for row in rows] == ["–", ""]
