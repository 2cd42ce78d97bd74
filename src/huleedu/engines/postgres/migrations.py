"""Bring the database to this version of the program: forward only, one program at a time."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import asyncpg

from huleedu.engines.postgres import roles
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

APPLIED = "select schema, folder, number, sha256 from huleedu.migration"

RECORD_ONE = """
insert into huleedu.migration (schema, folder, number, name, sha256) values ($1, $2, $3, $4, $5)
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

    The roles `address.login` and `address.web` are made, too, and let into all schemas, each as
    what it is to be there.

    Args:
        synced: False takes a server that loses what it has committed in a power cut: to show that.

    Raises `NewerDatabase`, `ChangedMigration`, `MayNotMigrate` or `EngineAway`.
    """
    schemas = list(dict.fromkeys(migration.schema for migration in wanted))
    connection = await address.connect(statement_s=STATEMENT_S)
    try:
        await refuse_unfit(address, connection, synced=synced)
        logins = address.login, address.web
        if not await pending(connection, wanted) and await roles.all_let_in(
            connection, schemas, *logins
        ):
            return []
        await connection.execute(ONE_AT_A_TIME)
        async with connection.transaction():
            await connection.execute(RECORD)
            missing = _missing(await _applied(connection), wanted)
            for schema in schemas:
                await roles.make_room(connection, schema)
            for migration in missing:
                await _apply(connection, migration)
            for schema in schemas:
                await roles.open_to_viewers(connection, schema)
            await roles.let_in(connection, schemas, *logins)
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


async def _apply(connection: asyncpg.Connection, migration: Migration) -> None:
    await roles.as_owner(connection, migration.schema, migration.statements)
    await connection.execute(
        RECORD_ONE,
        migration.schema,
        migration.folder,
        migration.number,
        migration.name,
        migration.digest,
    )
