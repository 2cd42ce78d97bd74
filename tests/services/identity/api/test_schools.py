"""Operators make schools and pause them; whoever is paused loses nothing."""

from datetime import date, timedelta
from uuid import UUID, uuid4

from tests.services.identity.persons import (
    BEGINNING,
    GOOD,
    HERE,
    NOW,
    SEALS,
    ali,
    code,
    karin,
    known,
    later,
    signed_in,
    somebody,
    with_app,
)

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.database import Database
from huleedu.services.identity import api

NORTH = api.Beginning(
    school_name="Norra skolan",
    language="sv",
    name="Eva Ek",
    email="eva@norra.example",
    password=GOOD,
)


async def made(tables: Database, who: api.SignedIn, name: str = "Norra skolan") -> str:
    """The secret of a new school's first link."""
    school = await api.make_school(tables, who, name, "sv", NOW)
    assert isinstance(school, api.LinkMade)
    return school.secret


async def north(tables: Database, who: api.SignedIn) -> tuple[UUID, api.SignedIn]:
    """A second school, and its administrator, signed in with a code app."""
    link = await made(tables, who)
    begun = await api.start(tables, link, NORTH, HERE, NOW)
    assert isinstance(begun, api.SignedInWith)
    must = await api.session_of(tables, begun.token, NOW)
    assert isinstance(must, api.MustEnrol)
    _, factor = await with_app(tables, must)
    eva = await known(tables, factor.token)
    return eva.school, eva


async def test_a_school_is_made_and_begun_by_its_link(tables: Database, identity: Database) -> None:
    operator = await karin(identity)
    link = await made(tables, operator)
    offered = await api.start_offered(identity, link, later(days=6))
    assert isinstance(offered, api.StartOffered)
    assert (offered.school_name, offered.language) == ("Norra skolan", "sv")
    assert offered.school != OWN_SCHOOL
    begun = await api.start(identity, link, NORTH, HERE, later(days=6))
    assert isinstance(begun, api.SignedInWith)
    who = await api.session_of(identity, begun.token, later(days=6))
    assert isinstance(who, api.MustEnrol)
    assert who.who.school == offered.school
    assert who.who.rights == {"administrator", "teacher"}, "the installation is not theirs"
    assert await api.start(identity, link, NORTH, HERE, NOW) == api.LinkUsed()
    schools = await api.schools_of(tables, operator)
    assert not isinstance(schools, api.MayNot)
    assert [(each.name, each.people, each.begun) for each in schools] == [
        ("Lundaskolan", 1, True),
        ("Norra skolan", 1, True),
    ]


async def test_the_same_name_makes_no_second_school(tables: Database) -> None:
    operator = await karin(tables)
    await made(tables, operator)
    for name, problem in (("norra  Skolan ", "school_name.taken"), (" ", "school_name.missing")):
        refused = await api.make_school(tables, operator, name, "sv", NOW)
        assert refused == api.FormRefused((api.FieldProblem("school_name", problem),))


async def test_a_link_that_was_lost_is_made_anew_until_the_school_is_begun(
    tables: Database,
) -> None:
    operator = await karin(tables)
    older = await made(tables, operator)
    schools = await api.schools_of(tables, operator)
    assert not isinstance(schools, api.MayNot)
    school = next(each.id for each in schools if not each.begun)
    newer = await api.make_first_link(tables, operator, school, NOW)
    assert isinstance(newer, api.LinkMade)
    assert await api.start_offered(tables, older, NOW) == api.LinkEnded()
    assert isinstance(await api.start(tables, newer.secret, NORTH, HERE, NOW), api.SignedInWith)
    again = await api.make_first_link(tables, operator, school, NOW)
    assert again == api.HasAdministrator()
    assert await api.make_first_link(tables, operator, uuid4(), NOW) == api.NoSuchSchool()


async def test_nobody_else_looks_after_schools(tables: Database) -> None:
    operator = await karin(tables)
    school, eva = await north(tables, operator)
    for who in (eva, await ali(tables)):
        assert await api.schools_of(tables, who) == api.MayNot()
        assert await api.make_school(tables, who, "Södra", "sv", NOW) == api.MayNot()
        assert await api.make_first_link(tables, who, school, NOW) == api.MayNot()
        assert await api.pause_school(tables, who, OWN_SCHOOL, NOW) == api.MayNot()
        assert await api.go_on(tables, who, school, NOW) == api.MayNot()


async def test_nobody_of_a_paused_school_comes_in_and_nothing_of_it_is_lost(
    tables: Database, identity: Database
) -> None:
    operator = await karin(tables)
    school, eva = await north(tables, operator)
    await somebody(tables, "per@norra.example", school=school)
    session = await signed_in(identity, "per@norra.example")
    per = await known(identity, session.token)
    ends_on = date(2026, 12, 24)
    token = await api.make_token(identity, per, "script", ["read"], ends_on, NOW)
    invited = await api.invite(identity, eva, "bo@norra.example", ["teacher"], NOW)
    reset = await api.make_reset_link(identity, eva, per.person, NOW)
    ticket = await api.sign_in(identity, eva.email, GOOD, HERE, NOW)
    assert isinstance(token, api.TokenMade)
    assert isinstance(invited, api.LinkMade)
    assert isinstance(reset, api.LinkMade)
    assert isinstance(ticket, api.SecondFactorWanted)

    assert await api.pause_school(tables, operator, school, NOW) == api.Done()
    paused = api.SchoolPaused("Norra skolan")
    assert await api.session_of(identity, session.token, NOW) == paused
    assert await api.token_of(identity, token.secret, NOW) == paused
    assert await api.sign_in(identity, "per@norra.example", GOOD, HERE, NOW) == paused
    wrong = await api.sign_in(identity, "per@norra.example", "not that one", HERE, NOW)
    assert wrong == api.WrongCredentials(), "who does not know the password is told nothing"
    second = await api.second_factor(identity, SEALS, ticket.ticket, code("A" * 32, NOW), HERE, NOW)
    assert second == paused
    assert await api.invitation(identity, invited.secret, NOW) == api.LinkEnded()
    assert await api.reset_link_wrong(identity, reset.secret, NOW) == api.LinkEnded()
    assert await api.paused_schools(tables) == {school}
    assert isinstance(await api.session_of(identity, "none", NOW), api.NoSession)

    assert await api.go_on(tables, operator, school, later(hours=1)) == api.Done()
    assert await known(identity, session.token, later(hours=1)) == per
    assert isinstance(await api.token_of(identity, token.secret, NOW), api.TokenOf)
    assert isinstance(await api.invitation(identity, invited.secret, NOW), api.Invitation)
    assert await api.paused_schools(tables) == frozenset()


async def test_one_address_in_two_schools_comes_to_the_one_that_is_open(
    tables: Database, identity: Database
) -> None:
    operator = await karin(tables)
    school, _ = await north(tables, operator)
    await somebody(tables, "per@lund.example", school=school)
    await somebody(tables, "per@lund.example", now=later(seconds=1))
    older = await known(identity, (await signed_in(identity, "per@lund.example")).token)
    assert older.school == school
    await api.pause_school(tables, operator, school, NOW)
    newer = await known(identity, (await signed_in(identity, "per@lund.example")).token)
    assert newer.school == OWN_SCHOOL


async def test_one_s_own_school_is_not_paused(tables: Database) -> None:
    operator = await karin(tables)
    assert await api.pause_school(tables, operator, OWN_SCHOOL, NOW) == api.OwnSchool()
    assert await api.pause_school(tables, operator, uuid4(), NOW) == api.NoSuchSchool()
    assert await api.go_on(tables, operator, uuid4(), NOW) == api.NoSuchSchool()


async def test_what_an_operator_did_stands_in_both_audits_once(tables: Database) -> None:
    operator = await karin(tables)
    school, eva = await north(tables, operator)
    for _ in range(2):
        await api.pause_school(tables, operator, school, NOW)
    for _ in range(2):
        await api.go_on(tables, operator, school, NOW + timedelta(minutes=1))
    kinds = {"school_made", "school_paused", "school_goes_on"}
    for who, name in ((operator, BEGINNING.name), (eva, "")):
        entries = await api.audit_of(tables, who)
        assert not isinstance(entries, api.MayNot)
        about = [each for each in entries if each.what in kinds]
        assert [each.what for each in about] == ["school_goes_on", "school_paused", "school_made"]
        assert {each.person_name for each in about} == {name}
