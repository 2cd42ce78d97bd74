"""Whoever has lost all factors is helped on the machine itself."""

from tests.services.identity.persons import (
    GOOD,
    HERE,
    KARIN,
    NOW,
    karin,
    known,
    later,
    with_app,
)

from huleedu.kit.database import Database
from huleedu.services.identity import api

NEW = "seven quiet owls in the barn"


async def test_an_only_administrator_without_factors_comes_in_again(identity: Database) -> None:
    who = await karin(identity)
    [forgotten] = await api.forget_factors(identity, f" {KARIN.upper()}", NOW)
    assert forgotten.school_name == "Lundaskolan"
    assert await api.session_of(identity, "x", NOW) == api.NoSession()
    assert await api.sessions_of(identity, who, NOW) == [], "whoever was in is out"
    old = await api.sign_in(identity, KARIN, GOOD, HERE, NOW)
    assert old == api.WrongCredentials(), "nobody comes in by the password alone meanwhile"
    link = forgotten.secret
    assert isinstance(await api.reset(identity, link, NEW, HERE, NOW), api.PasswordReset)
    assert await api.reset(identity, link, NEW, HERE, NOW) == api.LinkUsed()
    came = await api.sign_in(identity, KARIN, NEW, HERE, NOW)
    assert isinstance(came, api.SignedInWith)
    assert came.must_enrol
    must = await api.session_of(identity, came.token, NOW)
    assert isinstance(must, api.MustEnrol), "another factor comes before anything else"
    _, made = await with_app(identity, must)
    again = await known(identity, made.token)
    entries = await api.audit_of(identity, again, what="factor_reset_from_machine")
    assert not isinstance(entries, api.MayNot)
    [entry] = entries
    assert (entry.person, entry.about) == (None, who.person)


async def test_a_newer_link_ends_the_older_and_none_lasts(identity: Database) -> None:
    await karin(identity)
    [older] = await api.forget_factors(identity, KARIN, NOW)
    [newer] = await api.forget_factors(identity, KARIN, NOW)
    assert await api.reset_link_wrong(identity, older.secret, NOW) == api.LinkEnded()
    assert await api.reset_link_wrong(identity, newer.secret, NOW) is None
    assert await api.reset_link_wrong(identity, newer.secret, later(hours=1)) == api.LinkEnded()


async def test_an_address_of_nobody_changes_nothing(identity: Database) -> None:
    await karin(identity)
    assert await api.forget_factors(identity, "nobody@lund.example", NOW) == []
    assert isinstance(
        await api.sign_in(identity, KARIN, GOOD, HERE, NOW), api.SecondFactorWanted
    ), "the factor is still wanted"
