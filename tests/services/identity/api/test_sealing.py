"""What is read from the database alone signs nobody in; a key is changed and may be lost."""

from pyotp import random_base32
from tests.engines.oidc.provider import SECRET, providing
from tests.services.identity.api.test_services import SERVICE, asked, came, is_set
from tests.services.identity.persons import (
    GOOD,
    HERE,
    KARIN,
    NOW,
    SEALS,
    ali,
    code,
    later,
    started,
    with_app,
)

from huleedu.kit.database import Database
from huleedu.kit.sealing import Seals
from huleedu.kit.sign_in_service import ServiceWrong
from huleedu.services.identity import api

NEWER = Seals(lambda: [bytes([1]) * 32, bytes(32)])
OTHER = Seals(lambda: [bytes([2]) * 32])


async def kept(tables: Database) -> str:
    async with tables.session() as sql:
        return await sql.fetchval("select secret from totp")


async def comes(identity: Database, seals: Seals, told: str, minutes: int) -> object:
    moment = later(minutes=minutes)
    first = await api.sign_in(identity, KARIN, GOOD, HERE, moment)
    assert isinstance(first, api.SecondFactorWanted)
    return await api.second_factor(identity, seals, first.ticket, told, HERE, moment)


async def karins_app(identity: Database) -> tuple[str, tuple[str, ...]]:
    """Karin's secret and recovery codes."""
    who = await api.session_of(identity, (await started(identity)).token, NOW)
    assert isinstance(who, api.MustEnrol)
    secret, made = await with_app(identity, who)
    return secret, made.recovery_codes


async def test_no_secret_stands_in_the_database(identity: Database, tables: Database) -> None:
    secret, _ = await karins_app(identity)
    assert secret not in await kept(tables)
    async with providing(NOW) as provider:
        admin = await known_karin(identity, secret)
        settings = api.ServiceSettings("S", provider.issuer, "us", None)
        done = await api.set_service(
            identity, SEALS, SERVICE, admin, settings, SECRET, later(minutes=5)
        )
        assert done == api.Done()
    async with tables.session() as sql:
        assert SECRET not in await sql.fetchval("select client_secret from sign_in_secret")


async def known_karin(identity: Database, secret: str) -> api.SignedIn:
    moment = later(minutes=5)
    signed = await comes(identity, SEALS, code(secret, moment), 5)
    assert isinstance(signed, api.SignedInWith)
    who = await api.session_of(identity, signed.token, moment)
    assert isinstance(who, api.SignedIn)
    return who


async def test_what_was_plain_is_sealed_and_still_counts(
    identity: Database, tables: Database
) -> None:
    secret, _ = await karins_app(identity)
    async with tables.session() as sql:
        await sql.execute("update totp set secret = $1", secret)
    plain = await comes(identity, SEALS, code(secret, later(minutes=5)), 5)
    assert isinstance(plain, api.SignedInWith)
    assert await api.key_names(tables) == set()
    assert await api.seal_all(tables, SEALS) == api.SealsSeen(1, 0)
    assert await api.seal_all(tables, SEALS) == api.SealsSeen(0, 0)
    assert secret not in await kept(tables)
    assert isinstance(
        await comes(identity, SEALS, code(secret, later(minutes=9)), 9), api.SignedInWith
    )


async def test_a_new_key_takes_the_old_ones_place(identity: Database, tables: Database) -> None:
    secret, _ = await karins_app(identity)
    before = await api.key_names(tables)
    assert await api.seal_all(tables, NEWER) == api.SealsSeen(1, 0)
    assert not before & await api.key_names(tables)
    told = code(secret, later(minutes=5))
    assert await comes(identity, SEALS, told, 5) == api.WrongCode(), "the old one opens nothing"
    assert isinstance(await comes(identity, NEWER, told, 5), api.SignedInWith)


async def test_another_ones_sealed_secret_is_worth_nothing(
    identity: Database, tables: Database
) -> None:
    """Who can write to the database puts the secret of their own app into an administrator's."""
    await karins_app(identity)
    mine, _ = await with_app(identity, await ali(identity))
    async with tables.session() as sql:
        await sql.execute(
            "update totp set secret = (select secret from totp t join person p on p.id = t.person "
            "where p.email <> $1) where person = (select id from person where email = $1)",
            KARIN,
        )
    assert await comes(identity, SEALS, code(mine, later(minutes=5)), 5) == api.WrongCode()


async def test_with_a_lost_key_a_recovery_code_still_counts(
    identity: Database, tables: Database
) -> None:
    secret, codes = await karins_app(identity)
    assert await comes(identity, OTHER, code(secret, later(minutes=5)), 5) == api.WrongCode()
    assert await api.seal_all(tables, OTHER) == api.SealsSeen(0, 1), "it is kept as it was"
    assert isinstance(await comes(identity, OTHER, codes[0], 6), api.SignedInWith)
    assert await api.forget_closed(tables, OTHER) == 1
    for told in (code(secret, later(minutes=9)), code(random_base32(), later(minutes=9)), ""):
        assert await comes(identity, OTHER, told, 9) == api.WrongCode()
    assert await comes(identity, OTHER, "000000", 9) == api.WrongCode()
    assert isinstance(await comes(identity, OTHER, codes[1], 10), api.SignedInWith)


async def test_a_service_whose_secret_is_lost_vouches_for_nobody(
    identity: Database, tables: Database
) -> None:
    async with providing(NOW) as provider:
        await is_set(identity, provider)
        who = await ali(identity)
        back = await asked(identity, provider, who, connect=True)
        async with tables.session() as sql:
            await sql.execute("update sign_in_secret set client_secret = $1", OTHER.seal("x", "y"))
        assert await came(identity, *back, who=who) == ServiceWrong("key_away")
        assert await api.forget_closed(tables, SEALS) == 1
        assert not await api.has_service(identity, who)
