"""`huleedu batch` and `huleedu essay`: look at what was assessed, add to it, try again."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from huleedu.app import assess
from huleedu.app.assess import Ended
from huleedu.app.commands.assessing import conclude
from huleedu.app.commands.program import Exit, fail, run
from huleedu.services.lifecycle.api import NotOneEssay, essay_life
from huleedu.services.results import store as results
from huleedu.services.results.store import Progress
from huleedu.wiring.program import House

commands = typer.Typer(no_args_is_help=True, help="Batches that were assessed.")
essay_commands = typer.Typer(no_args_is_help=True, help="Single essays.")

BatchId = Annotated[str, typer.Argument(help="The batch's id, or its beginning.")]
Out = Annotated[Path | None, typer.Option(file_okay=False, help="Where to put the results.")]
LISTED = 20


def attach(program: typer.Typer) -> None:
    """Make these commands known."""
    program.add_typer(commands, name="batch")
    program.add_typer(essay_commands, name="essay")


@commands.command("list")
def list_command() -> None:
    """List the newest batches."""
    run(_list)


async def _list(house: House) -> Exit:
    async with house.database("results").session() as sql:
        for batch in await results.newest(sql, LISTED):
            progress = await results.progress(sql, batch)
            assert progress
            when = progress.created_at.astimezone().strftime("%Y-%m-%d %H:%M")
            typer.echo(f"{batch}  {when}  {progress.state:<9} {progress.title or ''}")
    return Exit.WELL


@commands.command("show")
def show_command(batch: BatchId) -> None:
    """Tell how far a batch is, and what it waits for."""
    run(lambda house: with_batch(house, batch, _show))


async def _show(house: House, batch: UUID) -> Exit:
    async with house.database("results").session() as sql:
        progress = await results.progress(sql, batch)
    assert progress
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
        lines.append(progress.note)
    return lines


@commands.command("export")
def export_command(batch: BatchId, out: Out = None) -> None:
    """Write a batch's results again."""
    run(lambda house: with_batch(house, batch, lambda h, b: conclude(h, b, out, as_json=False)))


@commands.command("add")
def add_command(
    batch: BatchId,
    paths: Annotated[list[Path], typer.Argument(exists=True)],
    out: Out = None,
) -> None:
    """Add files: latecomers, or corrected ones under the name of a refused file."""
    run(lambda house: with_batch(house, batch, lambda h, b: _add(h, b, paths, out)))


async def _add(house: House, batch: UUID, paths: list[Path], out: Path | None) -> Exit:
    return await _see_through(house, batch, out, await assess.add(house, batch, paths))


@commands.command("add-slots")
def add_slots_command(
    batch: BatchId, count: Annotated[int, typer.Argument(min=1, max=100_000)], out: Out = None
) -> None:
    """Add slots, for texts that were left over."""
    run(lambda house: with_batch(house, batch, lambda h, b: _add_slots(h, b, count, out)))


async def _add_slots(house: House, batch: UUID, count: int, out: Path | None) -> Exit:
    return await _see_through(house, batch, out, await assess.add_slots(house, batch, count))


@commands.command("retry")
def retry_command(batch: BatchId, out: Out = None) -> None:
    """Try again what failed; what succeeded is reused."""
    run(lambda house: with_batch(house, batch, lambda h, b: _retry(h, b, out)))


async def _retry(house: House, batch: UUID, out: Path | None) -> Exit:
    return await _see_through(house, batch, out, await assess.retry(house, batch))


@commands.command("close")
def close_command(batch: BatchId, out: Out = None) -> None:
    """Stop waiting: go on with what there is; what is missing is named."""
    run(lambda house: with_batch(house, batch, lambda h, b: _close(h, b, out)))


async def _close(house: House, batch: UUID, out: Path | None) -> Exit:
    return await _see_through(house, batch, out, await assess.close(house, batch))


async def _see_through(house: House, batch: UUID, out: Path | None, ended: Ended) -> Exit:
    from huleedu.app.show import Live, console  # noqa: PLC0415 - rich takes a while to load

    with Live(console()) as live:
        await assess.see_through(house, batch, live.tell, ended, live.tell_wait)
    return await conclude(house, batch, out, as_json=False)


async def with_batch(
    house: House, beginning: str, work: Callable[[House, UUID], Awaitable[Exit]]
) -> Exit:
    """Do the work with the one batch whose id begins so."""
    async with house.database("results").session() as sql:
        batch = await results.find(sql, beginning)
    if batch is None:
        raise fail(
            f"There is not just one batch whose id begins with {beginning}: see `batch list`.",
            Exit.WRONG_USAGE,
        )
    await house.start(["gateway"])
    return await work(house, batch)


@essay_commands.command("show")
def essay_command(essay: Annotated[str, typer.Argument(help="Its id, or the beginning.")]) -> None:
    """Tell an essay's life: every move, with its time and cause."""
    run(lambda house: _essay(house, essay))


async def _essay(house: House, beginning: str) -> Exit:
    life = await essay_life(house.database("lifecycle"), beginning)
    if isinstance(life, NotOneEssay):
        raise fail(
            f"There is not just one essay whose id begins with {beginning}; "
            "results.json has the ids.",
            Exit.WRONG_USAGE,
        )
    found = life.essay
    slot = f", slot {found.slot}" if found.slot else ""
    typer.echo(f"{found.name} ({found.id}) in batch {found.batch}: {found.state}{slot}")
    for move in life.moves:
        when = move.at.astimezone().strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
        typer.echo(f"  {when}  {move.was or '':<17} → {move.became:<17}  {move.cause}")
    return Exit.WELL
