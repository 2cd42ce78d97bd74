"""No statement of ours reads a growing table whole, whatever size it was planned at.

A plan is made once for a connection, mostly while tables are tiny, and kept when they have grown:
so what is asked here is how each would be carried out on tables of any size (docs/why/0025).
"""

from collections import defaultdict
from collections.abc import Iterable

import asyncpg
from tests.engines.postgres.plans import Plan, fill, plans, plans_within, statements, whole_reads

from huleedu.engines.postgres.connecting import Address

SCHEMAS = (
    *("batches", "bus", "content", "files", "judging", "lifecycle", "linguistics"),
    *("gateway", "results", "spelling"),
)
TINY, LARGE = 20, 10_000
MODES = "force_generic_plan", "force_custom_plan"

SMALL = {
    "anchor": "a row for each text that somebody keeps by hand",
    "school_remarks": "a row a school",
    "subscription": "as many rows as messages and their hearers in the program",
    "presence": "a row for each living process",
    "worker": "a row for each service of each living process",
    "pace": "a row for each language model",
    "due": "a row for each batch of which something was decided in the last half minute",
}
"""Tables that do not grow with the work."""

BY_INTENT = {
    "batches.store.ALL batch": "an audit compares everything",
    "lifecycle.store.snapshot.ALL batch": "an audit compares everything",
    "kit.outbox.ABOUT outbox": "an audit; an index for it would cost each message",
    "kit.outbox.PRUNE outbox": "once an hour; an index for it would cost each message",
    "kit.inbox.PRUNE inbox": "once an hour; an index for it would cost each message",
    "engines.postgres.bus.DEAD dead": "`huleedu dead list` shows them all",
    "results.store.sizes.SIZES batch": "an operator's page counts everything, one asker at a time",
    "results.store.sizes.SIZES file": "an operator's page counts everything, one asker at a time",
    "lifecycle.store.essays.LIKE essay": "somebody typed the beginning of an id",
    "assign assignment": "programs from before `assign_v3`",
    "take delivery": "programs from before `take_v3`",
    "take_v2 delivery": "programs from before `take_v3`",
}
"""Statements that mean to read a whole table. Take from this list, never add to it."""


async def test_no_statement_reads_a_growing_table_whole(address: Address) -> None:
    found: dict[str, set[str]] = defaultdict(set)
    admin = await address.connect()
    try:
        await _look("empty", address, found)
        await fill(admin, SCHEMAS, TINY)
        await _look("tiny", address, found)
        await admin.execute("vacuum analyze")
        await _look("tiny, analysed", address, found)
        await fill(admin, SCHEMAS, LARGE)
        await _look("large, analysed when tiny", address, found)
        await admin.execute("vacuum analyze")
        await _look("large, analysed", address, found)
    finally:
        await admin.close()
    wrong = [
        f"{read} ({'; '.join(sorted(when))})"
        for read, when in found.items()
        if read not in BY_INTENT
    ]
    assert not wrong, "read whole: " + "\n".join(wrong)
    assert set(BY_INTENT) <= set(found), (
        "these read no table whole any more: take them from the list"
    )


async def _look(size: str, address: Address, found: dict[str, set[str]]) -> None:
    for schema in SCHEMAS:
        for mode in MODES:
            sql = await _connect(address, schema)
            try:
                for statement in statements():
                    if statement.schema == schema:
                        reads = await plans(sql, statement, mode)
                        _add(found, statement.name, reads, f"{size}: {mode}")
                for function, reads in (await plans_within(sql, schema, mode)).items():
                    _add(found, function, reads, f"{size}: {mode}")
            finally:
                await sql.close()


def _add(found: dict[str, set[str]], name: str, asked: Iterable[Plan], when: str) -> None:
    for plan in asked:
        for table in whole_reads(plan):
            if table not in SMALL:
                found[f"{name} {table}"].add(when)


async def _connect(address: Address, schema: str) -> asyncpg.Connection:
    """A connection with the settings of all of ours, that tells the plans within functions."""
    sql = await address.connect()
    await sql.execute(
        f"set search_path = {schema}; load 'auto_explain'; set client_min_messages = log; "
        "set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on; "
        "set auto_explain.log_format = json"
    )
    return sql
