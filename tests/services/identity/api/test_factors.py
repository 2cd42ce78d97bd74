"""Second factors: who needs one reaches nothing without, and a code counts once."""

import asyncio

import pytest
from tests.services.identity.persons import (
    GOOD,
    HERE,
    KARIN,
    NOW,
    SEALS,
    ali,
    code,
    karin,
    known,
    later,
    somebody,
    started,
    with_app,
)

from huleedu.kit.database import Database
from huleedu.services.identity import api


async def ticket(identity: Database, email: str = KARIN) -> str:
    came = await api.sign_in(identity, email, GOOD, HERE, later(minutes=5))
    assert isinstance(came, api.SecondFactorWanted)
    return came.ticket


async def test_setting_up_an_app_renews_the_session_and_ends_others(identity: Database) -> None:
    begun = await started(identity)
    other = await api.sign_in(identity, KARIN, GOOD, HERE, NOW)
    assert isinstance(other, api.SignedInWith)
    assert other.must_enrol
    who = await api.session_of(identity, begun.token, NOW)
    assert isinstance(who, api.MustEnrol)
    _, made = await with_app(identity, who)
    assert len(set(made.recovery_codes)) == 10
    assert await api.session_of(identity, begun.token, NOW) == api.NoSession()
    assert await api.session_of(identity, other.token, NOW) == api.NoSession()
    assert "administrator" in (await known(identity, made.token)).rights


async def test_the_right_password_is_not_enough(identity: Database) -> None:
    who = await ali(identity)
    secret, _ = await with_app(identity, who)
    first = await ticket(identity, who.email)
    assert await api.session_of(identity, first, later(minutes=5)) == api.NoSession()
    moment = later(minutes=5)
    came = await api.second_factor(identity, SEALS, first, code(secret, moment), HERE, moment)
    assert isinstance(came, api.SignedInWith)
    await known(identity, came.token, moment)


async def test_a_code_counts_once(identity: Database) -> None:
    who = await ali(identity)
    secret, _ = await with_app(identity, who)
    moment = later(minutes=5)
    told = code(secret, moment)
    one, other = await ticket(identity, who.email), await ticket(identity, who.email)
    both = await asyncio.gather(
        api.second_factor(identity, SEALS, one, told, HERE, moment),
        api.second_factor(identity, SEALS, other, told, HERE, moment),
    )
    assert sorted(type(each).__name__ for each in both) == ["SignedInWith", "WrongCode"]
    third = await ticket(identity, who.email)
    older = code(secret, later(minutes=4.5))
    for used in (told, older):
        again = await api.second_factor(identity, SEALS, third, used, HERE, moment)
        assert again == api.WrongCode()


async def test_the_code_that_set_up_the_app_does_not_sign_in(identity: Database) -> None:
    who = await ali(identity)
    secret, _ = await with_app(identity, who)
    came = await api.sign_in(identity, who.email, GOOD, HERE, NOW)
    assert isinstance(came, api.SecondFactorWanted)
    again = await api.second_factor(identity, SEALS, came.ticket, code(secret, NOW), HERE, NOW)
    assert again == api.WrongCode()


async def test_a_recovery_code_counts_once_and_a_ticket_too(identity: Database) -> None:
    who = await ali(identity)
    _, made = await with_app(identity, who)
    moment, spare = later(minutes=5), made.recovery_codes[3]
    first, second = await ticket(identity, who.email), await ticket(identity, who.email)
    came = await api.second_factor(identity, SEALS, first, spare.upper(), HERE, moment)
    assert isinstance(came, api.SignedInWith)
    again = await api.second_factor(identity, SEALS, second, spare, HERE, moment)
    assert again == api.WrongCode()
    used = await api.second_factor(identity, SEALS, first, made.recovery_codes[4], HERE, moment)
    assert used == api.LinkUsed()
    left = await api.factors_of(identity, await known(identity, came.token, moment))
    assert left.recovery_codes_left == 9


async def test_a_ticket_ends_and_is_nobody_elses(identity: Database) -> None:
    who = await ali(identity)
    secret, _ = await with_app(identity, who)
    mine, moment = await ticket(identity, who.email), later(minutes=15)
    ended = await api.second_factor(identity, SEALS, mine, code(secret, moment), HERE, moment)
    assert ended == api.LinkEnded()
    nobodys = await api.second_factor(identity, SEALS, "made up", "123456", HERE, NOW)
    assert nobodys == api.NoSuchLink()


async def test_who_guesses_codes_has_to_wait(identity: Database) -> None:
    who = await ali(identity)
    secret, _ = await with_app(identity, who)
    mine, moment = await ticket(identity, who.email), later(minutes=5)
    for _ in range(10):
        assert (
            await api.second_factor(identity, SEALS, mine, "no code", HERE, moment)
            == api.WrongCode()
        )
    told = code(secret, moment)
    assert await api.second_factor(identity, SEALS, mine, told, HERE, moment) == api.WaitSeconds(30)


async def test_who_needs_a_factor_keeps_one(identity: Database) -> None:
    assert await api.remove_totp(identity, await karin(identity), NOW) == api.LastFactor()


async def test_who_needs_none_may_take_it_away(identity: Database) -> None:
    who = await ali(identity)
    _, made = await with_app(identity, who)
    gone = await api.remove_totp(identity, await known(identity, made.token), NOW)
    assert isinstance(gone, api.Renewed)
    assert not (await api.factors_of(identity, await known(identity, gone.token))).totp
    assert isinstance(await api.sign_in(identity, who.email, GOOD, HERE, NOW), api.SignedInWith)


async def test_new_recovery_codes_end_the_older_ones(identity: Database) -> None:
    who = await ali(identity)
    _, made = await with_app(identity, who)
    new = await api.new_recovery_codes(identity, await known(identity, made.token), NOW)
    assert isinstance(new, api.RecoveryCodes)
    assert not set(new.codes) & set(made.recovery_codes)
    mine = await ticket(identity, who.email)
    moment = later(minutes=5)
    old = await api.second_factor(identity, SEALS, mine, made.recovery_codes[0], HERE, moment)
    assert old == api.WrongCode()
    came = await api.second_factor(identity, SEALS, mine, new.codes[0], HERE, moment)
    assert isinstance(came, api.SignedInWith)


async def test_an_app_that_is_in_use_is_not_told_again(identity: Database) -> None:
    who = await karin(identity)
    assert await api.offer_totp(identity, SEALS, who, NOW) == api.LastFactor()
    assert await api.confirm_totp(identity, SEALS, who, "123456", NOW) == api.WrongCode()


async def test_a_secret_stays_until_it_is_confirmed(identity: Database) -> None:
    who = await ali(identity)
    first, second = (
        await api.offer_totp(identity, SEALS, who, NOW),
        await api.offer_totp(identity, SEALS, who, later(minutes=1)),
    )
    assert first == second, "a page that is loaded again shows the same picture"


async def test_teachers_need_one_where_their_school_says_so(
    identity: Database, tables: Database
) -> None:
    await somebody(identity)
    came = await api.sign_in(identity, "ali@lund.example", GOOD, HERE, NOW)
    assert isinstance(came, api.SignedInWith)
    assert not came.must_enrol
    async with tables.session() as sql:
        await sql.execute("update school set teachers_need_factor = true")
    assert isinstance(await api.session_of(identity, came.token, NOW), api.MustEnrol), "at once"


@pytest.mark.parametrize("minutes", [10, 60])
async def test_what_is_not_fresh_changes_nothing(identity: Database, minutes: int) -> None:
    """The nine acts that change how one signs in, or what stands for oneself."""
    admin = await karin(identity)
    teacher = await somebody(identity)
    now = later(minutes=minutes)
    site = api.Site("localhost", "https://localhost")
    stale = [
        await api.offer_totp(identity, SEALS, admin, now),
        await api.confirm_totp(identity, SEALS, admin, "123456", now),
        await api.remove_totp(identity, admin, now),
        await api.new_recovery_codes(identity, admin, now),
        await api.offer_passkey(identity, admin, site, now),
        await api.change_password(identity, admin, GOOD, "another one entirely", HERE, now),
        await api.change_email(identity, admin, "new@lund.example", now),
        await api.make_token(identity, admin, "a program", ["read"], now.date(), now),
        await api.reset_factor(identity, admin, teacher, now),
    ]
    assert stale == [api.NotFresh()] * 9
    fresh = later(minutes=9.9)
    done = await api.change_password(identity, admin, GOOD, "another one entirely", HERE, fresh)
    assert isinstance(done, api.Renewed)
