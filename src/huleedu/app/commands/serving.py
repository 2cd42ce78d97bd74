"""`huleedu serve`: the JSON API, at which judges' programs and pages ask."""

from typing import Annotated

import typer

from huleedu.app.commands.program import Exit, fail, run
from huleedu.gateway.api.application import api
from huleedu.gateway.api.server import CannotListen, listen, serve
from huleedu.services.judging.api.sessions import Sessions
from huleedu.wiring.judging import desk_of
from huleedu.wiring.program import House

EXPOSED = (
    "Whoever can reach {url} can try keys there, and read texts and keys on their way: let a web "
    "server that speaks TLS stand before it."
)


def serve_command(
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port; 0: any that is free.")
    ] = 8080,
) -> None:
    """Serve judges over HTTP until Ctrl-C; see docs/judging-api.md."""
    at = listen(host, port)
    if isinstance(at, CannotListen):
        raise fail(f"{at.why}. Choose another with --host and --port.", Exit.COULD_NOT_RUN)
    if not at.private:
        typer.echo(f"huleedu: {EXPOSED.format(url=at.url)}", err=True)

    async def work(house: House) -> Exit:
        sessions = Sessions(desk_of(house), house.contents)
        await serve(api(sessions), at, lambda: typer.echo(f"Judges ask at {at.url}"))
        await sessions.aclose()
        return Exit.WELL

    run(work)
