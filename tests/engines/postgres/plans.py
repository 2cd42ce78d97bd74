"""Ask PostgreSQL how it would carry out each statement of ours, on tables of any size."""

import json
import pkgutil
import re
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any
from uuid import UUID

import asyncpg

from huleedu import services
from huleedu.engines.postgres import bus, contents
from huleedu.gateway.uploads import store as uploads
from huleedu.kit import inbox, outbox

Plan = Mapping[str, Any]
"""A node of a plan, as `explain (format json)` tells it."""

TABLES = """
select n.nspname as schema, c.relname as table,
       array_agg(a.attname::text order by a.attnum) as columns,
       array_agg(format_type(a.atttypid, null) order by a.attnum) as types
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relkind = 'r' and n.nspname = any($1) and a.attidentity = ''
group by n.nspname, c.relname order by 1, 2
"""

FUNCTIONS = """
select p.proname as name, array(
    select format_type(t, null) from unnest(p.proargtypes) with ordinality as a (t, n) order by n
) as types
from pg_proc p where p.pronamespace = $1::regnamespace and p.prokind = 'f'
    and p.prorettype <> 'trigger'::regtype order by 1
"""

# what a deed for one table alone would be refused by
FOREIGN_KEYS = """
select conrelid::regclass::text as table, quote_ident(conname) as name from pg_constraint
where connamespace = $1::regnamespace and contype = 'f' and conparentid = 0
"""

CHECKS = """
select conrelid::regclass::text as table, quote_ident(conname) as name from pg_constraint
where connamespace::regnamespace::text = any($1) and contype = 'c' and conrelid <> 0
"""

TRIGGERED = """
select distinct c.relname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
where c.relnamespace = $1::regnamespace and not t.tgisinternal
"""

# row number g: every thirty rows are of one batch, every hundredth has each word
VALUES = {
    "uuid": "md5('{column}' || {unit})::uuid",
    "text": "'{column}' || g",
    "integer": "g % 30 + 1",
    "bigint": "g",
    "smallint": "1",
    "numeric": "1",
    "double precision": "1",
    "boolean": "false",
    "timestamp with time zone": "now() - g * interval '1 s'",
    "date": "current_date - g",
    "jsonb": "'{{}}'",
    "bytea": "sha256(('{column}' || g)::bytea)",
    "text[]": "'{{}}'",
    "uuid[]": "'{{}}'",
    "integer[]": "array[1, g]",
}
FEW = {
    *("consumer", "type", "state", "step", "kind", "outcome", "judge", "model", "language"),
    "school",
}
"""Columns with few values: a condition on these alone leaves much to read."""
PARTIAL = {"outbox_unsent", "pair_out", "delivery_out", "judging_ends", "llm_run_to_tell"}
"""Indexes of rows that are few at any time: all of such an index may be read."""
OF_MANY = {"batch", "judging"}
"""Columns whose value thirty rows share."""
FILLED = {
    "number": "g % 30",
    "may": "'look'",
    "school": "'00000000-0000-4000-8000-000000000001'",
    "used": "0",
    "attempt": "0",
    "holder": "g",
    "llm_run.holder": "gen_random_uuid()",
    "talk.kind": "'put'",
    "talk.outcome": "null",
    "export.state": "'made'",
    "export.attempt": "gen_random_uuid()",
    "export_part.attempt": "gen_random_uuid()",
    "assignment.first": "gen_random_uuid()",
    "feedback.program": "''",
    "grade.number": "g % 30 + 1",
    "essay.ahead": "null",
    "moved.what": "'given'",
    "language_models.protocol": "'openai'",
    "language_models.models": "array['small']",
    "language_models.who": "'teachers'",
    "month": "make_date(2000 + g / 12, 1 + g % 12, 1)",
    "pair.state": "case when g % 20 = 0 then 'out' else 'decided' end",
    "size_bytes": "g",
    "upload.state": "'open'",
    "first": "g % 30",
    "second": "g % 30 + 1",
    "problem": "null",
    "about": "null",
    "waits_until": "'infinity'",
    "misspellings": "'[]'",
    "not_misspelt": "'[]'",
    "address": "sha256(('bytes' || g)::bytea)",
    "bytes": "('bytes' || g)::bytea",
    "available_at": "'-infinity'",
    "leased_until": "'-infinity'",
}

SCHOOL_OF_ROWS = UUID("00000000-0000-4000-8000-000000000001")
ONCE = {
    "uuid": f"'{SCHOOL_OF_ROWS}'::uuid",
    "uuid[]": f"array['{SCHOOL_OF_ROWS}'::uuid]",
    "text": "'x'",
    "integer": "1",
    "bigint": "1",
    "bytea": "'x'::bytea",
    "timestamp with time zone": "now()",
    "date": "current_date",
}
"""The values of the one row that `fill_once` puts into each table."""

SAMPLES = {
    "uuid": "'00000000-0000-4000-8000-{n:012}'",
    "text": "'word {n}'",
    "integer": "{n}",
    "bigint": "{n}",
    "smallint": "1",
    "numeric": "{n}",
    "double precision": "{n}",
    "boolean": "true",
    "timestamp with time zone": "(now() - {n} * interval '1 s')",
    "date": "(current_date - {n})",
    "interval": "interval '{n} s'",
    "oid": "{n}",
    "jsonb": "'{{}}'",
    "bytea": "'\\x{n:04}'",
}
NEW = 1_000_000_000
"""The number of a row that is not there yet."""
MANY = 30
"""Elements of a sample that is an array."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A named statement, and the schema in which it is said."""

    name: str
    schema: str
    text: str


def statements() -> Iterator[Statement]:
    """Every statement of a store, of inbox and outbox, the bus, the contents and the uploads."""
    for module in _stores():
        schema = module.__name__.split(".")[2]
        yield from _named(module, schema)
    for module in (inbox, outbox):
        yield from _named(module, "lifecycle")
    yield from _named(bus, bus.SCHEMA)
    yield from _named(contents, contents.SCHEMA)
    yield from _named(uploads, "gateway")


def _stores() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(services.__path__, "huleedu.services."):
        if re.match(r"huleedu\.services\.\w+\.store\b", found.name):
            yield import_module(found.name)


def _named(module: ModuleType, schema: str) -> Iterator[Statement]:
    short = module.__name__.removeprefix("huleedu.").removeprefix("services.")
    for name, value in vars(module).items():
        if name.isupper() and isinstance(value, str):
            text = re.sub(r"--.*", "", value).strip()
            if re.match(r"(select|insert|update|delete|with)\b", text):
                yield Statement(f"{short}.{name}", schema, value.strip())


async def fill(sql: asyncpg.Connection, schemas: Sequence[str], rows: int) -> None:
    """Put so many rows into every table; needs a superuser."""
    await sql.execute("set session_replication_role = replica")
    for table in await sql.fetch(TABLES, schemas):
        await sql.execute(_filling(table, 1, rows))
    await sql.execute("set session_replication_role = origin")


async def fill_once(sql: asyncpg.Connection, schemas: Sequence[str]) -> None:
    """Put one row into every table, all ids of which are `SCHOOL_OF_ROWS`; needs a superuser.

    The words in it are none that a table would take: what checks them is dropped.
    """
    for check in await sql.fetch(CHECKS, schemas):
        await sql.execute(f"alter table {check['table']} drop constraint {check['name']}")
    await sql.execute("set session_replication_role = replica")
    for table in await sql.fetch(TABLES, schemas):
        values = [
            ONCE.get(kind, VALUES[kind]).format(column=column)
            for column, kind in zip(table["columns"], table["types"], strict=True)
        ]
        await sql.execute(
            f"insert into {table['schema']}.{table['table']} ({', '.join(table['columns'])}) "
            f"select {', '.join(values)} from generate_series(1, 1) as g on conflict do nothing"
        )
    await sql.execute("set session_replication_role = origin")


def _filling(table: asyncpg.Record, first: int, last: int) -> str:
    columns = list(zip(table["columns"], table["types"], strict=True))
    values = [
        FILLED.get(f"{table['table']}.{column}") or _value(column, kind, own=n == 0)
        for n, (column, kind) in enumerate(columns)
    ]
    return (
        f"insert into {table['schema']}.{table['table']} ({', '.join(table['columns'])}) "
        f"select {', '.join(values)} from generate_series({first}, {last}) as g "
        "on conflict do nothing"
    )


def _value(column: str, kind: str, *, own: bool) -> str:
    if column in FILLED:
        return FILLED[column]
    if column in FEW and not own:
        return f"'{column}' || g % 100"
    unit = "g / 30" if column in OF_MANY else "g"
    return VALUES[kind].format(column=column, unit=unit)


async def plans(sql: asyncpg.Connection, statement: Statement, mode: str) -> list[Plan]:
    """How it would be carried out with a plan of this mode: 'force_generic_plan', say."""
    await sql.execute(f"set plan_cache_mode = {mode}")
    await sql.execute(f"prepare asked as {statement.text}")
    try:
        types = await sql.fetchval(
            "select parameter_types::text[] from pg_prepared_statements where name = 'asked'"
        )
        given = f"({', '.join(map(_sample, types))})" if types else ""
        told = await sql.fetchval(f"explain (format json) execute asked{given}")
        return [part["Plan"] for part in json.loads(told)]
    finally:
        await sql.execute("deallocate asked")


def _sample(kind: str) -> str:
    if kind.endswith("[]"):
        elements = (SAMPLES[kind[:-2]].format(n=n) for n in range(MANY))
        return f"array[{', '.join(elements)}]::{kind}"
    return f"{SAMPLES[kind].format(n=1)}::{kind}"


async def plans_within(sql: asyncpg.Connection, schema: str, mode: str) -> dict[str, list[Plan]]:
    """How the statements within each function are carried out: it is called, or triggered."""
    told: list[str] = []

    def hear(_connection: object, message: asyncpg.PostgresLogMessage) -> None:
        told.append(message.message)

    sql.add_log_listener(hear)
    found: dict[str, list[Plan]] = {}
    await sql.execute(f"set plan_cache_mode = {mode}")
    for name, deeds in (await _deeds(sql, schema)).items():
        told.clear()
        async with _undone(sql):
            for key in await sql.fetch(FOREIGN_KEYS, schema):
                await sql.execute(f"alter table {key['table']} drop constraint {key['name']}")
            for deed in deeds:
                await sql.execute(deed)
        found[name] = [json.loads(m[m.index("{") :])["Plan"] for m in told if "plan:" in m]
    sql.remove_log_listener(hear)
    return found


async def _deeds(sql: asyncpg.Connection, schema: str) -> dict[str, list[str]]:
    """What calls each function of a schema, and what sets off each trigger."""
    deeds = {
        function["name"]: [
            f"select {function['name']}({', '.join(map(_sample, function['types']))})"
        ]
        for function in await sql.fetch(FUNCTIONS, schema)
    }
    triggered = {row["name"] for row in await sql.fetch(TRIGGERED, schema)}
    for table in await sql.fetch(TABLES, [schema]):
        name, key = table["table"], table["columns"][0]
        if name in triggered:
            new = f"where {key} = {_value(key, table['types'][0], own=True)}".replace(
                " g", f" {NEW}"
            )
            deeds[f"triggers of {name}"] = [
                _filling(table, NEW, NEW),
                f"update {name} set {key} = {key} {new}",
                f"delete from {name} {new}",
            ]
    return deeds


@asynccontextmanager
async def _undone(sql: asyncpg.Connection) -> AsyncGenerator[None]:
    await sql.execute("begin")
    try:
        yield
    finally:
        await sql.execute("rollback")


def whole_reads(plan: Plan, *, table: str = "", limited: bool = False) -> Iterator[str]:
    """The tables that a plan reads from one end to the other, or a large share of.

    Args:
        table: whose rows the node above fetches.
        limited: somebody above takes the first rows and asks for no more.
    """
    kind, table = plan["Node Type"], plan.get("Relation Name", table)
    scans_index = kind in {"Index Scan", "Index Only Scan", "Bitmap Index Scan"}
    if kind == "Seq Scan" or (scans_index and not limited and not _is_narrow(plan)):
        yield table
    passes = kind in {"LockRows", "Subquery Scan", "ModifyTable", "Unique"}
    limited = kind == "Limit" or (limited and passes)
    for below in plan.get("Plans", ()):
        yield from whole_reads(below, table=table, limited=limited)


CONDITION = re.compile(r"\((?:\w+\.)?(\w+)(?:\)::\w+)? (?:=|<|>|<=|>=) ")
"""A column of a table beside a comparison, in `(a = $1) AND (t.b = ANY ($2))`."""


def _is_narrow(scan: Plan) -> bool:
    if scan["Index Name"] in PARTIAL:
        return True
    columns = set(
        re.findall(r"\((?:\w+\.)?(\w+)(?:\)::\w+)? (?:=|<|>|<=|>=) ", scan.get("Index Cond", ""))
    )
    return bool(columns - FEW)
