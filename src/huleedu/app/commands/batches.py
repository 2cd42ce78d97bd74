"""`huleedu batch` and `huleedu essay`: look at what was assessed, add to it, try again."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

import typer

from huleedu.app.commands.program import Exit, fail, run
from huleedu.app.language import words
from huleedu.gateway.words.quiet import UNSEEN, loud
from huleedu.services.results import api as results
from huleedu.services.results.api import NotHeardOf, NotOneBatch, Progress
from huleedu.wiring.program import House

BatchId = Annotated[str, typer.Argument(help="The batch's id, or its beginning.")]
LISTED = 20


def list_command() -> None:
    """List the newest batches."""
    run(_list)


async def _list(house: House) -> Exit:
    for batch, progress in await results.newest(house.database("results"), LISTED):
        when, state = words().stamp(progress.created_at), _state(progress)
        typer.echo(f"{batch}  {when}  {state:<9} {progress.title or ''}")
    return Exit.WELL


def show_command(batch: BatchId) -> None:
    """Tell how far a batch is, and what it waits for."""
    run(lambda house: with_batch(house, batch, _show))


async def _show(house: House, batch: UUID) -> Exit:
    progress = await results.progress(house.database("results"), batch)
    assert isinstance(progress, Progress)
    title = progress.title or words().say("batch.not_registered")
    typer.echo(f"{batch}  {title}: {_state(progress)}")
    for line in _standing(progress):
        typer.echo(f"  {line}")
    for file in await results.files_noted(house.database("results"), batch, UNSEEN, LISTED):
        said = " ".join(words().explain(note) for note in loud(file.notes))
        typer.echo(f"  {file.name}: {said}")
    return Exit.WELL


def _state(progress: Progress) -> str:
    return words().say(f"batch.{progress.state}")


def _standing(progress: Progress) -> list[str]:
    say = words().say
    slots = progress.slots or (progress.assigned if progress.open else "?")
    lines = [
        say("batch.slots", taken=progress.assigned, slots=slots),
        say("batch.files", refused=progress.refused_files, left_over=progress.left_over),
        say("batch.steps", checked=progress.checked, measured=progress.measured),
    ]
    if progress.failed:
        lines.append(say("batch.some_failed", n=progress.failed))
    if progress.unread:
        lines.append(say("batch.waits_for_files", n=progress.unread))
    elif progress.waiting:
        lines.append(say("batch.waits_for_slots", n=progress.waiting))
    elif not progress.finished and progress.state == "waiting":
        lines.append(say("batch.waits_for_more"))
    elif not progress.finished:
        lines.append(say("batch.waits_for_essays", n=progress.unfinished))
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
            words().say("batch.not_one", beginning=beginning),
            Exit.WRONG_USAGE,
        )
    await house.start(["gateway"])
    return await work(house, batch)


async def school_of(house: House, batch: UUID) -> UUID:
    """Whose a batch is that was found."""
    school = await results.school_of(house.database("results"), batch)
    assert not isinstance(school, NotHeardOf), "the batch was found"
    return school
