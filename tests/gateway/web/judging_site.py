"""Judges in real browsers, on pages that this process serves."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import uvicorn
from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect
from starlette.requests import Request
from tests.gateway.web.test_in_a_browser import CHROMIUM

from huleedu.gateway.web.application import pages
from huleedu.gateway.web.pages import SignedIn
from huleedu.gateway.web.table import PAGES
from huleedu.wiring.program import House
from huleedu.wiring.web import web_of

SLOWLY_MS = 60_000
WIDE = ViewportSize(width=1280, height=800)
HEAR = """() => {
    window.heard = [];
    const line = document.getElementById("status");
    new MutationObserver(() => { if (line.textContent) window.heard.push(line.textContent); })
        .observe(line, { childList: true, characterData: true, subtree: true });
}"""
STORED = "JSON.stringify([{...localStorage}, {...sessionStorage}])"


@dataclass
class Site:
    """Pages that can be stopped and go on at the same port."""

    house: House
    who: Callable[[Request], Awaitable[SignedIn | None]] | None = None
    port: int = 0
    _server: uvicorn.Server | None = None
    _running: "asyncio.Task[None] | None" = None

    async def start(self) -> None:
        web = web_of(self.house, "en")
        if self.who:
            web = replace(web, who=self.who)
        config = uvicorn.Config(
            pages(web, PAGES), port=self.port, log_level="critical", lifespan="off"
        )
        self._server = uvicorn.Server(config)
        self._running = asyncio.create_task(self._server.serve())
        while not self._server.started:
            await asyncio.sleep(0.01)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server
        assert self._running
        self._server.should_exit = True
        await self._running

    def link(self, key: str) -> str:
        return f"http://localhost:{self.port}/judge#{key}"


@dataclass
class Judge:
    """One judge's page in one browser, and whatever went wrong there."""

    page: Page
    wrong: list[str] = field(default_factory=list[str])
    asked: list[str] = field(default_factory=list[str])

    async def begin(self, link: str) -> None:
        await self.page.goto(link)
        await self.page.click("#begin")
        await self.page.evaluate(HEAR)

    async def progress(self, told: str) -> None:
        await expect(self.page.locator("#progress")).to_contain_text(told)

    async def ready(self) -> None:
        """Until a pair may be answered."""
        await expect(self.page.locator('[data-answer="1"]')).to_be_enabled()

    async def ahead(self) -> None:
        """Until all answers have come and the next pair is there."""
        await self.ready()
        await expect(self.page.locator("body[data-state=ahead]")).to_have_count(1)

    async def texts(self) -> list[str]:
        return await self.page.locator(".words").all_text_contents()

    async def heard(self) -> list[str]:
        return await self.page.evaluate("window.heard")

    async def focused(self, what: str) -> None:
        """Until what has this id has the focus."""
        await expect(self.page.locator(f"#{what}")).to_be_focused()


@asynccontextmanager
async def site_of(
    house: House, who: Callable[[Request], Awaitable[SignedIn | None]] | None = None
) -> AsyncGenerator[Site]:
    """The pages on a port of this machine.

    Args:
        who: is signed in, whatever cookie there is; None: who has a cookie.
    """
    await house.start(["gateway"])
    site = Site(house, who)
    await site.start()
    try:
        yield site
    finally:
        await site.stop()


@asynccontextmanager
async def browser() -> AsyncGenerator[Browser]:
    async with async_playwright() as playwright:
        found = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        await found.close()


async def judge_in(
    of: Browser, language: str = "en-GB", size: ViewportSize = WIDE, *, touch: bool = False
) -> Judge:
    """A judge with a browser of their own."""
    context = await of.new_context(
        locale=language, viewport=size, has_touch=touch, is_mobile=touch, accept_downloads=False
    )
    context.set_default_timeout(SLOWLY_MS)
    expect.set_options(timeout=SLOWLY_MS)
    judge = Judge(await context.new_page())
    judge.page.on("pageerror", lambda error: judge.wrong.append(str(error)))

    judge.page.on("request", lambda request: judge.asked.append(request.url))

    def hear(kind: str, said: str) -> None:
        if kind in ("error", "warning") and "Failed to load resource" not in said:
            judge.wrong.append(said)

    judge.page.on("console", lambda message: hear(message.type, message.text))
    return judge
