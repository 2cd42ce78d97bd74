"""Signing in: one answer for all that is wrong, and guessers wait while owners do not."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from argon2 import PasswordHasher
from tests.services.identity.persons import GOOD, HERE, NOW, later, signed_in, somebody

from huleedu.kit.database import Database
from huleedu.services.identity import api
from huleedu.services.identity.api import hashing, signing_in

ALI = "ali@lund.example"
WRONG = api.WrongCredentials()


async def fail(identity: Database, times: int, email: str = ALI) -> None:
    for _ in range(times):
        assert await api.sign_in(identity, email, "wrong", HERE, NOW) == WRONG


async def test_the_right_password_signs_in(identity: Database) -> None:
    await somebody(identity)
    came = await api.sign_in(identity, " Ali@LUND.example ", GOOD, HERE, NOW)
    assert isinstance(came, api.SignedInWith)
    assert not came.must_enrol


async def test_whatever_is_wrong_gets_one_answer_after_one_amount_of_work(
    identity: Database, tables: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await somebody(identity)
    looked_at: list[str] = []
    verify: Callable[[str, str], bool] = vars(hashing)["_verify"]

    def counting(kept: str, password: str) -> bool:
        looked_at.append(kept)
        return verify(kept, password)

    monkeypatch.setattr(hashing, "_verify", counting)
    tries = ((ALI, "wrong"), ("nobody@lund.example", GOOD), ("no address", ""))
    for tried, (email, password) in enumerate(tries, 1):
        assert await api.sign_in(identity, email, password, HERE, NOW) == WRONG
        assert len(looked_at) == tried
        assert "m=19456,t=2,p=1" in looked_at[-1]
        async with tables.session() as sql:
            assert await sql.fetchval("select count(*) from audit") == tried
            assert await sql.fetchval("select sum(failures) from attempt") == 2 * tried


async def test_after_ten_failures_one_waits_and_the_right_password_is_not_looked_at(
    identity: Database,
) -> None:
    await somebody(identity)
    await fail(identity, 10)
    assert await api.sign_in(identity, ALI, GOOD, HERE, NOW) == api.WaitSeconds(30)
    assert await api.sign_in(identity, ALI, GOOD, HERE, later(seconds=29)) == api.WaitSeconds(1)
    assert isinstance(
        await api.sign_in(identity, ALI, GOOD, HERE, later(seconds=30)), api.SignedInWith
    )


async def test_who_waits_is_not_told_whether_the_account_exists(
    identity: Database,
) -> None:
    await fail(identity, 10, "nobody@lund.example")
    asked = await api.sign_in(identity, "nobody@lund.example", GOOD, HERE, NOW)
    assert asked == api.WaitSeconds(30)


async def test_an_owner_on_a_known_browser_is_not_locked_out(identity: Database) -> None:
    await somebody(identity)
    device = (await signed_in(identity)).device
    assert device
    await fail(identity, 10)
    assert isinstance(await api.sign_in(identity, ALI, "wrong", HERE, NOW), api.WaitSeconds)
    again = await api.sign_in(identity, ALI, GOOD, replace(HERE, device=device), NOW)
    assert isinstance(again, api.SignedInWith)
    assert again.device is None, "it is known already"


async def test_a_known_browser_guesses_no_more_than_others(identity: Database) -> None:
    await somebody(identity)
    device = (await signed_in(identity)).device
    assert device
    there = replace(HERE, device=device)
    for _ in range(10):
        assert await api.sign_in(identity, ALI, "wrong", there, NOW) == WRONG
    assert await api.sign_in(identity, ALI, "wrong", there, NOW) == api.WaitSeconds(30)
    # and of another account it knows nothing
    await somebody(identity, "eva@lund.example")
    await fail(identity, 10, "eva@lund.example")
    waits = await api.sign_in(identity, "eva@lund.example", GOOD, there, NOW)
    assert isinstance(waits, api.WaitSeconds)


async def test_others_are_not_slowed(identity: Database) -> None:
    await somebody(identity)
    await somebody(identity, "eva@lund.example")
    await fail(identity, 10)
    assert isinstance(await signed_in(identity, "eva@lund.example"), api.SignedInWith)


async def test_many_guesses_at_once_gain_nothing(identity: Database) -> None:
    await somebody(identity)
    answers = await asyncio.gather(
        *(api.sign_in(identity, ALI, f"guess {n}", HERE, NOW) for n in range(25))
    )
    assert sum(answer == WRONG for answer in answers) == 10


async def test_success_takes_the_failures_away(identity: Database) -> None:
    await somebody(identity)
    await fail(identity, 9)
    await signed_in(identity)
    await fail(identity, 10)


async def test_an_older_hash_is_made_anew_at_sign_in(identity: Database, tables: Database) -> None:
    person = await somebody(identity)
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(GOOD)
    async with tables.session() as sql:
        await sql.execute("update person set password_hash = $1", old)
    await signed_in(identity)
    async with tables.session() as sql:
        kept = await sql.fetchval("select password_hash from person where id = $1", person)
    assert "m=19456,t=2,p=1" in kept
    await signed_in(identity)


async def test_who_was_removed_does_not_come_in(identity: Database, tables: Database) -> None:
    await somebody(identity)
    token = (await signed_in(identity)).token
    async with tables.session() as sql:
        await sql.execute("update person set removed_at = $1", NOW)
    assert await api.session_of(identity, token, NOW) == api.NoSession()
    assert await api.sign_in(identity, ALI, GOOD, HERE, NOW) == WRONG


async def test_one_address_in_two_schools_comes_to_where_the_password_fits(
    identity: Database,
    tables: Database,
) -> None:
    async def school() -> UUID:
        made = uuid4()
        async with tables.session() as sql:
            await sql.execute(
                "insert into school (school, name, language) values ($1, 'B', 'en')", made
            )
        return made

    there = await school()
    await somebody(identity, password="another one entirely")
    person = await somebody(identity, school=there)
    who = await api.session_of(identity, (await signed_in(identity)).token, NOW)
    assert isinstance(who, api.SignedIn)
    assert (who.school, who.person) == (there, person)


def test_the_answers_are_told_by_type() -> None:
    assert signing_in.SignIn == (
        api.SignedInWith
        | api.SecondFactorWanted
        | api.WrongCredentials
        | api.WaitSeconds
        | api.SchoolPaused
    )
