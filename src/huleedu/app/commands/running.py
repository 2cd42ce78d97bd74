"""`huleedu run` and `huleedu modules`: services in this process, all of them or some."""

import asyncio
import signal
from typing import Annotated

import typer

from huleedu.app.commands.program import Exit, fail, run
from huleedu.kit import tasks
from huleedu.wiring.modules import HEARERS, SERVICES
from huleedu.wiring.program import House

ALL = "all"
END_WITHIN_S = 9.5
"""A supervisor kills what has not ended 10 s after it was told to; whatever is left comes again."""


def run_command(
    names: Annotated[list[str], typer.Argument(help="`all`, or services; see `modules`.")],
) -> None:
    """Run services until Ctrl-C; several processes of the same service share its work."""
    unknown = [name for name in names if name not in (ALL, *HEARERS)]
    if unknown:
        known = ", ".join((ALL, *HEARERS))
        raise fail(f"There is no service {unknown[0]}: choose from {known}.", Exit.WRONG_USAGE)
    chosen = HEARERS if ALL in names else tuple(dict.fromkeys(names))
    run(lambda house: _serve(house, chosen))


async def _serve(house: House, names: tuple[str, ...]) -> Exit:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await house.start(["gateway", *names])
    typer.echo(f"Running {', '.join(names)}. Ctrl-C stops.", err=True)
    await stop.wait()
    tasks.end_process_within(END_WITHIN_S, Exit.COULD_NOT_RUN)
    typer.echo("Finishing what is in hand …", err=True)
    return Exit.WELL


def modules_command() -> None:
    """List the services that can be run, together or apart."""
    width = max(map(len, SERVICES))
    for name, service in SERVICES.items():
        typer.echo(f"{name:<{width}}  {service.purpose}")
