"""`huleedu serve`: the pages for teachers, the JSON API, and all services that nobody else runs."""

import asyncio
import os
import sys
import webbrowser
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from huleedu.app.commands.program import Exit, fail, run
from huleedu.app.language import words
from huleedu.gateway.api.application import api
from huleedu.gateway.api.server import CannotListen, Listening, Manner, listen, serve
from huleedu.gateway.api.v1.application import bytes_max_of, routes
from huleedu.gateway.web.application import application, pages
from huleedu.gateway.web.table import PAGES
from huleedu.kit import tasks
from huleedu.kit.retry import persist
from huleedu.wiring.batches import batches_of
from huleedu.wiring.program import House
from huleedu.wiring.sealing import seal_what_is_kept, seals_of
from huleedu.wiring.web import first_path, web_of

PORT = 8080
LOOK_FOR_HELP_S = 2.0
EXPOSED = (
    "Over plain http everybody on the way could read texts and passwords, so pages are served to "
    "this machine alone, or by TLS. Give --tls-cert and --tls-key, or let a web server that speaks "
    "TLS stand before this one and say --behind-proxy; and with either --url https://…, the "
    "address that people use"
)
NO_HTTPS = "--url has to be the whole address that people use, such as https://huleedu.school.se"
HALF = "--tls-cert and --tls-key belong together"


@dataclass(frozen=True, slots=True)
class Reached:
    """Where people reach the pages, and how connections are spoken to."""

    url: str
    origins: tuple[str, ...]
    manner: Manner

    @property
    def secure(self) -> bool:
        """By TLS alone."""
        return self.url.startswith("https:")


@dataclass(frozen=True, slots=True)
class NotSafe:
    """Pages are not served in this way; why, and what to do."""

    why: str


def reached(
    at: Listening, url: str, certificate: Path | None, key: Path | None, *, behind_proxy: bool
) -> Reached | NotSafe:
    """Where pages are reached that are listened for there: this machine alone, or by TLS."""
    if bool(certificate) != bool(key):
        return NotSafe(HALF)
    asked = urlsplit(url.rstrip("/"))
    if url and not (asked.scheme == "https" and asked.netloc and not asked.path):
        return NotSafe(NO_HTTPS)
    manner = Manner(certificate=certificate, key=key, behind_proxy=behind_proxy)
    if certificate or behind_proxy:
        if not url and (behind_proxy or not at.private):
            return NotSafe(NO_HTTPS)
        own = url.rstrip("/") or at.url.replace("http:", "https:", 1)
        return Reached(own, (own,), manner)
    if not at.private or url:
        return NotSafe(EXPOSED)
    return Reached(at.url, (), manner)


def serve_command(
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="The port; 8080, or else any that is free."),
    ] = None,
    url: Annotated[str, typer.Option(help="Where people reach it: https://…")] = "",
    tls_cert: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="The certificate, for TLS.")
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Its key.")
    ] = None,
    *,
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="A web server that speaks TLS stands before it.")
    ] = False,
    only_pages: Annotated[
        bool, typer.Option("--only-pages", help="Run no services here; others do.")
    ] = False,
) -> None:
    """Serve the pages for teachers, and the JSON API, until Ctrl-C."""
    at = listen(host, PORT if port is None else port)
    if isinstance(at, CannotListen) and port is None:
        at = listen(host, 0)
    if isinstance(at, CannotListen):
        raise fail(f"{at.why}. Choose another with --host and --port.", Exit.COULD_NOT_RUN)
    how = reached(at, url, tls_cert, tls_key, behind_proxy=behind_proxy)
    if isinstance(how, NotSafe):
        raise fail(f"{how.why}.", Exit.WRONG_USAGE)
    run(lambda house: _serve(house, at, how, only_pages=only_pages))


async def _serve(house: House, at: Listening, how: Reached, *, only_pages: bool) -> Exit:
    await house.start(["gateway"])
    await seal_what_is_kept(house.settings, seals_of(house.settings), house.database("identity"))
    web = web_of(house, words().language, origins=how.origins, secure=how.secure)
    app = application(
        pages(web, PAGES),
        api(web.sessions, routes(web), bytes_max_of(web.batches.limits.size_bytes_max)),
    )
    first = await first_path(house)

    def ready() -> None:
        typer.echo(f"HuleEdu is at {how.url}")
        if first:
            typer.echo(f"Begin here, once and within a day: {how.url}{first}")
        sys.stdout.flush()
        if at.private and sys.stdout.isatty() and _has_desktop():
            webbrowser.open(how.url + (first or ""))

    async with _helping(None if only_pages else house):
        await serve(app, at, ready, how.manner, web.live.stop)
    await web.sessions.aclose()
    return Exit.WELL


@asynccontextmanager
async def _helping(house: House | None) -> AsyncGenerator[None]:
    """Run here, meanwhile, whatever services no living process runs."""
    if house is None:
        yield
        return
    help_out = batches_of(house).help_out

    async def look() -> None:
        await help_out()
        await asyncio.sleep(LOOK_FOR_HELP_S)

    helper = asyncio.create_task(persist("serve", look))
    try:
        yield
    finally:
        await tasks.end(helper)


def _has_desktop() -> bool:
    return sys.platform == "darwin" or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
