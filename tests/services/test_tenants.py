"""Schools that share a database: what a viewer may touch at all is kept apart by the server."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest
from tests.engines.postgres.plans import SCHOOL_OF_ROWS, Statement, fill_once, statements

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.engines.postgres.database import Address
from huleedu.kit.database import Row, Viewer
from huleedu.wiring.modules import SERVICES
from huleedu.wiring.program import House

SCHEMAS = [*SERVICES, "bus", "content"]

TABLES = """
select n.nspname || '.' || c.relname as name, c.relrowsecurity and c.relforcerowsecurity as kept,
       exists (select from pg_policy p where p.polrelid = c.oid
               and pg_get_expr(p.polqual, c.oid) like '%school = %huleedu.school%') as told,
       exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'school'
               and a.attnotnull and not a.attisdropped) as school,
       has_any_column_privilege(w.oid, c.oid, 'select, insert, update')
           or has_table_privilege(w.oid, c.oid, 'delete, truncate') as open, c.relkind::text as kind
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_roles w on w.rolname = pg_get_userbyid(n.nspowner) || '_web'
where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname = any($1)
"""

DEFINERS = """
select n.nspname || '.' || p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where p.prosecdef and n.nspname = any($1)
"""

OPEN = {
    "content.content": "found by the SHA-256 of what it holds, and by nothing else",
    "content.piece": "what one upload is on its way with, by a number that nobody else has",
    "gateway.outbox": "commands are said there; ids alone are read, by which nothing is said twice",
    "exports.outbox": "that an export is to be made is said there, with its row",
}
"""Tables of all schools that a viewer may touch."""
BY_ANOTHER = {
    "classes.essay": "seen by whoever sees its batch",
    "classes.decision": "seen by whoever sees its batch",
    "judging.earlier_answer": "seen by whoever sees its pair",
    "lifecycle.essay": "seen by whoever sees its batch",
    "lifecycle.replacement": "seen by whoever sees its batch",
    "lifecycle.move": "seen by whoever sees its essay",
}
"""Tables whose policy asks for another's row instead of a column of their own."""

NOBODYS = {
    "identity.attempt": "counters under hashes, which count before anybody is known",
    "identity.challenge": "hashes of dice, for minutes",
}
"""Tables of no school, all rows of which a viewer may touch."""

REFUSED = (
    asyncpg.InsufficientPrivilegeError,
    asyncpg.IntegrityConstraintViolationError,
    asyncpg.DataError,  # a sample that the statement cannot read
)

SAMPLES: dict[str, object] = {
    "uuid": SCHOOL_OF_ROWS,
    "text": "x",
    "int2": 1,
    "int4": 1,
    "oid": 1,
    "interval": timedelta(),
    "int8": 1,
    "float8": 1.0,
    "numeric": 1,
    "bool": False,
    "timestamptz": datetime(2026, 12, 1, tzinfo=UTC),
    "date": date(2026, 12, 1),
    "jsonb": "{}",
    "bytea": b"x",
}


@pytest.fixture
async def tables(address: Address) -> Sequence[asyncpg.Record]:
    connection = await address.connect()
    try:
        assert not await connection.fetch(DEFINERS, SCHEMAS), "a function with its definer's rights"
        return await connection.fetch(TABLES, SCHEMAS)
    finally:
        await connection.close()


async def test_every_table_that_knows_a_school_is_kept_apart(
    tables: Sequence[asyncpg.Record],
) -> None:
    known = [table for table in tables if table["school"]]
    assert {"results.batch", "results.file", "batches.batch", "lifecycle.batch"} <= {
        table["name"] for table in known
    }
    assert [t["name"] for t in known if not (t["kept"] and t["told"])] == []


async def test_whatever_a_viewer_may_touch_knows_its_school(
    tables: Sequence[asyncpg.Record],
) -> None:
    touched = {table["name"]: table for table in tables if table["open"]}
    assert set(OPEN) <= set(touched)
    for name, table in touched.items():
        if name not in OPEN:
            assert table["kind"] == "r", f"{name} shows what its owner sees"
            assert table["kept"], f"{name} shows every school's rows"
            told = table["school"] and table["told"]
            assert told or name in BY_ANOTHER or name in NOBODYS, f"{name} has no school"


async def test_no_statement_shows_anything_to_a_viewer_without_a_school(
    address: Address, house: House
) -> None:
    """Each named statement of each service is asked, by nobody and by the rows' own school."""
    admin = await address.connect()
    try:
        await fill_once(admin, SCHEMAS)
        asked = [(one, await _arguments(admin, one)) for one in statements()]
    finally:
        await admin.close()
    seen: set[str] = set()
    for statement, arguments in asked:
        if not _asks_for_rows(statement):
            continue
        for nobody in (Viewer(None), Viewer(UUID(int=9)), Viewer(None, SCHOOL_OF_ROWS)):
            found = await _answer(house, statement, nobody, arguments)
            assert not _tells(found), f"{statement.name} told {found} to {nobody}"
        if _tells(await _answer(house, statement, Viewer(OWN_SCHOOL), arguments)):
            seen.add(statement.name)
    assert {"results.store.PROGRESS", "results.store.owned.SEEN_ONE"} <= seen
    assert {"results.store.owned.SEEN", "results.store.SHOWN"} <= seen
    assert {"judging.store.sessions.WHOSE", "judging.store.assignments.STATE"} <= seen


async def _arguments(admin: asyncpg.Connection, statement: Statement) -> list[object]:
    """One for each parameter, such as finds the rows that are there."""
    await admin.execute(f"set search_path = {statement.schema}")
    prepared = await admin.prepare(statement.text)
    kinds = [kind.name for kind in prepared.get_parameters()]
    return [[SAMPLES[kind[:-2]]] if kind.endswith("[]") else SAMPLES[kind] for kind in kinds]


async def _answer(
    house: House, statement: Statement, viewer: Viewer, arguments: Sequence[object]
) -> Sequence[Row]:
    """What the statement answers; nothing is kept of what it does."""
    try:
        async with house.viewers(statement.schema).of(viewer).transaction() as sql:
            found = await sql.fetch(statement.text, *arguments)
            raise _Undone(found)
    except _Undone as undone:
        return undone.found
    except REFUSED:
        return []


class _Undone(Exception):
    """The statement has answered; what it did is taken back."""

    def __init__(self, found: Sequence[Row]) -> None:
        super().__init__()
        self.found = found


def _asks_for_rows(statement: Statement) -> bool:
    """Such as are somebody's."""
    tables = set(re.findall(r"\b(?:from|into|update|join)\s+(?!pg_)(\w+)", statement.text))
    named = {f"{statement.schema}.{table}" for table in tables}
    return bool(tables) and not named & {*NOBODYS, *OPEN}


def _tells(rows: Sequence[Row]) -> bool:
    """Is there anything but noughts in the answer? What is counted of nothing is nought."""
    return any(value for row in rows for value in dict(row).values())  # pyright: ignore
