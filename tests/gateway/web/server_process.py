"""A process that serves the pages to Eva, who may do all, on the database of its environment."""

import asyncio
import os
from dataclasses import replace

from starlette.requests import Request
from tests.gateway.web.conftest import KARIN

from huleedu.gateway.api.server import Listening, listen, serve
from huleedu.gateway.web.application import pages
from huleedu.gateway.web.pages import SignedIn
from huleedu.gateway.web.table import PAGES
from huleedu.wiring.program import open_program
from huleedu.wiring.settings import read
from huleedu.wiring.web import web_of

EVA = replace(KARIN, rights=frozenset({"administrator", "teacher"}))


async def who(_request: Request) -> SignedIn:
    """Everybody is Eva here."""
    return EVA


async def main() -> None:
    """Serve at the port of its environment, or at any, and tell which."""
    async with open_program(read(os.environ)) as house:
        await house.start(["gateway"])
        web = replace(web_of(house, "en"), who=who)
        at = listen("127.0.0.1", int(os.environ.get("PORT", "0")))
        assert isinstance(at, Listening)
        app = pages(web, PAGES)
        await serve(app, at, lambda: print(at.url, flush=True), stopping=web.live.stop)


if __name__ == "__main__":
    asyncio.run(main())
