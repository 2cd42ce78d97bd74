"""The pages on a port of this machine, for browsers and other clients of a test."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import uvicorn

from huleedu.gateway.web.application import pages
from huleedu.gateway.web.pages import Web
from huleedu.gateway.web.table import PAGES


@asynccontextmanager
async def listening(web: Web) -> AsyncGenerator[str]:
    """The address of these pages; streams that are open end with them."""
    config = uvicorn.Config(pages(web, PAGES), port=0, log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield f"http://localhost:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        web.live.stop()
        server.should_exit = True
        await running
