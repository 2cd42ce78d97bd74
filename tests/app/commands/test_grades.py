"""Grades are decided at the machine, too: shown, decided one or all clear ones, taken back."""

import re

import pytest
from tests.gateway.web.results.judged_class import (
    BATCH,
    NAMES,
    messages,
    rank_again,
    ranking_of,
)
from tests.program import InThisProcess
from tests.services.results.hearing import hear

from huleedu.engines.postgres.database import Address
from huleedu.wiring.program import open_house
from huleedu.wiring.settings import read

LIKELIEST = {each.essay: each.known_grade or each.grade for each in ranking_of().essays}


@pytest.fixture
async def judged(address: Address) -> None:
    """The class, judged, in the database of the command."""
    async with open_house(address, read({})) as house:
        await hear(house.database("results"), *messages())
        await rank_again(house, ranking_of())


@pytest.mark.usefixtures("judged")
def test_a_grade_is_decided_with_its_reason_and_its_history_told(
    in_this_process: InThisProcess,
) -> None:
    run, batch = in_this_process.run, str(BATCH)[:12]
    shown = run("batch", "grades", "show", batch).out
    assert "0 of 30 grades are decided" in shown
    assert all(name in shown for name in NAMES)
    wanted = run("batch", "grades", "decide", batch, NAMES[0], "F")
    assert wanted.code == 2
    assert "say why with --reason" in wanted.err
    done = run("batch", "grades", "decide", batch, NAMES[0], "F", "--reason", "not there")
    assert "1 grade is decided." in done.out
    assert "not there" in run("batch", "grades", "show", batch).out
    run("batch", "grades", "decide", batch, NAMES[0], "")
    told = run("batch", "grades", "history", batch, NAMES[0]).out.splitlines()
    assert [line.split()[2] for line in told[1:]] == ["undecided", "F"]
    assert "At the machine: not there" in told[2]
    for wrong in ((NAMES[0], "G", "--reason", "x"), ("Nobody", "A"), (NAMES[0],), ()):
        assert run("batch", "grades", "decide", batch, *wrong).code == 2, wrong


@pytest.mark.usefixtures("judged")
def test_all_clear_ones_are_decided_and_taken_back_at_once(in_this_process: InThisProcess) -> None:
    run, batch = in_this_process.run, str(BATCH)
    done = run("batch", "grades", "decide", batch, "--clear").out
    assert "7 grades are decided." in done
    act = re.search(r"--take-back (\S+)", done)
    assert act
    assert "7 of 30 grades are decided" in run("batch", "grades", "show", batch).out
    back = run("batch", "grades", "decide", batch, "--take-back", act[1])
    assert "7 grades are as they were before" in back.out
    assert run("batch", "grades", "decide", batch, "--take-back", act[1]).code == 2
    assert run("batch", "grades", "decide", batch, "--take-back", "x").code == 2
