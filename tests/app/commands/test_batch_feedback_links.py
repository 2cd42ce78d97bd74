"""`huleedu batch feedback links` tells pupils' links once, and ends them."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from tests.app.commands.test_batch_feedback import OF, essays
from tests.gateway.web.test_feedback_links import allow
from tests.program import InThisProcess

from huleedu.engines.postgres.database import Address
from huleedu.wiring.program import open_house
from huleedu.wiring.settings import read

__all__ = ["essays"]


@pytest.fixture
async def allowed(address: Address, essays: list[UUID]) -> None:
    """The school lets pupils have links."""
    assert essays
    async with open_house(address, read({})) as house:
        await allow(house)


def given(in_this_process: InThisProcess) -> None:
    for name in ("Anna Åberg", "Bo Lo"):
        said = ("write", OF, name, "--words", "Good.", "--ready")
        assert in_this_process.run("batch", "feedback", *said).code == 0
    in_this_process.run("batch", "feedback", "give", OF)


@pytest.mark.usefixtures("allowed")
def test_links_are_made_renewed_and_ended(in_this_process: InThisProcess) -> None:
    def run(*said: str, code: int = 0) -> str:
        done = in_this_process.run("batch", "feedback", said[0], OF, *said[1:])
        assert done.code == code, (done.out, done.err)
        return done.out if code == 0 else done.err

    assert "Nobody has anything" in run("links", code=2)
    given(in_this_process)
    day = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    lines = run("links", "--until", day, "--site", "https://skola.example/").splitlines()
    assert [line.split("\t")[0] for line in lines] == ["Anna Åberg", "Bo Lo"]
    assert all("\thttps://skola.example/mine#" in line for line in lines)
    [again] = run("links", "Bo Lo").splitlines()
    assert again.startswith("Bo Lo\t/mine#")
    assert again.partition("#")[2] not in "".join(lines)
    assert run("end-links", "Bo Lo") == "1 link was ended.\n"
    assert run("end-links") == "1 link was ended.\n"
    assert run("end-links") == "0 links were ended.\n"
    assert "still to come" in run("links", "--until", "2001-01-01", code=2)


@pytest.mark.usefixtures("essays")
def test_without_the_schools_word_there_are_none(in_this_process: InThisProcess) -> None:
    given(in_this_process)
    done = in_this_process.run("batch", "feedback", "links", OF)
    assert done.code == 2
    assert "Links for pupils are off" in done.err
