"""`huleedu bench bus`: measure, on this machine, what a message takes."""

from typing import Annotated

import typer

from huleedu.app.commands.program import Exit, settings, table, to_the_end
from huleedu.bench import bus
from huleedu.wiring.program import reach_database


def bus_command(
    nats: Annotated[bool, typer.Option(help="Measure the bus on NATS, too.")] = False,
) -> None:
    """From a message's commit to its handler in another service, beside the bare writing."""

    async def work() -> Exit:
        found = settings()
        async with reach_database(found) as address:
            measured = await bus.measure(address, nats=nats)
        heading = ("bus", "P50 ms", "P95 ms", "messages", "messages/s", "floor/s", "of it", "once")
        rows = [
            (
                m.bus,
                f"{m.p50_ms:.1f}",
                f"{m.p95_ms:.1f}",
                f"{m.messages:,}",
                f"{m.per_s:,.0f}",
                f"{m.floor_per_s:,.0f}",
                f"{m.per_s / m.floor_per_s:.0%}",
                "yes" if not m.wrong else f"NO: {m.wrong} wrong",
            )
            for m in measured
        ]
        typer.echo(table([heading, *rows]))
        return Exit.WELL if not any(m.wrong for m in measured) else Exit.SOME_REFUSED

    raise typer.Exit(to_the_end(work))
