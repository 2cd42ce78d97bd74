"""Whoever lost all that they sign in with is helped on the machine, and nobody else is touched."""

import re

import pytest
from tests.program import InThisProcess
from tests.services.identity.persons import karin, somebody

from huleedu.engines.postgres.database import Address, PostgresDatabase

EMAIL = "karin.aberg@lund.example"


@pytest.fixture
async def begun(address: Address) -> None:
    database = PostgresDatabase(address, "identity")
    await karin(database)
    await database.aclose()


@pytest.mark.usefixtures("begun")
def test_a_link_is_printed_for_who_has_lost_everything(in_this_process: InThisProcess) -> None:
    ran = in_this_process.run("people", "reset-factor", EMAIL, "--url", "https://skola.example/")
    assert ran.code == 0
    assert re.search(
        r"at Lundaskolan .* https://skola\.example/reset/new\?link=[\w-]{43}$", ran.out
    )


@pytest.mark.usefixtures("begun")
def test_an_address_of_nobody_is_wrong_usage(in_this_process: InThisProcess) -> None:
    ran = in_this_process.run("people", "reset-factor", "nobody@lund.example")
    assert (ran.code, ran.out) == (2, "")
    assert "Nobody has an account" in ran.err


@pytest.fixture
async def staffed(begun: None, address: Address) -> None:
    database = PostgresDatabase(address, "identity")
    await somebody(database)
    await database.aclose()


@pytest.mark.usefixtures("staffed")
def test_what_is_somebodys_is_handed_on_to_who_teaches_there(
    in_this_process: InThisProcess,
) -> None:
    ran = in_this_process.run("people", "hand-on", EMAIL, "ali@lund.example")
    assert (ran.code, ran.out) == (
        0,
        "0 batches and 0 classes of Karin Åberg at Lundaskolan are Ali Berg's now.\n",
    )
    ran = in_this_process.run("people", "hand-on", EMAIL, "administrators")
    assert ran.out.endswith("are the administrators' now.\n")
    for nobody in ("nobody@lund.example", EMAIL):
        ran = in_this_process.run("people", "hand-on", EMAIL, nobody)
        assert (ran.code, ran.out) == (2, "")
        assert "no colleague" in ran.err
    ran = in_this_process.run("people", "hand-on", "nobody@lund.example", EMAIL)
    assert ran.code == 2
