"""Bring the database to this version of the program: forward only, one program at a time."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import asyncpg

from huleedu.engines.postgres.connecting import FAILURES, Address, meant
from huleedu.engines.postgres.fitness import refuse_unfit
from huleedu.kit.cannot_run import CannotRun

ONE_AT_A_TIME = "select pg_advisory_lock(1213550661, 0)"

STATEMENT_S = 900.0
"""A step may have a large table to change, or wait until another program has made it."""

RECORD = """
create schema if not exists huleedu;
create table if not exists huleedu.migration (
    schema text not null,
    folder text not null,
    number integer not null,
    name text not null,
    sha256 text not null,
    applied_at timestamptz not null default clock_timestamp(),
    primary key (schema, folder, number)
);
"""

SET_SINCE = 16
"""The version from which on being a member and acting as it are two rights."""

APPLIED = "select schema, folder, number, sha256 from huleedu.migration"

RECORD_ONE = """
insert into huleedu.migration (schema, folder, number, name, sha256) values ($1, $2, $3, $4, $5)
"""

OWNER = "select quote_ident(pg_get_userbyid(nspowner)) from pg_namespace where nspname = $1"

# roles belong to the whole server: each database of each user has its own, which tells whose they
# are; they were called huleedu_<schema> once, and are found by what they own
ROLE = """
select 'huleedu_' || left(encode(sha256(convert_to(
    current_database() || '/' || current_user, 'UTF8')), 'hex'), 8) || '_' || $1::text
"""

# it may be left over from a database of the same name, or made for another one just now
MAKE_ROLE = """
do $$ begin create role {role} {kind};
exception when duplicate_object or unique_violation then null; end $$
"""


# of these schemas, those whose owners this role may not become yet
CLOSED = """
select array_agg(distinct quote_ident(pg_get_userbyid(n.nspowner))) from pg_namespace n
where n.nspname = any($1::text[]) and not exists (
    select from pg_auth_members m join pg_roles r on r.oid = m.member
    where m.roleid = n.nspowner and r.rolname = $2)
"""


class NewerDatabase(CannotRun):
    """The database was made by a newer version of HuleEdu: use that version, or another home."""


class ChangedMigration(CannotRun):
    """A migration that was applied reads otherwise now: this is not the program that made it."""


class MayNotMigrate(CannotRun):
    """The database user has no right to make roles and schemas."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered file of SQL."""

    schema: str
    folder: str
    number: int
    name: str
    statements: str

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells it from all others."""
        return self.schema, self.folder, self.number

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of its text."""
        return sha256(self.statements.encode()).hexdigest()


def find(schema: str, folders: Iterable[Path]) -> list[Migration]:
    """The migrations of a schema, in the order in which they are applied."""
    found: list[Migration] = []
    for folder in folders:
        for file in sorted(folder.glob("*.sql")):
            number = re.match(r"(\d{4})_", file.name)
            assert number, f"{file} should be called 0001_what_it_does.sql"
            label = "kit" if folder.parent.name == "kit" else "own"
            text = file.read_text(encoding="utf-8")
            found.append(Migration(schema, label, int(number[1]), file.stem, text))
    return found


async def migrate(
    address: Address, wanted: Sequence[Migration], *, synced: bool = True
) -> list[Migration]:
    """Apply what is missing, all or nothing; returns what was applied.

    The role `address.login` is made, too, and let into all schemas.

    Args:
        synced: False takes a server that loses what it has committed in a power cut: to show that.

    Raises `NewerDatabase`, `ChangedMigration`, `MayNotMigrate` or `EngineAway`.
    """
    schemas = list(dict.fromkeys(migration.schema for migration in wanted))
    connection = await address.connect(statement_s=STATEMENT_S)
    try:
        await refuse_unfit(address, connection, synced=synced)
        if not await pending(connection, wanted):
            closed = address.login and await connection.fetchval(CLOSED, schemas, address.login)
            if not closed:
                return []
        await connection.execute(ONE_AT_A_TIME)
        async with connection.transaction():
            await connection.execute(RECORD)
            missing = _missing(await _applied(connection), wanted)
            for schema in dict.fromkeys(migration.schema for migration in missing):
                await _make_room(connection, schema)
            for migration in missing:
                await _apply(connection, migration)
            if address.login:
                await _let_in(connection, address.login, schemas)
        return missing
    except asyncpg.InsufficientPrivilegeError as error:
        raise MayNotMigrate(
            f"the database user may not set up HuleEdu's schemas ({error}); give it CREATEROLE and "
            "CREATE on the database, or run `huleedu engine migrate` once as a user who has them"
        ) from error
    except FAILURES as error:
        raise meant(error, connection) or error from error
    finally:
        await connection.close()


async def pending(connection: asyncpg.Connection, wanted: Sequence[Migration]) -> list[Migration]:
    """What `migrate` would apply; raises `NewerDatabase` or `ChangedMigration`."""
    if not await connection.fetchval("select to_regclass('huleedu.migration')"):
        return list(wanted)
    return _missing(await _applied(connection), wanted)


async def _applied(connection: asyncpg.Connection) -> dict[tuple[str, str, int], str]:
    rows = await connection.fetch(APPLIED)
    return {(row["schema"], row["folder"], row["number"]): row["sha256"] for row in rows}


def _missing(
    applied: dict[tuple[str, str, int], str], wanted: Sequence[Migration]
) -> list[Migration]:
    known = {migration.key for migration in wanted}
    schemas = {migration.schema for migration in wanted}
    newer = sorted(key for key in applied if key not in known and key[0] in schemas)
    if newer:
        schema, _, number = newer[0]
        raise NewerDatabase(
            f"this database was made by a newer HuleEdu (it has step {number} of {schema}); "
            "install that version, or choose another HULEEDU_HOME"
        )
    for migration in wanted:
        if applied.get(migration.key, migration.digest) != migration.digest:
            raise ChangedMigration(
                f"{migration.schema}/{migration.name} is not what was applied to this database; "
                "install the version of HuleEdu that made it, or choose another HULEEDU_HOME"
            )
    return [migration for migration in wanted if migration.key not in applied]


async def _make_room(connection: asyncpg.Connection, schema: str) -> None:
    """A schema, and a role that has rights there and nowhere else."""
    if await connection.fetchval(OWNER, schema):
        return
    role = await connection.fetchval(ROLE, schema)
    if not await connection.fetchval("select 1 from pg_roles where rolname = $1", role):
        await connection.execute(MAKE_ROLE.format(role=role, kind="nologin"))
    # who makes a role may act as it: since 16 only when told so
    may = "set" if connection.get_server_version().major >= SET_SINCE else "member"
    if not await connection.fetchval("select pg_has_role(current_user, $1, $2)", role, may):
        await connection.execute(f"grant {role} to current_user")
    await connection.execute(f"create schema {schema} authorization {role}")


async def _let_in(connection: asyncpg.Connection, login: str, schemas: Sequence[str]) -> None:
    """A role that may log in, and become the owner of each schema, and has no other rights."""
    if closed := await connection.fetchval(CLOSED, schemas, login):
        await connection.execute(MAKE_ROLE.format(role=login, kind="login noinherit"))
        await connection.execute(f"grant {', '.join(closed)} to {login}")


async def _apply(connection: asyncpg.Connection, migration: Migration) -> None:
    role = await connection.fetchval(OWNER, migration.schema)
    await connection.execute(f"set local role {role}")
    await connection.execute(f"set local search_path = {migration.schema}")
    await connection.execute(migration.statements)
    await connection.execute("reset role; reset search_path")
    await connection.execute(
        RECORD_ONE,
        migration.schema,
        migration.folder,
        migration.number,
        migration.name,
        migration.digest,
    )
