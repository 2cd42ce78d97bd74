"""People for the benchmark of the pages: they come in and send files as a browser does."""

import asyncio
import hashlib
import re
import subprocess
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import httpx
from pyotp.totp import TOTP

from huleedu.bench.assess import PROGRAM, environment

PASSWORD = "three small boats at dawn"  # noqa: S105 - of people who are made up
WAIT_S = 60.0
"""Nobody waits longer for a page."""
SIDE_BY_SIDE = 3
"""Files that a browser sends at a time."""
_SECRET = re.compile(r'<code class="secret">([A-Z2-7 ]+)</code>')
_LINK = re.compile(r'<code class="secret">https?://[^/]+([^<]+)</code>')
_STREAM = re.compile(r'hx-sse:connect="([^"]+)"')
_ONCE = re.compile(r'name="once" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Served:
    """`huleedu serve` on a home of its own."""

    url: str
    first: str
    """The path at which the first administrator begins."""
    pid: int


@asynccontextmanager
async def served(home: Path) -> AsyncGenerator[Served]:
    """The whole program as a teacher starts it, at a free port, with nothing in it."""
    process = await asyncio.create_subprocess_exec(
        *(*PROGRAM, "serve", "--port", "0"),
        env={**environment(home), "HULEEDU_LANG": "en"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert process.stdout
        told = ""
        while "/start" not in told:
            line = await process.stdout.readline()
            assert line, "the program ended before it served"
            told += line.decode()
        found = re.search(r"(http://[^/\s]+)(/start\S+)", told)
        assert found, told
        yield Served(found[1], found[2], process.pid)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


@dataclass(slots=True)
class Seen:
    """What somebody met: how long answers took, and what was no answer."""

    pages_ms: list[float] = field(default_factory=list[float])
    errors: list[str] = field(default_factory=list[str])


@dataclass(slots=True)
class Visitor:
    """One browser."""

    client: httpx.AsyncClient
    seen: Seen

    async def page(self, path: str) -> str:
        """A page, timed."""
        began = time.perf_counter()
        answer = await self._asked(self.client.get(path))
        self.seen.pages_ms.append(1000 * (time.perf_counter() - began))
        return answer.text if answer else ""

    async def send(self, path: str, **told: str) -> str:
        """A form, and the page that it leads to."""
        answer = await self._asked(self.client.post(path, data=told))
        return answer.text if answer else ""

    async def _asked(self, asking: Awaitable[httpx.Response]) -> httpx.Response | None:
        try:
            answer = await asking
        except httpx.HTTPError as problem:
            self.seen.errors.append(type(problem).__name__)
            return None
        if answer.is_error:
            self.seen.errors.append(f"{answer.status_code} {answer.request.url.path}")
            return None
        return answer

    async def new_batch(self, title: str) -> UUID:
        """A batch of as many essays as come."""
        once = _ONCE.search(await self.page("/batches/new"))
        assert once
        told = {"title": title, "class": "", "language": "en", "many": "come", "once": once[1]}
        answer = await self._asked(self.client.post("/batches/new", data=told))
        found = re.search(r"/batches/([0-9a-f-]{36})", str(answer and answer.url))
        assert found, answer
        return UUID(found[1])

    async def drop(self, batch: UUID, files: dict[str, bytes]) -> None:
        """All these files, as the page's own script sends them."""
        wanted = [
            {
                "name": name,
                "size": len(content),
                "fingerprint": hashlib.sha256(content).hexdigest(),
            }
            for name, content in files.items()
        ]
        answer = await self._asked(
            self.client.post(f"/batches/{batch}/wanted", json={"files": wanted})
        )
        if not answer:
            return
        gate = asyncio.Semaphore(SIDE_BY_SIDE)

        async def one(upload: str, content: bytes) -> None:
            head = {
                "Tus-Resumable": "1.0.0",
                "Upload-Offset": "0",
                "Content-Type": "application/offset+octet-stream",
            }
            async with gate:
                await self._asked(
                    self.client.patch(f"/uploads/{upload}", content=content, headers=head)
                )

        told = zip(answer.json()["files"], files.values(), strict=True)
        await asyncio.gather(*(one(each["upload"], content) for each, content in told))

    async def watch(
        self, path: str, told: Callable[[int, float], None], opened: asyncio.Event
    ) -> None:
        """Leave a batch's page open: `told` hears each event's revision, and when it came."""
        stream = _STREAM.search(await self.page(path))
        assert stream
        at = stream[1].replace("&amp;", "&")
        async with self.client.stream("GET", at, timeout=None) as events:
            opened.set()
            if events.is_error:
                self.seen.errors.append(f"{events.status_code} {events.request.url.path}")
                return
            async for line in events.aiter_lines():
                if line.startswith("id: "):
                    told(int(line[4:]), time.perf_counter())


@asynccontextmanager
async def visitor(served: Served) -> AsyncGenerator[Visitor]:
    """A browser with nothing in it yet."""
    async with httpx.AsyncClient(
        base_url=served.url,
        follow_redirects=True,
        timeout=WAIT_S,
        headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"},
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=6),
    ) as client:
        yield Visitor(client, Seen())


async def begin(visitor: Visitor, served: Served) -> None:
    """Make a school, whose administrator this visitor is from now on."""
    await visitor.page(served.first)
    page = await visitor.send(
        "/start",
        school_name="Ekskolan",
        language="en",
        name="Eva Ek",
        email="eva@ekskolan.example",
        password=PASSWORD,
    )
    secret = _SECRET.search(page)
    assert secret, visitor.seen.errors or page
    code = TOTP(secret[1].replace(" ", "")).now()
    await visitor.send("/sign-in/set-up", code=code, next="/")


async def join(administrator: Visitor, visitor: Visitor, email: str) -> None:
    """Invited, and come: a teacher who is signed in."""
    link = _LINK.search(
        await administrator.send("/school/invitations", email=email, rights="teacher")
    )
    assert link
    await visitor.page(link[1])
    await visitor.send("/invitation", name=email.partition("@")[0].title(), password=PASSWORD)


async def sign_in(visitor: Visitor, email: str) -> float:
    """Seconds until the page is there that one wanted."""
    began = time.perf_counter()
    await visitor.send("/sign-in", email=email, password=PASSWORD, next="/help")
    return time.perf_counter() - began
