"""A token opens its session until that has ended, and nothing else does."""

from tests.services.identity.persons import HERE, NOW, later, signed_in, somebody

from huleedu.kit.database import Database
from huleedu.services.identity import api


async def test_a_token_tells_who_came(identity: Database) -> None:
    person = await somebody(identity)
    who = await api.session_of(identity, (await signed_in(identity)).token, NOW)
    assert isinstance(who, api.SignedIn)
    assert (who.person, who.name, who.email) == (person, "Ali Berg", "ali@lund.example")
    assert (who.rights, who.language, who.theme, who.keys) == ({"teacher"}, "en", "auto", True)
    assert who.fresh_until == later(minutes=10)


async def test_nothing_else_is_a_token(identity: Database) -> None:
    await somebody(identity)
    token = (await signed_in(identity)).token
    for wrong in ("", "x", token[:-1], token + "x", token.lower(), "\udcff", "ali@lund.example"):
        assert await api.session_of(identity, wrong, NOW) == api.NoSession()


async def test_a_session_in_use_goes_on_and_an_idle_one_ends(identity: Database) -> None:
    await somebody(identity)
    token = (await signed_in(identity)).token
    for hours in (7, 14, 21):
        assert isinstance(await api.session_of(identity, token, later(hours=hours)), api.SignedIn)
    assert await api.session_of(identity, token, later(hours=29.5)) == api.NoSession()


async def test_a_session_ends_after_fourteen_days_whatever_its_use(
    identity: Database,
) -> None:
    await somebody(identity)
    token = (await signed_in(identity)).token
    for hours in range(7, 14 * 24, 7):
        assert isinstance(await api.session_of(identity, token, later(hours=hours)), api.SignedIn)
    assert await api.session_of(identity, token, later(days=14)) == api.NoSession()


async def test_signing_out_ends_one_session(identity: Database) -> None:
    await somebody(identity)
    one, other = await signed_in(identity), await signed_in(identity)
    assert one.token != other.token
    await api.sign_out(identity, one.token, NOW)
    await api.sign_out(identity, one.token, NOW)
    assert await api.session_of(identity, one.token, NOW) == api.NoSession()
    assert isinstance(await api.session_of(identity, other.token, NOW), api.SignedIn)


async def test_of_a_token_only_a_hash_is_kept(identity: Database, tables: Database) -> None:
    await somebody(identity)
    came = await signed_in(identity, asked_from=api.AskedFrom("192.0.2.7", "Fire\x00\nfox"))
    async with tables.session() as sql:
        kept = await sql.fetchval("select string_agg(s::text, '') from session s")
        kept += await sql.fetchval("select string_agg(d::text, '') from device d")
    assert came.device
    assert came.token not in kept
    assert came.device not in kept
    assert "Firefox" in kept, "without what does not print"


async def test_where_a_session_is_used_from_is_kept(identity: Database, tables: Database) -> None:
    await somebody(identity)
    await signed_in(identity)
    async with tables.session() as sql:
        row = await sql.fetchrow("select agent, address from session")
    assert row
    assert (row["agent"], row["address"]) == (HERE.agent, HERE.address)
