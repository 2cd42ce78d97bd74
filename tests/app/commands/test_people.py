"""Whoever lost all that they sign in with is helped on the machine, and nobody else is touched."""

import re

import pytest
from tests.program import InThisProcess
from tests.services.identity.persons import karin

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
