"""Coming in by the school's service: by its own name of somebody, in the browser that asked."""

import asyncio
from datetime import datetime

import pytest
from tests.engines.oidc.provider import CLIENT, SECRET, Provider, providing
from tests.services.identity.persons import (
    HERE,
    NOW,
    SEALS,
    ali,
    karin,
    later,
)

from huleedu.engines.oidc.provider import OidcService
from huleedu.kit.database import Database
from huleedu.kit.sign_in_service import ServiceWrong
from huleedu.services.identity import api

BACK = "https://skola.example/back"
SERVICE = OidcService()


def told(provider: Provider) -> api.ServiceSettings:
    return api.ServiceSettings("Skolinloggning", provider.issuer, CLIENT, None)


async def is_set(identity: Database, provider: Provider) -> api.SignedIn:
    """Karin has set the service."""
    admin = await karin(identity)
    done = await api.set_service(identity, SEALS, SERVICE, admin, told(provider), SECRET, NOW)
    assert done == api.Done()
    return admin


async def asked(
    identity: Database, provider: Provider, who: api.SignedIn, *, connect: bool
) -> tuple[str, str]:
    """Somebody went there: code and state that come back."""
    to = await api.ask_service(
        identity, SERVICE, who.school, BACK, NOW, who=who if connect else None
    )
    assert isinstance(to, api.GoThere)
    code, state = provider.authorize(to.address)
    assert state == to.state
    return code, state


async def came(
    identity: Database,
    code: str,
    state: str,
    who: api.SignedIn | None = None,
    now: datetime = NOW,
) -> object:
    return await api.come_by_service(
        identity, SEALS, SERVICE, state, code, BACK, HERE, now, who=who
    )


async def test_it_is_offered_once_tried_and_signs_in_by_its_own_name(identity: Database) -> None:
    async with providing(NOW) as provider:
        admin = await is_set(identity, provider)
        assert await api.offered_services(identity) == []
        nobody = await api.ask_service(identity, SERVICE, admin.school, BACK, NOW)
        assert nobody == api.NoService(), "not before somebody has come by it"
        who = await ali(identity)
        connected = await came(
            identity, *await asked(identity, provider, who, connect=True), who=who
        )
        assert connected == api.Connected()
        assert await api.is_connected(identity, who)
        offered = await api.offered_services(identity)
        assert offered == [api.ServiceOffered(who.school, "Skolinloggning")]
        signed = await came(identity, *await asked(identity, provider, who, connect=False))
        assert isinstance(signed, api.SignedInWith)
        again = await api.session_of(identity, signed.token, NOW)
        assert isinstance(again, api.SignedIn)
        assert again.person == who.person


async def test_an_address_that_it_tells_is_nobody(identity: Database) -> None:
    async with providing(NOW) as provider:
        await is_set(identity, provider)
        who = await ali(identity)
        await came(identity, *await asked(identity, provider, who, connect=True), who=who)
        provider.subject = "somebody else, with Karin's address"
        answer = await came(identity, *await asked(identity, provider, who, connect=False))
        assert answer == api.NotConnected()


async def test_one_subject_is_one_person(identity: Database) -> None:
    async with providing(NOW) as provider:
        admin, who = await is_set(identity, provider), await ali(identity)
        await came(identity, *await asked(identity, provider, who, connect=True), who=who)
        other = await came(
            identity, *await asked(identity, provider, admin, connect=True), who=admin
        )
        assert other == api.NotConnected()


async def test_an_answer_counts_once_in_its_time_and_for_who_asked(identity: Database) -> None:
    async with providing(NOW) as provider:
        admin, who = await is_set(identity, provider), await ali(identity)
        code, state = await asked(identity, provider, who, connect=True)
        assert await came(identity, code, state, admin) == api.NoQuestion(), "another's session"
        assert await came(identity, code, state, who) == api.NoQuestion(), "and it is used up"
        code, state = await asked(identity, provider, who, connect=True)
        assert await came(identity, code, state) == api.NoQuestion(), "signed out meanwhile"
        code, state = await asked(identity, provider, who, connect=True)
        late = await came(identity, code, state, who, later(minutes=10))
        assert late == api.NoQuestion()
        assert await came(identity, code, "made up", who) == api.NoQuestion()
        code, state = await asked(identity, provider, who, connect=True)
        both = await asyncio.gather(*(came(identity, code, state, who) for _ in range(2)))
        assert sorted(type(each).__name__ for each in both) == ["Connected", "NoQuestion"]


@pytest.mark.parametrize(
    "fault", ["nonce", "audience", "issuer", "expired", "alg none", "other key"]
)
async def test_a_lie_signs_nobody_in(identity: Database, fault: str) -> None:
    async with providing(NOW) as provider:
        await is_set(identity, provider)
        who = await ali(identity)
        await came(identity, *await asked(identity, provider, who, connect=True), who=who)
        code, state = await asked(identity, provider, who, connect=False)
        provider.fault = fault
        assert isinstance(await came(identity, code, state), ServiceWrong)


async def test_states_that_were_swapped_lead_nowhere(identity: Database) -> None:
    async with providing(NOW) as provider:
        await is_set(identity, provider)
        who = await ali(identity)
        await came(identity, *await asked(identity, provider, who, connect=True), who=who)
        mine, theirs = [await asked(identity, provider, who, connect=False) for _ in range(2)]
        # a stranger's code under my state: the verifier and the nonce are of another question
        assert await came(identity, theirs[0], mine[1]) == ServiceWrong("refused")


async def test_a_second_factor_is_asked_for_all_the_same(identity: Database) -> None:
    async with providing(NOW) as provider:
        admin = await is_set(identity, provider)
        await came(identity, *await asked(identity, provider, admin, connect=True), who=admin)
        signed = await came(identity, *await asked(identity, provider, admin, connect=False))
        assert isinstance(signed, api.SecondFactorWanted)


async def test_it_is_disconnected_by_oneself(identity: Database, tables: Database) -> None:
    async with providing(NOW) as provider:
        await is_set(identity, provider)
        who = await ali(identity)
        await came(identity, *await asked(identity, provider, who, connect=True), who=who)
        async with tables.session() as sql:
            await sql.execute("update person set password_hash = null where id = $1", who.person)
        assert await api.disconnect_service(identity, who, NOW) == api.NoPassword()
        async with tables.session() as sql:
            await sql.execute("update person set password_hash = 'x' where id = $1", who.person)
        late = await api.disconnect_service(identity, who, later(minutes=10))
        assert late == api.NotFresh()
        assert await api.disconnect_service(identity, who, NOW) == api.Done()
        assert not await api.is_connected(identity, who)
