"""Every damage that one statement can do to the rows of a batch, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from huleedu.kit.database import Sql

CHANGED = {
    "text": "case when {c} = 'x' then 'y' else 'x' end",
    "integer": "{c} + 1",
    "bigint": "{c} + 1",
    "smallint": "{c} + 1",
    "real": "{c} + 1",
    "double precision": "{c} + 1",
    "boolean": "not {c}",
    "uuid": "gen_random_uuid()",
    "timestamp with time zone": "{c} - interval '400 days'",
    "bytea": "{c} || 'x'",
    "jsonb": "'\"x\"'",
    "json": "'\"x\"'",
    "ARRAY": "{c} || {c}",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table, and what tells its rows apart."""

    name: str
    key: tuple[str, ...]
    columns: dict[str, str]


@dataclass(frozen=True, slots=True)
class Damage:
    """One statement."""

    table: str
    what: str
    statement: str


async def tables(sql: Sql, schemas: Sequence[str]) -> list[Table]:
    """The tables of these schemas."""
    rows = await sql.fetch(
        """
        select c.table_schema || '.' || c.table_name as name, c.column_name, c.data_type,
            exists (
                select from pg_index i join pg_attribute a on a.attrelid = i.indrelid
                    and a.attnum = any(i.indkey)
                where i.indrelid = (c.table_schema || '.' || c.table_name)::regclass
                    and i.indisprimary and a.attname = c.column_name
            ) as in_key
        from information_schema.columns c join information_schema.tables t
            using (table_schema, table_name)
        where c.table_schema = any($1::text[]) and t.table_type = 'BASE TABLE'
            and c.is_generated = 'NEVER'
        order by 1, c.ordinal_position
        """,
        schemas,
    )
    found: dict[str, Table] = {}
    for row in rows:
        table = found.setdefault(row["name"], Table(row["name"], (), {}))
        table.columns[row["column_name"]] = row["data_type"]
        if row["in_key"]:
            found[row["name"]] = Table(table.name, (*table.key, row["column_name"]), table.columns)
    return list(found.values())


async def damages(sql: Sql, table: Table) -> list[Damage]:
    """All of them, on one row that has the column and on each two neighbours for swaps."""
    count = await sql.fetchval(f"select count(*) from {table.name}")
    if not count:
        return []
    found: list[Damage] = []
    order = ", ".join(table.key) or "1"
    for n in range(min(count, 8)):
        at = f"ctid = (select ctid from {table.name} order by {order} offset {n} limit 1)"
        found.append(Damage(table.name, f"row {n} deleted", f"delete from {table.name} where {at}"))
    for column, kind in table.columns.items():
        there = f"from {table.name} where {column} is not null order by {order} limit 1"
        if await sql.fetchval(f"select 1 {there}") is None:
            continue
        some, update = f"(select ctid {there})", f"update {table.name} set {column} ="
        to = {"emptied": "null", "changed": CHANGED[kind].format(c=column)}
        found += [
            Damage(table.name, f"{column} {what}", f"{update} {value} where ctid = {some}")
            for what, value in to.items()
        ]
        differing = (
            f"from {table.name} where {column} is distinct from (select {column} {there})"
            f" order by {order} limit 1"
        )
        if await sql.fetchval(f"select 1 {differing}") is not None:
            both = f"({some}, (select ctid {differing}))"
            swap = (
                f"update {table.name} t set {column} = o.{column} from {table.name} o"
                f" where t.ctid in {both} and o.ctid in {both} and o.ctid <> t.ctid"
            )
            found.append(Damage(table.name, f"{column} swapped", swap))
    columns = ", ".join(table.columns)
    found.append(
        Damage(
            table.name,
            "row doubled",
            f"insert into {table.name} ({columns}) select {columns} from {table.name} limit 1",
        )
    )
    return found
