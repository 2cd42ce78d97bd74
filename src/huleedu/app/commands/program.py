"""What all commands share: settings, the open program, and words for what went wrong."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Sequence
from enum import IntEnum

import typer

from huleedu.app.commands.ending import STOPPED, Exit
from huleedu.kit import tasks
from huleedu.kit.loops import loop_factory
from huleedu.kit.settings import WrongSetting
from huleedu.wiring.program import House, open_program
from huleedu.wiring.settings import Settings, read

__all__ = ["Exit", "fail", "run", "settings", "table", "to_the_end"]

LEAVE_WITHIN_S = 1.0


def fail(message: str, code: Exit) -> typer.Exit:
    """Tell what went wrong; raise what this returns."""
    typer.echo(f"huleedu: {message}", err=True)
    return typer.Exit(code)


def settings() -> Settings:
    """The settings of this run; a wrong one ends the command."""
    try:
        found = read(os.environ)
    except WrongSetting as error:
        raise fail(str(error), Exit.COULD_NOT_RUN) from error
    logging.basicConfig(
        level=found.general.log.upper(), format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    return found


def run(work: Callable[[House], Awaitable[IntEnum]]) -> None:
    """Open the house, do the work in it, and end with its exit code."""
    found = settings()

    async def inside() -> IntEnum:
        async with open_program(found) as house:
            return await work(house)

    raise typer.Exit(to_the_end(inside))


def to_the_end(work: Callable[[], Awaitable[IntEnum]]) -> IntEnum:
    """Run asynchronous work; what keeps it from running is told in words."""

    async def awaited() -> IntEnum:
        try:
            return await work()
        finally:  # the loop would wait for what is left without end
            others = asyncio.all_tasks() - {asyncio.current_task()}
            if await tasks.end(*others):
                tasks.end_process_within(LEAVE_WITHIN_S, Exit.COULD_NOT_RUN)

    try:
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            return runner.run(awaited())
    except KeyboardInterrupt:
        raise fail(STOPPED, Exit.INTERRUPTED) from None


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """Rows in columns; the first row is the heading."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
