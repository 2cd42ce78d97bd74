"""Databases of the tests' own server: made by copying a template, dropped at their test's end."""

import itertools
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from huleedu.engines.postgres.cluster import SERVICES, WEB
from huleedu.engines.postgres.database import Address

Server = dict[str, Any]
"""The arguments that reach a server, but for the database."""
_numbers = itertools.count()


async def carry_out(server: Server, *statements: str) -> None:
    """Carry these out on a server, outside of any test's database."""
    admin = await asyncpg.connect(**server, database="postgres")
    try:
        for statement in statements:
            await admin.execute(statement)
    finally:
        await admin.close()


@asynccontextmanager
async def copy_of(template: str, server: Server) -> AsyncGenerator[Address]:
    """A copy of this template, dropped at the end."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    await carry_out(server, f"create database {name} template {template} strategy file_copy")
    yield Address(arguments={**server, "database": name}, login=SERVICES, web=WEB)
    await carry_out(server, f"drop database {name} with (force)")


# what every fresh database holds, kept beside: a school, migrations
KEEP = """
do $$ declare t record; begin
    create schema kept;
    for t in select n.nspname as s, c.relname as n from pg_class c
             join pg_namespace n on n.oid = c.relnamespace
             where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema$|kept$)' loop
        execute format('create table kept.%I as table %I.%I', t.s || '/' || t.n, t.s, t.n);
    end loop;
end $$
"""

# nobody else is there: no trigger and no foreign key needs to be asked
EMPTY = """
do $$ declare t record; changed boolean; begin
    set local session_replication_role = replica;
    for t in select split_part(c.relname, '/', 1) as s, split_part(c.relname, '/', 2) as n
             from pg_class c where c.relnamespace = 'kept'::regnamespace and c.relkind = 'r' loop
        execute format('select exists (select from %I.%I)', t.s, t.n) into changed;
        if changed then
            execute format('delete from %I.%I', t.s, t.n);
            execute format('insert into %I.%I overriding system value table kept.%I',
                           t.s, t.n, t.s || '/' || t.n);
        end if;
    end loop;
end $$
"""


CUT_OFF = """
select pg_terminate_backend(pid, 5000) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()
"""


@asynccontextmanager
async def copy_to_reuse(template: str, server: Server) -> AsyncGenerator[Address]:
    """The same for many tests, one after the other: see `make_empty`."""
    async with copy_of(template, server) as copy:
        await _on(copy, KEEP)
        yield copy


async def make_empty(reused: Address) -> None:
    """Put a database back as it was when it was made; sequences go on."""
    await _on(reused, EMPTY)


async def cut_off(reused: Address) -> None:
    """End all connections of a test that is over, as the drop of its database would."""
    await _on(reused, CUT_OFF)


async def _on(address: Address, statement: str) -> None:
    connection = await asyncpg.connect(**address.arguments)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def url_of(address: Address) -> str:
    """The same as a URL."""
    at = address.arguments
    return f"postgresql://{at['user']}@/{at['database']}?host={at['host']}&port={at['port']}"
