"""`huleedu batch feedback` says and does the same as the pages."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest
from tests.app.models.server import Server
from tests.gateway.drafting.conftest import WORDS, allow, answer
from tests.gateway.feedback.a_class import BATCH, a_class
from tests.program import InThisProcess

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.engines.postgres.database import Address
from huleedu.wiring.program import open_house
from huleedu.wiring.settings import read

OF = str(BATCH)[:13]


@pytest.fixture
async def essays(address: Address) -> list[UUID]:
    async with open_house(address, read({})) as house:
        return await a_class(house, None)


@pytest.mark.usefixtures("essays")
def test_it_is_written_given_and_taken_back(in_this_process: InThisProcess, tmp_path: Path) -> None:
    def run(*said: str) -> str:
        done = in_this_process.run("batch", "feedback", said[0], OF, *said[1:])
        assert done.code == 0, done.err
        return done.out

    assert "nothing yet" in run("show")
    assert run("write", "Anna Åberg", "--words", "Good.") == "Anna Åberg: kept as a draft.\n"
    assert "draft" in run("show")
    assert run("give") == "Nothing is ready that was not given already.\n"
    assert "feedback is ready" in run("write", "anna åberg", "--ready")
    (tmp_path / "bo.txt").write_text("Dear Bo.\n")
    run("write", "Bo Lo", "--file", str(tmp_path / "bo.txt"), "--ready")
    assert run("give", "--by", "Karin Lind") == "The feedback of 2 pupils is given.\n"
    assert "2 PDFs lie in" in run("pdf", "--out", str(tmp_path / "out"))
    assert {each.name for each in (tmp_path / "out").iterdir()} == {"Anna Åberg.pdf", "Bo Lo.pdf"}
    assert run("withdraw", "Bo Lo") == "1 pupil's feedback was taken back.\n"
    assert run("withdraw") == "1 pupil's feedback was taken back.\n"
    assert run("withdraw") == "Nobody has anything to take back.\n"


@pytest.mark.usefixtures("essays")
def test_what_cannot_be_is_told_with_what_to_do(in_this_process: InThisProcess) -> None:
    run = in_this_process.run
    for said, told in (
        (("write", OF, "Nobody", "--words", "x"), "No essay of the batch"),
        (("write", OF, "Anna Åberg"), "--words or --file"),
        (("write", OF, "Anna Åberg", "--ready"), "Nothing is written yet"),
        (("pdf", OF, "--out", "out"), "There is no page to print"),
        (("draft", OF), "does not let you have language models"),
    ):
        done = run("batch", "feedback", *said)
        assert done.code == 2, said
        assert told in done.err
    swedish = run("batch", "feedback", "show", OF, "--lang", "sv")
    assert "inget ännu" in swedish.out


@pytest.fixture
async def model(address: Address) -> AsyncIterator[Server]:
    """The school allows it."""
    server = Server()
    server.talk = lambda _: answer()
    async with open_house(address, read({})) as house:
        await allow(house, OWN_SCHOOL, server.url)
    yield server
    server.close()


@pytest.mark.usefixtures("model")
def test_a_model_drafts_and_every_word_is_told(
    essays: list[UUID], in_this_process: InThisProcess
) -> None:
    done = in_this_process.run("batch", "feedback", "draft", OF)
    assert done.code == 0, done.err
    assert done.out.count(WORDS[:40]) == len(essays)
    assert done.out.count("a program's draft") == len(essays)
    told = in_this_process.run("batch", "feedback", "transcript", OF).out
    assert told.count("<<<text") == len(essays)
    assert "drafted" in told
    assert "Everybody has words" in in_this_process.run("batch", "feedback", "draft", OF).out
