"""One's own account: what is changed, and what ends with it."""

from dataclasses import replace

from tests.services.identity.persons import (
    GOOD,
    HERE,
    NOW,
    ali,
    known,
    later,
    signed_in,
    somebody,
)

from huleedu.kit.database import Database
from huleedu.services.identity import api

NEW = "another one entirely"


async def test_a_new_password_ends_all_other_sessions_and_renews_this(identity: Database) -> None:
    who = await ali(identity)
    other = await signed_in(identity)
    changed = await api.change_password(identity, who, GOOD, NEW, HERE, NOW)
    assert isinstance(changed, api.Renewed)
    assert await api.session_of(identity, other.token, NOW) == api.NoSession()
    assert (await known(identity, changed.token)).session == who.session
    assert await api.sign_in(identity, who.email, GOOD, HERE, NOW) == api.WrongCredentials()
    assert isinstance(await api.sign_in(identity, who.email, NEW, HERE, NOW), api.SignedInWith)


async def test_it_needs_the_old_one_and_no_common_one(identity: Database) -> None:
    who = await ali(identity)
    wrong = await api.change_password(identity, who, "wrong", NEW, HERE, NOW)
    assert wrong == api.WrongCredentials()
    common = await api.change_password(identity, who, GOOD, "password1234", HERE, NOW)
    assert common == api.FormRefused((api.FieldProblem("password", "password.common"),))
    for _ in range(8):
        await api.change_password(identity, who, "wrong", NEW, HERE, NOW)
    waits = await api.change_password(identity, who, GOOD, NEW, HERE, NOW)
    assert waits == api.WaitSeconds(30)


async def test_an_address_is_changed_to_one_that_is_free(identity: Database) -> None:
    who = await ali(identity)
    await somebody(identity, "eva@lund.example")
    taken = await api.change_email(identity, who, "EVA@lund.example", NOW)
    assert taken == api.FormRefused((api.FieldProblem("email", "email.taken"),))
    wrong = await api.change_email(identity, who, "ali", NOW)
    assert isinstance(wrong, api.FormRefused)
    changed = await api.change_email(identity, who, "Ali.Berg@lund.example", NOW)
    assert isinstance(changed, api.Renewed)
    assert (await known(identity, changed.token)).email == "ali.berg@lund.example"
    await signed_in(identity, "ali.berg@lund.example")


async def test_wishes_are_kept(identity: Database) -> None:
    token = None
    await somebody(identity)
    token = (await signed_in(identity)).token
    who = await known(identity, token)
    profile = api.Profile(" Ali B ", "sv", "dark", keys=False)
    assert await api.change_profile(identity, who, profile) == api.Done()
    who = await known(identity, token)
    assert (who.name, who.language, who.theme, who.keys) == ("Ali B", "sv", "dark", False)
    refused = await api.change_profile(identity, who, replace(profile, name=" "))
    assert isinstance(refused, api.FormRefused)


async def test_one_sees_and_ends_where_one_is_signed_in(identity: Database) -> None:
    who = await ali(identity)
    phone = await signed_in(identity, asked_from=api.AskedFrom("192.0.2.9", "Phone"))
    await signed_in(identity, asked_from=api.AskedFrom("192.0.2.9", "Tablet"))
    seen = await api.sessions_of(identity, who, NOW)
    assert {(each.agent, each.this) for each in seen} == {
        ("Firefox", True),
        ("Phone", False),
        ("Tablet", False),
    }
    [its] = [each.id for each in seen if each.agent == "Phone"]
    await api.end_session(identity, who, its, NOW)
    await api.end_session(identity, who, its, NOW)
    assert await api.session_of(identity, phone.token, NOW) == api.NoSession()
    await api.end_other_sessions(identity, who, NOW)
    assert [each.this for each in await api.sessions_of(identity, who, NOW)] == [True]
    assert await api.sessions_of(identity, who, later(hours=8)) == []


async def test_nobody_ends_anothers_session(identity: Database) -> None:
    who = await ali(identity)
    await somebody(identity, "eva@lund.example")
    eva = await known(identity, (await signed_in(identity, "eva@lund.example")).token)
    await api.end_session(identity, eva, who.session, NOW)
    assert [each.id for each in await api.sessions_of(identity, who, NOW)] == [who.session]
