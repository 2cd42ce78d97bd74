"""Requests whose answer is lost: what serves them is killed at a moment that a test names."""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx
import pytest
from tests.databases import url_of
from tests.patience import LONG_S

from huleedu.engines.postgres.database import Address

ROOT = Path(__file__).parents[3]
WAITING = "select count(distinct pid) from pg_locks where not granted and locktype <> 'virtualxid'"
BUSY = """
select exists (select from pg_stat_activity
               where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle')
"""
"""A killed process's statement goes on until its end; only then does PostgreSQL miss the client."""
AUDIT = "lock table identity.audit in access exclusive mode"
"""What is done is on disk before it is noted in the audit: whoever waits here has done it."""


@dataclass(frozen=True)
class Serving:
    """A process that serves the pages to Eva, and her browser."""

    process: asyncio.subprocess.Process
    browser: httpx.AsyncClient


@asynccontextmanager
async def serving(environment: Mapping[str, str]) -> AsyncGenerator[Serving]:
    """Such a process, killed at the end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.gateway.web.server_process"),
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout
        url = (await process.stdout.readline()).decode().strip()
        assert url, "it did not start"
        async with httpx.AsyncClient(
            base_url=url, timeout=LONG_S, headers={"Sec-Fetch-Site": "same-origin"}
        ) as browser:
            yield Serving(process, browser)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def environment_of(address: Address) -> dict[str, str]:
    """The tests' PostgreSQL, as such a process finds it."""
    return {"HULEEDU_DATABASE_URL": url_of(address)}


@asynccontextmanager
async def in_the_way(address: Address, *statements: str) -> AsyncGenerator[asyncpg.Connection]:
    """Hold what these lock; the connection tells whether somebody waits for it."""
    sql = await asyncpg.connect(**address.arguments)
    try:
        await sql.execute("begin")
        for statement in statements:
            await sql.execute(statement)
        yield sql
    finally:
        sql.terminate()


async def wait(sql: asyncpg.Connection, *sending: asyncio.Task[httpx.Response]) -> None:
    """Return when each of these waits for a lock; none does if there is an answer."""
    async with asyncio.timeout(LONG_S):
        while await sql.fetchval(WAITING) < len(sending):
            for one in sending:
                assert not one.done(), one.result()
            await asyncio.sleep(0.005)


async def lose_answer(
    address: Address, at: Serving, path: str, form: Mapping[str, str | list[str]], *held: str
) -> None:
    """Send a form, and kill what serves it as soon as it waits for one of these locks."""
    async with in_the_way(address, *held) as sql:
        sending = asyncio.create_task(at.browser.post(path, data=dict(form)))
        await wait(sql, sending)
        at.process.kill()
        await at.process.wait()
        with pytest.raises(httpx.TransportError):
            await sending
        await sql.execute("rollback")
        async with asyncio.timeout(LONG_S):
            while await sql.fetchval(BUSY):
                await asyncio.sleep(0.005)
