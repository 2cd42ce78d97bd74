"""A database of before keeps every row: under the field's terms, and as the school's it is."""

from uuid import UUID

import pytest

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.engines.postgres.migrations import migrate
from huleedu.wiring.program import all_migrations

BEFORE = 8
"""The last migration of judging before tables were renamed."""
OURS, THEIRS, THEIR_SCHOOL = UUID(int=7), UUID(int=8), UUID(int=0xA)
FILL = """
insert into exercise (id, opened_at, title) values ($1, now(), '9B');
insert into script (exercise, number, essay, name, text, measures)
select $1, n, gen_random_uuid(), 'a.txt', 'ab', '{}' from generate_series(0, 1) n;
insert into seat (exercise, judge, kind, seated_at, key_hash)
values ($1, 'Åsa', 'person', now(), uuid_send($1));
insert into pair (id, exercise, judge, first, second, handed_at, leased_until, state, answer, steps)
values ($1, $1, 'Åsa', 0, 1, now(), now(), 'decided', 1, 5);
insert into earlier_answer (pair, number, answer, steps, comment, changed_at)
values ($1, 1, -1, 5, '', now());
insert into draft (exercise, judge, pair, comment, saved_at) values ($1, 'Åsa', $1, 'x', now());
insert into asked (id, pair, exercise, judge, asked_at, request, response, tokens_in, tokens_out,
                   cost, outcome)
values ($1, $1, $1, 'model', now(), '{}', '', 1, 1, 0, 'speaks to judge');
insert into account (exercise, tokens, cost) values ($1, 2, 0);
insert into ranking (exercise, number, revision, decided, undone, made_at)
values ($1, 1, 0, 1, 0, now());
insert into due (exercise, since) values ($1, now());
insert into essay (batch, id, slot) values ($1, gen_random_uuid(), 1)
"""
PLANNED = "insert into plan (batch, school, rules) values ($1, $2, '{}')"
OF_A_JUDGING = (
    *("script", "enrolment", "pair", "draft", "transcript", "account", "ranking", "due"),
)


@pytest.fixture
async def filled(empty_database: Address) -> Address:
    """Two judgings of before, one of a school of its own; then all migrations."""
    wanted = all_migrations()
    older = [one for one in wanted if one.key[:2] != ("judging", "own") or one.number <= BEFORE]
    await migrate(empty_database, older)
    database = PostgresDatabase(empty_database.of_services(), "judging", connections=1)
    async with database.transaction() as sql:
        for batch in (OURS, THEIRS):
            for statement in FILL.split(";\n"):
                await sql.execute(statement, batch)
        await sql.execute(PLANNED, THEIRS, THEIR_SCHOOL)
    await database.aclose()
    await migrate(empty_database, wanted)
    return empty_database


async def test_what_was_judged_before_is_there_and_its_schools(filled: Address) -> None:
    database = PostgresDatabase(filled.of_services(), "judging", connections=1)
    async with database.session() as sql:
        for batch, school in ((OURS, OWN_SCHOOL), (THEIRS, THEIR_SCHOOL)):
            for table in OF_A_JUDGING:
                told = f"select distinct school from {table} where judging = $1"
                assert await sql.fetchval(told, batch) == school, table
            for told in (
                "select school from judging where id = $1",
                "select school from essay where batch = $1",
                "select school from plan where batch = $1",
            ):
                assert await sql.fetchval(told, batch) == school
            [pair] = await sql.fetch("select * from pair where judging = $1", batch)
            assert (pair["answer"], pair["assigned_at"]) == (1, pair["leased_until"])
        assert await sql.fetchval("select count(*) from earlier_answer") == 2
        outcomes = await sql.fetch("select distinct outcome from transcript")
        assert [row["outcome"] for row in outcomes] == ["prompt injection"]
    await database.aclose()


async def test_no_row_of_one_school_gets_into_the_judging_of_another(filled: Address) -> None:
    database = PostgresDatabase(filled.of_services(), "judging", connections=1)
    for table in OF_A_JUDGING:
        with pytest.raises(Exception, match="foreign key"):
            async with database.transaction() as sql:
                await sql.execute(
                    f"update {table} set school = $2 where judging = $1", OURS, THEIRS
                )
    await database.aclose()
