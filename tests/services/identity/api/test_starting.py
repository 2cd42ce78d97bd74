"""The first link makes one administrator, once."""

import asyncio
from dataclasses import replace

import pytest
from tests.services.identity.persons import BEGINNING, HERE, NOW, later, started

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.database import Database
from huleedu.services.identity import api


async def test_the_first_link_makes_the_school_and_its_administrator(
    identity: Database,
) -> None:
    begun = await started(identity)
    assert begun.must_enrol
    who = await api.session_of(identity, begun.token, NOW)
    assert isinstance(who, api.MustEnrol), "an administrator needs a second factor first"
    assert (who.who.school, who.who.school_name) == (OWN_SCHOOL, "Lundaskolan")
    assert who.who.rights == {"administrator", "operator", "teacher"}
    assert await api.first_link(identity, later(days=1)) is None


async def test_a_newer_link_ends_the_older_ones(identity: Database) -> None:
    older, newer = await api.first_link(identity, NOW), await api.first_link(identity, NOW)
    assert older
    assert newer
    assert await api.start(identity, older, BEGINNING, HERE, NOW) == api.LinkEnded()
    assert isinstance(await api.start_offered(identity, newer, NOW), api.StartOffered)


@pytest.mark.parametrize("hours", [24, 48])
async def test_a_link_ends_after_a_day(identity: Database, hours: int) -> None:
    link = await api.first_link(identity, NOW)
    assert link
    assert isinstance(await api.start_offered(identity, link, later(hours=23.9)), api.StartOffered)
    ended = await api.start(identity, link, BEGINNING, HERE, later(hours=hours))
    assert ended == api.LinkEnded()


async def test_a_link_is_used_once(identity: Database) -> None:
    link = await api.first_link(identity, NOW)
    assert link
    others = replace(BEGINNING, email="other@lund.example")
    both = await asyncio.gather(
        api.start(identity, link, BEGINNING, HERE, NOW),
        api.start(identity, link, others, HERE, NOW),
    )
    assert sorted(type(each).__name__ for each in both) == ["LinkUsed", "SignedInWith"]
    assert await api.start(identity, link, BEGINNING, HERE, NOW) == api.LinkUsed()


async def test_a_link_of_nobody_s_is_told_apart(identity: Database) -> None:
    assert await api.start(identity, "made up", BEGINNING, HERE, NOW) == api.NoSuchLink()


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        (replace(BEGINNING, school_name=" "), ["school_name.missing"]),
        (replace(BEGINNING, name=""), ["name.missing"]),
        (replace(BEGINNING, name="a\nb"), ["name.not_one"]),
        (replace(BEGINNING, email=""), ["email.missing"]),
        (replace(BEGINNING, email="karin"), ["email.not_one"]),
        (replace(BEGINNING, password="kort"), ["password.too_short"]),
        (
            replace(BEGINNING, name="", password="lundaskolan 12"),
            ["name.missing", "password.of_names"],
        ),
    ],
)
async def test_what_is_wrong_is_told_and_the_link_goes_on(
    identity: Database, told: api.Beginning, codes: list[str]
) -> None:
    link = await api.first_link(identity, NOW)
    assert link
    refused = await api.start(identity, link, told, HERE, NOW)
    assert isinstance(refused, api.FormRefused)
    assert [problem.code for problem in refused.problems] == codes
    assert isinstance(await api.start_offered(identity, link, NOW), api.StartOffered)
