"""While a school is paused nobody judges its essays; when it goes on, all is as it was."""

from uuid import UUID

import httpx
from tests.gateway.api.asking import BATCH, Client, enrol, open_batch
from tests.services.identity.persons import NOW, karin

from huleedu.contracts.batches import BatchRegistered
from huleedu.kit.service import Transaction
from huleedu.services.identity import api as identity
from huleedu.services.judging.handlers import on_batch_registered
from huleedu.wiring.program import House

PAUSED = (403, {"type": "school_paused"})


async def paused_school(house: House) -> tuple[identity.SignedIn, UUID]:
    """An operator, and a school of theirs that is not their own."""
    people = house.database("identity")
    operator = await karin(people)
    await identity.make_school(people, operator, "Norra skolan", "sv", NOW)
    schools = await identity.schools_of(people, operator)
    assert not isinstance(schools, identity.MayNot)
    [north] = [one.id for one in schools if one.name == "Norra skolan"]
    return operator, north


async def of_school(house: House, school: UUID) -> None:
    event = BatchRegistered(
        batch=BATCH, title="9B", slots=6, language="en", pupils=(), deadline_s=60, school=school
    )
    async with house.database("judging").transaction() as sql:
        await on_batch_registered(Transaction(sql, NOW), event)


async def test_judges_of_a_paused_school_wait_until_it_goes_on(
    house: House, http: httpx.AsyncClient, asa: Client
) -> None:
    operator, north = await paused_school(house)
    await of_school(house, north)
    people, pair = house.database("identity"), (await asa.next()).body["pair"]
    assert await identity.pause_school(people, operator, north, NOW) == identity.Done()
    for answer in (
        await asa.session(),
        await asa.next(),
        await asa.decide(pair, 1),
        await asa.flag(pair),
        await asa.undo(0),
        await asa.decisions(),
    ):
        assert (answer.status, answer.body) == PAUSED
        assert "www-authenticate" not in answer.headers, "the key is a good one"
    other = UUID(int=8)
    await open_batch(house, batch=other)
    elsewhere = Client(http, await enrol(house, "Åsa", batch=other))
    assert (await elsewhere.session()).status == 200, "of another school"
    assert await identity.go_on(people, operator, north, NOW) == identity.Done()
    assert (await asa.next()).body["pair"] == pair
    assert (await asa.decide(pair, 1)).type == "recorded"
