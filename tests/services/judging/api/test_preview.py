"""A look at judging before it is open asks what was planned, and afterwards what is asked."""

from uuid import UUID

from tests.services.judging.api.test_desk import BATCH, scripts

from huleedu.engines.postgres.database import PostgresDatabase
from huleedu.services.judging.api import preview
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.domain.desk import Rules
from huleedu.services.judging.store import plans

SCHOOL = UUID(int=5)


async def test_the_question_is_the_plans_and_then_that_of_the_rules(
    database: PostgresDatabase, judgings: Judgings
) -> None:
    usual = await preview.session(database, BATCH, "Karin", "9B")
    assert (usual.criterion, usual.steps, usual.essays) == (Rules().criterion, 5, 0)
    async with database.transaction() as sql:
        await plans.keep(sql, BATCH, SCHOOL, plans.Plan(criterion="Which is funnier?"))
    assert (await preview.session(database, BATCH, "Karin", "9B")).criterion == "Which is funnier?"
    await judgings.open(BATCH, scripts(3), "9B", Rules(criterion="Which is sadder?", steps=3))
    begun = await preview.session(database, BATCH, "Karin", "9B")
    assert (begun.criterion, begun.steps) == ("Which is sadder?", 3)
