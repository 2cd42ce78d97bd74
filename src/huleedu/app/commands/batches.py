"""`huleedu batch` and `huleedu essay`: look at what was assessed, add to it, try again."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

import typer

from huleedu.app.commands.program import Exit, fail, run
from huleedu.app.language import words
from huleedu.services.results import api as results
from huleedu.services.results.api import NotOneBatch, Progress
from huleedu.wiring.program import House

BatchId = Annotated[str, typer.Argument(help="The batch's id, or its beginning.")]
LISTED = 20


def list_command() -> None:
    """List the newest batches."""
    run(_list)


async def _list(house: House) -> Exit:
    for batch, progress in await results.newest(house.database("results"), LISTED):
        when = progress.created_at.astimezone().strftime("%Y-%m-%d %H:%M")
        typer.echo(f"{batch}  {when}  {progress.state:<9} {progress.title or ''}")
    return Exit.WELL


def show_command(batch: BatchId) -> None:
    """Tell how far a batch is, and what it waits for."""
    run(lambda house: with_batch(house, batch, _show))


async def _show(house: House, batch: UUID) -> Exit:
    progress = await results.progress(house.database("results"), batch)
    assert isinstance(progress, Progress)
    typer.echo(f"{batch}  {progress.title or '(not registered)'}: {progress.state}")
    for line in _standing(progress):
        typer.echo(f"  {line}")
    return Exit.WELL


def _standing(progress: Progress) -> list[str]:
    lines = [
        f"{progress.assigned} of {progress.slots or '?'} slots taken",
        f"{progress.refused_files} files refused, {progress.left_over} left over",
        f"{progress.checked} spelling checked, {progress.measured} language measured",
    ]
    if progress.failed:
        lines.append(f"{progress.failed} failed: `huleedu batch retry` tries them again")
    if progress.unread:
        lines.append(f"waits for {progress.unread} files to be read by the service files")
    elif progress.waiting:
        lines.append(f"{progress.waiting} texts wait for a slot")
    elif not progress.finished and progress.state == "waiting":
        lines.append("waits for more files: `huleedu batch close` goes on without them")
    elif not progress.finished:
        lines.append(f"waits for {progress.unfinished} essays: `huleedu batch close` gives them up")
    if progress.note:
        lines.append(words().explain(progress.note))
    return lines


async def with_batch(
    house: House, beginning: str, work: Callable[[House, UUID], Awaitable[Exit]]
) -> Exit:
    """Do the work with the one batch whose id begins so."""
    batch = await results.find(house.database("results"), beginning)
    if isinstance(batch, NotOneBatch):
        raise fail(
            f"There is not just one batch whose id begins with {beginning}: see `batch list`.",
            Exit.WRONG_USAGE,
        )
    await house.start(["gateway"])
    return await work(house, batch)
