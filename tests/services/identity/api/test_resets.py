"""A new password: the same answer to all who ask, a link for an hour, and no way round a factor."""

import asyncio

from tests.services.identity.persons import (
    GOOD,
    HERE,
    NOW,
    ali,
    karin,
    later,
    signed_in,
    somebody,
    with_app,
)

from huleedu.kit.database import Database
from huleedu.services.identity import api

NEW = "another one entirely"


async def link_for(identity: Database, admin: api.SignedIn, who: api.SignedIn) -> str:
    link = await api.make_reset_link(identity, admin, who.person, NOW)
    assert isinstance(link, api.LinkMade)
    return link.secret


async def test_asking_gets_one_answer_and_one_note_whoever_asks(
    identity: Database, tables: Database
) -> None:
    await somebody(identity)
    for count, email in enumerate(("ali@lund.example", "nobody@lund.example", "x"), 1):
        assert await api.ask_reset(identity, email, HERE, NOW) == api.ResetAsked()
        async with tables.session() as sql:
            assert await sql.fetchval("select count(*) from audit") == count
    async with tables.session() as sql:
        assert await sql.fetchval("select reset_asked_at from person") == NOW
    for _ in range(9):
        await api.ask_reset(identity, "nobody@lund.example", HERE, NOW)
    waits = await api.ask_reset(identity, "nobody@lund.example", HERE, NOW)
    assert waits == api.WaitSeconds(30)


async def test_a_link_changes_the_password_and_ends_all_sessions(identity: Database) -> None:
    admin, who = await karin(identity), await ali(identity)
    token = (await signed_in(identity)).token
    link = await link_for(identity, admin, who)
    assert await api.reset_link_wrong(identity, link, NOW) is None
    assert await api.reset(identity, link, NEW, HERE, NOW) == api.PasswordReset()
    assert await api.session_of(identity, token, NOW) == api.NoSession()
    assert await api.sign_in(identity, who.email, GOOD, HERE, NOW) == api.WrongCredentials()
    assert isinstance(await api.sign_in(identity, who.email, NEW, HERE, NOW), api.SignedInWith)
    assert await api.reset(identity, link, GOOD, HERE, NOW) == api.LinkUsed()


async def test_it_does_not_skip_the_second_factor(identity: Database) -> None:
    admin, who = await karin(identity), await ali(identity)
    await with_app(identity, who)
    await api.reset(identity, await link_for(identity, admin, who), NEW, HERE, NOW)
    came = await api.sign_in(identity, who.email, NEW, HERE, NOW)
    assert isinstance(came, api.SecondFactorWanted)


async def test_a_link_ends_after_an_hour_or_by_a_newer_one(identity: Database) -> None:
    admin, who = await karin(identity), await ali(identity)
    older = await link_for(identity, admin, who)
    assert await api.reset_link_wrong(identity, older, later(minutes=59)) is None
    late = await api.reset(identity, older, NEW, HERE, later(minutes=60))
    assert late == api.LinkEnded()
    newer = await link_for(identity, admin, who)
    assert await api.reset(identity, older, NEW, HERE, NOW) == api.LinkEnded()
    assert await api.reset(identity, newer, "kort", HERE, NOW) == api.FormRefused(
        (api.FieldProblem("password", "password.too_short"),)
    )
    both = await asyncio.gather(
        api.reset(identity, newer, NEW, HERE, NOW),
        api.reset(identity, newer, "yet another one here", HERE, NOW),
    )
    assert sorted(type(each).__name__ for each in both) == ["LinkUsed", "PasswordReset"]


async def test_a_link_of_who_was_taken_away_opens_nothing(identity: Database) -> None:
    admin, who = await karin(identity), await ali(identity)
    link = await link_for(identity, admin, who)
    await api.remove(identity, admin, who.person, NOW)
    assert await api.reset(identity, link, NEW, HERE, NOW) == api.LinkEnded()
    assert await api.reset(identity, "made up", NEW, HERE, NOW) == api.NoSuchLink()
