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


def url_of(address: Address) -> str:
    """The same as a URL."""
    at = address.arguments
    return f"postgresql://{at['user']}@/{at['database']}?host={at['host']}&port={at['port']}"
