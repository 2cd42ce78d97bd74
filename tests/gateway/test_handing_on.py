"""What is somebody's goes to a colleague of the same school, noted, and once."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from tests.gateway.web.conftest import KARIN, SCHOOL
from tests.gateway.web.test_home import registered
from tests.services.identity import persons

from huleedu.gateway.handing_on import HandingOn, Held
from huleedu.kit.database import Viewer
from huleedu.services.classes.api import classes
from huleedu.services.identity import api as identity
from huleedu.wiring.program import House
from huleedu.wiring.web import handing_on

FAR = UUID(int=98)


@pytest.fixture
async def handing(house: House) -> HandingOn:
    await house.start(["gateway"])
    return handing_on(house, SCHOOL)


async def taught(house: House, *teachers: UUID) -> UUID:
    database = house.viewers("classes").of(Viewer(SCHOOL))
    class_ = uuid4()
    for teacher in teachers:
        who = classes.Teacher(SCHOOL, teachers[0])
        await classes.make(database, who, class_, ("9B", "2026"), house.clock())
        await classes.share(database, who, class_, teacher, teaches=True)
    return class_


async def test_batches_and_classes_change_hands_and_back(house: House, handing: HandingOn) -> None:
    people = house.viewers("identity").of(Viewer(None))
    ali = await persons.somebody(people, now=house.clock())
    batch, other = await registered(house, "Ett val"), await registered(house, "B", owner=ali)
    mine, ours = await taught(house, KARIN.person), await taught(house, KARIN.person, ali)
    held = await handing.held(KARIN.person)
    assert held == Held((batch,), tuple(sorted((mine, ours))))
    handed = await handing.hand_on(KARIN.person, ali)
    await house.catch_up()
    assert handed == Held((batch,), (mine,)), "what both teach stays with both"
    assert await handing.shows(KARIN.person, handed)
    assert await handing.held(KARIN.person) == Held((), (ours,))
    assert set((await handing.held(ali)).batches) == {batch, other}
    assert await handing.hand_on(KARIN.person, ali) == Held(), "again there is nothing"
    back = await handing.hand_on(ali, KARIN.person, handed)
    await house.catch_up()
    assert back == handed
    assert await handing.held(KARIN.person) == held
    assert (await handing.held(ali)).batches == (other,)


async def test_what_is_handed_to_nobody_is_the_administrators(
    house: House, handing: HandingOn
) -> None:
    batch, mine = await registered(house, "Ett val"), await taught(house, KARIN.person)
    assert await handing.hand_on(KARIN.person, None) == Held((batch,), (mine,))
    await house.catch_up()
    assert not await handing.held(KARIN.person)
    head = classes.Teacher(SCHOOL, uuid4(), administrator=True)
    database = house.viewers("classes").of(Viewer(SCHOOL))
    assert [one.id for one in await classes.classes_of(database, head)] == [mine]


async def test_another_schools_hands_reach_nothing(house: House, handing: HandingOn) -> None:
    batch, mine = await registered(house, "Ett val"), await taught(house, KARIN.person)
    stranger = handing_on(house, FAR)
    assert await stranger.held(KARIN.person) == Held()
    assert await stranger.hand_on(KARIN.person, uuid4(), Held((batch,), (mine,))) == Held()
    await house.catch_up()
    assert await handing.held(KARIN.person) == Held((batch,), (mine,))


async def test_each_is_noted_with_who_has_it_now(house: House) -> None:
    await house.start(["gateway"])
    people = house.viewers("identity").of(Viewer(None))
    head = await persons.karin(people, house.clock())
    eva = await persons.somebody(people, "eva@lund.example", now=house.clock())
    batch = await registered(house, "Ett val", school=head.school, owner=eva)
    handing = replace(handing_on(house, head.school), by=head.person, address="192.0.2.7")
    await handing.hand_on(eva, head.person)
    [entry] = await _noted(house, head)
    assert (entry.person, entry.about, entry.address) == (head.person, eva, "192.0.2.7")
    assert (entry.facts["batch"], entry.facts["to"]) == (str(batch), str(head.person))


async def _noted(house: House, head: identity.SignedIn) -> list[identity.AuditEntry]:
    people = house.viewers("identity").of(Viewer(None))
    found = await identity.audit_of(people, head, what="batch_handed_on")
    assert not isinstance(found, identity.MayNot)
    return list(found)
