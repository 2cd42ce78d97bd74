"""Drafts are asked for where a school allows it, once at a time, for whom nobody has written."""

from dataclasses import replace
from uuid import UUID

from tests.gateway.drafting.conftest import Drafting, forbid
from tests.gateway.feedback.a_class import BATCH

from huleedu.gateway.drafting.requests import (
    DraftsOff,
    DraftsWanted,
    drafts_offered,
    want_drafts,
)

ANNA, BO = UUID(int=1), UUID(int=2)
PLAN = "insert into plan (batch, school, rules) values ($1, $2, $3)"
FOR_ADMINISTRATORS = "update language_models set who = 'administrators'"


async def test_asked_again_it_waits_once(drafting: Drafting) -> None:
    assert set((await drafting.wanted([ANNA, BO])).essays) == {ANNA, BO}
    assert (await drafting.wanted([ANNA])).essays == ()
    async with drafting.house.database("gateway").session() as sql:
        said = await sql.fetchval("select count(*) from outbox where type like 'drafting.%'")
    assert said == 2
    await drafting.work()
    assert (await drafting.wanted([ANNA])).essays == (), "there are words now"


async def test_where_it_is_not_allowed_nothing_is_asked_for(drafting: Drafting) -> None:
    ali = drafting.ali
    assert await drafts_offered(ali.around, BATCH, ("teacher",))
    async with drafting.house.database("identity").session() as sql:
        await sql.execute(FOR_ADMINISTRATORS)
    commands = drafting.commands
    assert await want_drafts(ali.around, commands, BATCH, ("teacher",)) == DraftsOff()
    done = await want_drafts(ali.around, commands, BATCH, ("administrator",), [ANNA])
    assert done == DraftsWanted((ANNA,))
    await forbid(drafting.house, drafting.of.school)
    assert await want_drafts(ali.around, commands, BATCH, ("administrator",)) == DraftsOff()


async def test_in_a_secret_batch_none_is_offered(drafting: Drafting) -> None:
    async with drafting.house.database("judging").session() as sql:
        await sql.execute(PLAN, BATCH, drafting.of.school, '{"secret": true}')
    assert await drafts_offered(drafting.ali.around, BATCH, ("teacher",)) is None


async def test_another_school_asks_for_nothing_here(drafting: Drafting) -> None:
    elsewhere = replace(drafting.ali.around, school=UUID(int=77))
    assert await drafts_offered(elsewhere, BATCH, ("teacher", "administrator")) is None
