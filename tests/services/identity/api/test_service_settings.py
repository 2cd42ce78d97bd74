"""A school's own service is set by a fresh administrator, and tried before it is offered."""

from dataclasses import replace

from tests.engines.oidc.provider import SECRET, providing
from tests.services.identity.api.test_services import BACK, SERVICE, asked, came, is_set, told
from tests.services.identity.persons import NOW, SEALS, ali, later

from huleedu.kit.database import Database
from huleedu.kit.sign_in_service import ServiceWrong
from huleedu.services.identity import api


async def test_who_may_set_it_and_what_must_be_told(identity: Database) -> None:
    async with providing(NOW) as provider:
        admin, who = await is_set(identity, provider), await ali(identity)
        settings = told(provider)
        refused = await api.set_service(identity, SEALS, SERVICE, who, settings, SECRET, NOW)
        assert refused == api.MayNot()
        assert await api.service_of(identity, who) == api.MayNot()
        assert await api.remove_service(identity, who, NOW) == api.MayNot()
        stale = later(minutes=10)
        old = await api.set_service(identity, SEALS, SERVICE, admin, settings, SECRET, stale)
        assert old == api.NotFresh()
        assert await api.remove_service(identity, admin, stale) == api.NotFresh()
        asked_late = await api.ask_service(identity, SERVICE, admin.school, BACK, stale, who=admin)
        assert asked_late == api.NotFresh()
        empty = replace(settings, name="", client_id="")
        wrong = await api.set_service(identity, SEALS, SERVICE, admin, empty, "", NOW)
        assert isinstance(wrong, api.FormRefused)
        assert [each.field for each in wrong.problems] == ["name", "client_id", "client_secret"]
        plain = replace(settings, issuer="http://skola.example")
        no = await api.set_service(identity, SEALS, SERVICE, admin, plain, SECRET, NOW)
        assert no == ServiceWrong("no_service")
        found = await api.service_of(identity, admin)
        assert found == settings, "nothing of this was kept"
        assert await api.remove_service(identity, admin, NOW) == api.Done()
        assert await api.service_of(identity, admin) == api.NoService()


async def test_another_service_is_tried_anew(identity: Database) -> None:
    async with providing(NOW) as provider, providing(NOW) as other:
        admin = await is_set(identity, provider)
        await came(identity, *await asked(identity, provider, admin, connect=True), who=admin)
        assert len(await api.offered_services(identity)) == 1
        await api.set_service(identity, SEALS, SERVICE, admin, told(other), SECRET, NOW)
        assert await api.offered_services(identity) == []
        assert not await api.is_connected(identity, admin)
