"""A passkey signs in alone; whatever is wrong about an answer, it does not."""

import json
from dataclasses import replace
from typing import Any

import pytest
from tests.services.identity.authenticator import Authenticator
from tests.services.identity.persons import (
    GOOD,
    HERE,
    NOW,
    ali,
    karin,
    known,
    later,
    somebody,
    started,
)

from huleedu.kit.database import Database
from huleedu.services.identity import api

SITE = api.Site("skola.example", "https://skola.example")


def phone() -> Authenticator:
    return Authenticator(SITE.host, SITE.origin)


async def kept(
    identity: Database, who: api.SignedIn | api.MustEnrol, mine: Authenticator
) -> api.FactorSet | api.PasskeyRefused | api.NotFresh:
    offer = await api.offer_passkey(identity, who, SITE, NOW)
    assert isinstance(offer, api.PasskeyQuestion)
    return await api.keep_passkey(identity, who, SITE, mine.make(offer.options), "phone", NOW)


async def come(
    identity: Database, mine: Authenticator
) -> api.SignedInWith | api.PasskeyRefused | api.SchoolPaused:
    asked = await api.ask_passkey(identity, SITE, NOW)
    return await api.sign_in_with_passkey(identity, SITE, mine.use(asked.options), HERE, NOW)


async def test_a_passkey_is_a_second_factor_and_signs_in_alone(identity: Database) -> None:
    who = await api.session_of(identity, (await started(identity)).token, NOW)
    assert isinstance(who, api.MustEnrol)
    mine = phone()
    made = await kept(identity, who, mine)
    assert isinstance(made, api.FactorSet)
    assert len(made.recovery_codes) == 10
    [seen] = (await api.factors_of(identity, await known(identity, made.token))).passkeys
    assert (seen.name, seen.used_at) == ("phone", None)
    came = await come(identity, mine)
    assert isinstance(came, api.SignedInWith)
    assert not came.must_enrol
    assert (await known(identity, came.token)).person == who.who.person
    password = await api.sign_in(identity, who.who.email, GOOD, HERE, NOW)
    assert isinstance(password, api.SecondFactorWanted), "a password alone is not enough now"


async def test_an_answer_counts_once(identity: Database) -> None:
    mine, who = phone(), await ali(identity)
    offer = await api.offer_passkey(identity, who, SITE, NOW)
    assert isinstance(offer, api.PasskeyQuestion)
    made = mine.make(offer.options)
    assert isinstance(
        await api.keep_passkey(identity, who, SITE, made, "phone", NOW), api.FactorSet
    )
    again = await api.keep_passkey(identity, who, SITE, made, "phone", NOW)
    assert again == api.PasskeyRefused()
    asked = await api.ask_passkey(identity, SITE, NOW)
    answer = mine.use(asked.options)
    assert isinstance(
        await api.sign_in_with_passkey(identity, SITE, answer, HERE, NOW), api.SignedInWith
    )
    again = await api.sign_in_with_passkey(identity, SITE, answer, HERE, NOW)
    assert again == api.PasskeyRefused()


@pytest.mark.parametrize(
    "fault",
    [
        {"host": "evil.example"},
        {"origin": "https://evil.example"},
        {"origin": "http://skola.example"},
        {"verified": False},
        {"credential": b"of nobody"},
        {"key": phone().key},
    ],
    ids=["other host", "other origin", "without TLS", "not verified", "unknown", "other key"],
)
async def test_a_wrong_answer_signs_nobody_in(identity: Database, fault: dict[str, Any]) -> None:
    mine = phone()
    assert isinstance(await kept(identity, await ali(identity), mine), api.FactorSet)
    assert await come(identity, replace(mine, **fault)) == api.PasskeyRefused()
    assert isinstance(await come(identity, mine), api.SignedInWith)


async def test_a_copied_passkey_is_found_by_its_count(identity: Database) -> None:
    mine = phone()
    await kept(identity, await ali(identity), mine)
    mine.count = 5
    assert isinstance(await come(identity, mine), api.SignedInWith)
    assert await come(identity, replace(mine, count=3)) == api.PasskeyRefused()


async def test_a_question_ends_and_is_for_one_person(identity: Database) -> None:
    mine, who = phone(), await ali(identity)
    await somebody(identity, "eva@lund.example")
    came = await api.sign_in(identity, "eva@lund.example", GOOD, HERE, NOW)
    assert isinstance(came, api.SignedInWith)
    eva = await known(identity, came.token)
    offer = await api.offer_passkey(identity, who, SITE, NOW)
    assert isinstance(offer, api.PasskeyQuestion)
    made = mine.make(offer.options)
    others = await api.keep_passkey(identity, eva, SITE, made, "phone", NOW)
    assert others == api.PasskeyRefused()
    late = await api.keep_passkey(identity, who, SITE, made, "phone", later(minutes=5))
    assert late == api.PasskeyRefused()
    asked = await api.ask_passkey(identity, SITE, NOW)
    answer = mine.use(asked.options)
    signed = await api.sign_in_with_passkey(identity, SITE, answer, HERE, later(minutes=5))
    assert signed == api.PasskeyRefused()


@pytest.mark.parametrize("answer", ["", "{}", "[]", "nonsense", json.dumps({"rawId": 3}), "null"])
async def test_what_is_no_answer_is_refused(identity: Database, answer: str) -> None:
    who = await ali(identity)
    assert await api.keep_passkey(identity, who, SITE, answer, "x", NOW) == api.PasskeyRefused()
    signed = await api.sign_in_with_passkey(identity, SITE, answer, HERE, NOW)
    assert signed == api.PasskeyRefused()


async def test_the_last_factor_stays_and_others_go(identity: Database) -> None:
    admin, mine = await karin(identity), phone()
    made = await kept(identity, admin, mine)
    assert isinstance(made, api.FactorSet)
    assert made.recovery_codes == (), "there are some already"
    admin = await known(identity, made.token)
    without_app = await api.remove_totp(identity, admin, NOW)
    assert isinstance(without_app, api.Renewed)
    admin = await known(identity, without_app.token)
    [seen] = (await api.factors_of(identity, admin)).passkeys
    assert await api.remove_passkey(identity, admin, seen.id, NOW) == api.LastFactor()


async def test_who_has_no_password_keeps_a_passkey(identity: Database, tables: Database) -> None:
    who, mine = await ali(identity), phone()
    made = await kept(identity, who, mine)
    assert isinstance(made, api.FactorSet)
    async with tables.session() as sql:
        await sql.execute("update person set password_hash = null")
    who = await known(identity, made.token)
    [seen] = (await api.factors_of(identity, who)).passkeys
    assert await api.remove_passkey(identity, who, seen.id, NOW) == api.NoPassword()
