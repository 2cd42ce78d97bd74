"""`huleedu batch add`, `retry`, `close` …: more of a batch, and its results again."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from huleedu.app.commands.batches import BatchId, with_batch
from huleedu.app.commands.concluding import conclude
from huleedu.app.commands.program import Exit, run
from huleedu.app.language import words
from huleedu.app.show import Live, console
from huleedu.gateway.batches import Awaited
from huleedu.wiring.batches import batches_of
from huleedu.wiring.program import House

Out = Annotated[Path | None, typer.Option(file_okay=False, help="Where to put the results.")]


def add_command(
    batch: BatchId,
    paths: Annotated[list[Path], typer.Argument(exists=True)],
    out: Out = None,
) -> None:
    """Add files: latecomers, or corrected ones under the name of a refused file."""
    run(lambda house: with_batch(house, batch, lambda h, b: _add(h, b, paths, out)))


async def _add(house: House, batch: UUID, paths: list[Path], out: Path | None) -> Exit:
    return await _see_through(house, batch, out, await batches_of(house).add(batch, paths))


def add_slots_command(
    batch: BatchId, count: Annotated[int, typer.Argument(min=1, max=100_000)], out: Out = None
) -> None:
    """Add slots, for texts that were left over."""
    run(lambda house: with_batch(house, batch, lambda h, b: _add_slots(h, b, count, out)))


async def _add_slots(house: House, batch: UUID, count: int, out: Path | None) -> Exit:
    return await _see_through(house, batch, out, await batches_of(house).add_slots(batch, count))


def retry_command(batch: BatchId, out: Out = None) -> None:
    """Try again what failed; what succeeded is reused."""
    run(lambda house: with_batch(house, batch, lambda h, b: _retry(h, b, out)))


async def _retry(house: House, batch: UUID, out: Path | None) -> Exit:
    return await _see_through(house, batch, out, await batches_of(house).retry(batch))


def close_command(batch: BatchId, out: Out = None) -> None:
    """Stop waiting: go on with what there is; what is missing is named."""
    run(lambda house: with_batch(house, batch, lambda h, b: _close(h, b, out)))


async def _close(house: House, batch: UUID, out: Path | None) -> Exit:
    return await _see_through(house, batch, out, await batches_of(house).close(batch))


async def _see_through(house: House, batch: UUID, out: Path | None, awaited: Awaited) -> Exit:
    with Live(console(), words()) as live:
        await batches_of(house).see_through(batch, live.tell, awaited, live.tell_wait)
    return await conclude(house, batch, out, as_json=False)
