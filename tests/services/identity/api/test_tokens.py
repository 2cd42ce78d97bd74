"""Tokens of programs: told once, with rights and an end."""

from datetime import timedelta

from tests.services.identity.persons import GOOD, HERE, NOW, ali, karin, known, later, with_app

from huleedu.kit.database import Database
from huleedu.services.identity import api

TOMORROW = (NOW + timedelta(days=1)).date()


async def made(identity: Database, who: api.SignedIn, *rights: str) -> api.TokenMade:
    token = await api.make_token(identity, who, "a program", rights, TOMORROW, NOW)
    assert isinstance(token, api.TokenMade)
    return token


async def test_a_token_tells_whose_it_is_and_what_it_may(
    identity: Database, tables: Database
) -> None:
    who = await ali(identity)
    token = await made(identity, who, "read", "write")
    found = await api.token_of(identity, token.secret, NOW)
    assert isinstance(found, api.TokenOf)
    assert (found.who.person, found.may) == (who.person, {"read", "write"})
    assert await api.change_email(identity, found.who, "x@y.se", NOW) == api.NotFresh()
    async with tables.session() as sql:
        kept = await sql.fetchval("select string_agg(t::text, '') from access_token t")
    assert token.secret not in kept
    [seen] = await api.tokens_of(identity, who)
    assert (seen.name, seen.used_at) == ("a program", NOW)


async def test_a_token_ends(identity: Database) -> None:
    who = await ali(identity)
    first, second = await made(identity, who, "read"), await made(identity, who, "read")
    last = later(hours=15.99)
    assert isinstance(await api.token_of(identity, first.secret, last), api.TokenOf)
    assert await api.token_of(identity, first.secret, later(hours=16)) == api.NoSession()
    assert await api.end_token(identity, who, second.id, NOW) == api.Done()
    assert await api.token_of(identity, second.secret, NOW) == api.NoSession()
    for wrong in ("", "made up", first.secret[:-1]):
        assert await api.token_of(identity, wrong, NOW) == api.NoSession()


async def test_what_is_wrong_is_told(identity: Database) -> None:
    who = await ali(identity)
    wrong = await api.make_token(identity, who, " ", [], None, NOW)
    assert isinstance(wrong, api.FormRefused)
    assert [each.field for each in wrong.problems] == ["name", "rights", "ends_on"]


async def test_a_token_ends_with_what_its_person_may(identity: Database, tables: Database) -> None:
    admin = await karin(identity)
    token = await made(identity, admin, "read", "admin")
    async with tables.session() as sql:
        await sql.execute("update person set rights = '{teacher}'")
    found = await api.token_of(identity, token.secret, NOW)
    assert isinstance(found, api.TokenOf)
    assert found.may == {"read"}
    async with tables.session() as sql:
        await sql.execute("update person set removed_at = now()")
    assert await api.token_of(identity, token.secret, NOW) == api.NoSession()


async def test_a_token_is_no_session_and_a_session_no_token(identity: Database) -> None:
    who = await ali(identity)
    token = await made(identity, who, "read")
    assert await api.session_of(identity, token.secret, NOW) == api.NoSession()
    came = await api.sign_in(identity, who.email, GOOD, HERE, NOW)
    assert isinstance(came, api.SignedInWith)
    assert await api.token_of(identity, came.token, NOW) == api.NoSession()


async def test_who_must_set_up_a_factor_has_no_tokens_meanwhile(
    identity: Database, tables: Database
) -> None:
    who = await ali(identity)
    token = await made(identity, who, "read")
    async with tables.session() as sql:
        await sql.execute("update school set teachers_need_factor = true")
    assert await api.token_of(identity, token.secret, NOW) == api.NoSession()
    _, factor = await with_app(identity, api.MustEnrol(who))
    await known(identity, factor.token)
    assert isinstance(await api.token_of(identity, token.secret, NOW), api.TokenOf)
