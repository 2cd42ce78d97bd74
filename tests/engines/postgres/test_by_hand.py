"""Whoever mends a row by hand, through psql, sets no search_path: triggers work all the same."""

from uuid import UUID

import pytest

from huleedu.engines.postgres.connecting import Address

BATCH, ONE = UUID(int=1), UUID(int=2)

PROGRAMS_ONLY = {
    "bus.at_work_v2": "called by programs alone; with a setting it would not be inlined",
    "bus.give_back_from_the_dead": "programs from before `pass_over_v2`",
    "bus.pass_over_v2": "called by programs alone, every few seconds",
    "bus.take": "programs from before `take_v3`",
    "bus.take_v2": "programs from before `take_v3`",
    "bus.take_v3": "programs from before `take_v4`",
    "bus.take_v4": "called for every few messages",
    "lifecycle.assign": "programs from before `assign_v3`",
    "lifecycle.assign_v3": "programs from before `assign_v4`",
    "lifecycle.assign_v4": "called for every few essays",
}
"""These trust the search_path of the program that calls them; no change by hand calls them."""
NO_TABLE = {
    "bus.connected_v2": "reads the catalog alone",
    "identity.refuse_change": "says no, and looks at nothing",
    "lifecycle.counts_for": "reckons with its arguments; with a setting it would not be inlined",
    "results.date_batch": "writes the time into the row that is changed",
    "results.counts_for": "reckons with its arguments; with a setting it would not be inlined",
}

FUNCTIONS = """
select n.nspname || '.' || p.proname as name
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not exists (select from unnest(p.proconfig) c where c = 'search_path=' || n.nspname)
"""


async def test_every_function_says_where_its_tables_are(address: Address) -> None:
    admin = await address.connect()
    try:
        bare = {row["name"] for row in await admin.fetch(FUNCTIONS)}
    finally:
        await admin.close()
    assert bare == PROGRAMS_ONLY.keys() | NO_TABLE.keys()


@pytest.mark.parametrize(
    ("batch", "item", "change", "counts"),
    [
        (
            "insert into lifecycle.batch (id, waits_until) values ($1, now())",
            (
                "insert into lifecycle.essay (id, batch, name, place, state) "
                "values ($2, $1, 'a.txt', '{1,1,0}', 'waiting')"
            ),
            "update lifecycle.essay set state = 'left over'",
            "select array[unanswered, left_over] from lifecycle.batch",
        ),
        (
            "insert into results.batch (id, created_at) values ($1, now())",
            (
                "insert into results.file (id, batch, school) "
                "select $2, id, school from results.batch where id = $1"
            ),
            "update results.file set state = 'left_over'",
            "select array[waiting, left_over] from results.batch",
        ),
    ],
    ids=["lifecycle", "results"],
)
async def test_a_row_is_changed_by_hand(
    address: Address, batch: str, item: str, change: str, counts: str
) -> None:
    table = change.split()[1]
    admin = await address.connect()
    try:
        assert await admin.fetchval("show search_path") == '"$user", public'
        await admin.execute(batch, BATCH)
        await admin.execute(item, BATCH, ONE)
        assert await admin.fetchval(counts) == [1, 0]
        await admin.execute(change)
        assert await admin.fetchval(counts) == [0, 1]
        await admin.execute(f"delete from {table}")
        assert await admin.fetchval(counts) == [0, 0]
    finally:
        await admin.close()
