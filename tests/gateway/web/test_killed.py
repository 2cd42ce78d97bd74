"""A server is killed amid an upload, or between two events: another process goes on."""

import asyncio
import os
import re
import sys
from base64 import b64encode
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import httpx
import msgspec
import pytest
from tests.databases import url_of
from tests.services.results.hearing import BATCH, REGISTERED, hear, life_of

from huleedu.contracts.gateway import FilesOffered
from huleedu.engines.postgres.database import Address
from huleedu.wiring.program import House

ROOT = Path(__file__).parents[3]
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = {**TUS, "Content-Type": "application/offset+octet-stream"}
CONTENT = os.urandom(3 << 20)


@asynccontextmanager
async def serving(address: Address) -> AsyncGenerator[tuple[str, asyncio.subprocess.Process]]:
    """Another process that serves the pages: where, and itself. It is killed at the end."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.gateway.web.server_process"),
        cwd=ROOT,
        env={**os.environ, "HULEEDU_DATABASE_URL": url_of(address)},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout
        url = (await process.stdout.readline()).decode().strip()
        assert url, "it did not start"
        yield url, process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_an_upload_goes_on_in_another_process(address: Address, house: House) -> None:
    await hear(house.database("results"), REGISTERED, life_of(UUID(int=1))[0])

    async def until_killed(process: asyncio.subprocess.Process) -> AsyncIterator[bytes]:
        yield CONTENT[: 2 << 20]
        async with asyncio.timeout(60):
            while not await came(house):
                await asyncio.sleep(0.01)
        process.kill()
        await process.wait()

    async with (
        serving(address) as (url, process),
        httpx.AsyncClient(base_url=url, timeout=60) as client,
    ):
        told = f"filename {b64encode(b'a.pdf').decode()}"
        headers = {**TUS, "Upload-Length": str(len(CONTENT)), "Upload-Metadata": told}
        made = await client.post(f"/batches/{BATCH}/uploads", headers=headers)
        at = made.headers["location"]
        with pytest.raises(httpx.TransportError):
            await client.patch(
                at, headers={**PIECE, "Upload-Offset": "0"}, content=until_killed(process)
            )
    async with (
        serving(address) as (url, _),
        httpx.AsyncClient(base_url=url, timeout=60) as client,
    ):
        sent = int((await client.head(at, headers=TUS)).headers["upload-offset"])
        assert 0 < sent <= 2 << 20
        headers = {**PIECE, "Upload-Offset": str(sent)}
        answer = await client.patch(at, headers=headers, content=CONTENT[sent:])
        assert answer.headers["upload-offset"] == str(len(CONTENT))
    async with house.database("gateway").session() as sql:
        [row] = await sql.fetch("select body from outbox")
    [file] = msgspec.json.decode(row["body"], type=FilesOffered).files
    assert file.content == sha256(CONTENT).hexdigest()


async def came(house: House) -> int:
    async with house.database("gateway").session() as sql:
        return await sql.fetchval("select coalesce(sum(sent_bytes), 0)::bigint from upload")


async def test_between_two_events_nothing_is_lost_and_nothing_comes_twice(
    address: Address, house: House
) -> None:
    results = house.database("results")
    await hear(results, REGISTERED, life_of(UUID(int=1))[0])
    seen: list[int] = []
    files: list[str] = []

    async def read_until(url: str, last: int, stop: int, kill: asyncio.subprocess.Process) -> None:
        headers = {"Last-Event-ID": str(last)} if last else {}
        async with (
            httpx.AsyncClient(base_url=url, timeout=60) as client,
            client.stream("GET", f"/batches/{BATCH}/events?after=2", headers=headers) as stream,
        ):
            async for line in stream.aiter_lines():
                if line.startswith("id: "):
                    seen.append(int(line[4:]))
                files.extend(re.findall(r'hx-target="#file-([0-9a-f-]+)"', line))
                if not line and seen and seen[-1] >= stop:
                    kill.kill()
                    return
                if line == ": still here":
                    await hear(results, life_of(UUID(int=10 + len(seen)))[0])

    async with serving(address) as (url, process):
        await read_until(url, 0, 3, process)
    await hear(results, life_of(UUID(int=30))[0])  # nobody reads
    async with serving(address) as (url, process):
        await read_until(url, seen[-1], 5, process)
    assert seen == sorted(set(seen))
    assert seen[-1] == 5
    assert len(files) == len(set(files)) == 3
