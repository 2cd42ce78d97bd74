"""A secret that changed meanwhile is not written over by its older one, sealed."""

from tests.services.identity.persons import NOW, somebody

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.database import Database
from huleedu.services.identity.store import factors, sealed, services


async def test_each_secret_is_changed_as_it_was_seen(identity: Database, tables: Database) -> None:
    person = await somebody(identity)
    async with tables.session() as sql:
        await factors.offer_totp(sql, OWN_SCHOOL, person, "older", NOW)
        await services.set_service(sql, OWN_SCHOOL, "S", "https://a.example", ("us", "ours"))
        [app], [client] = await sealed.apps(sql), await sealed.clients(sql)
        assert (app["secret"], client["client_secret"]) == ("older", "ours")
        await sql.execute("update totp set secret = 'newer'")
        await sealed.seal_app(sql, app, "sealed")
        await sealed.seal_client(sql, client, "sealed")
        [app], [client] = await sealed.apps(sql), await sealed.clients(sql)
        assert (app["secret"], client["client_secret"]) == ("newer", "sealed")
        await services.set_service(sql, OWN_SCHOOL, "S", "https://a.example", ("us", "newer"))
        await sealed.lose_client(sql, client)
        [client] = await sealed.clients(sql)
        await sealed.lose_client(sql, client)
        assert await services.one(sql, OWN_SCHOOL) is None
