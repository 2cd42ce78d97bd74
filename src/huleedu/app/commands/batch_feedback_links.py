"""`huleedu batch feedback links`, `end-links`: a link for each pupil, told once, and its end."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import typer

from huleedu.app.commands.batch_feedback import FeedbackAtMachine, known_of
from huleedu.app.commands.batches import BatchId, with_batch
from huleedu.app.commands.program import Exit, fail, run
from huleedu.app.language import words
from huleedu.gateway.feedback.giving import note
from huleedu.gateway.report.sanitised import one_line
from huleedu.services.feedback import api as feedback
from huleedu.services.feedback.api import DAYS_MAX
from huleedu.services.identity import api as identity
from huleedu.wiring.program import House

Essay = Annotated[str | None, typer.Argument(help="Whose; nobody named: all.")]


def links_command(
    batch: BatchId,
    essay: Essay = None,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The last day; not told: 30 days from now."),
    ] = None,
    site: Annotated[
        str, typer.Option(help="Where pupils find the pages: https://huleedu.skola.example.")
    ] = "",
) -> None:
    """Make a link for each pupil who was given something, told once; older ones end."""

    async def work(house: House, found: UUID) -> Exit:
        known, say = await _allowed(house, found), words().say
        usual = known.around.now + timedelta(days=30)
        ends_at = until.astimezone() + timedelta(days=1) if until else usual
        if not known.around.now < ends_at <= known.around.now + timedelta(days=DAYS_MAX):
            raise fail(say("done.links_wrong_day", days=DAYS_MAX), Exit.WRONG_USAGE)
        lines = [known.meant(essay)] if essay else known.lines
        made = await feedback.make_links(
            house.database("feedback"),
            known.around.of(found),
            [line.file.id for line in lines],
            who=None,
            now=known.around.now,
            ends_at=ends_at,
        )
        if not made:
            raise fail(say("feedback.nothing_given"), Exit.WRONG_USAGE)
        await note(known.around, "feedback_links_made", found, len(made))
        called = {line.file.id: line.called for line in lines}
        for one in made:
            link = f"{site.rstrip('/')}/mine#{one.key}"
            typer.echo(f"{one_line(called[one.essay])}\t{link}")
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


async def _allowed(house: House, batch: UUID) -> FeedbackAtMachine:
    """The class, if its names are shown and its school lets pupils have links."""
    known = await known_of(house, batch)
    if known.batch.hidden:
        raise fail(words().say("feedback.hidden"), Exit.WRONG_USAGE)
    choices = await identity.school_choices(house.database("identity"), known.around.school)
    if not choices.pupil_links:
        raise fail(words().say("feedback.no_links"), Exit.WRONG_USAGE)
    return known


def end_links_command(batch: BatchId, essay: Essay = None) -> None:
    """End pupils' links: whoever has one sees nothing by it any more."""

    async def work(house: House, found: UUID) -> Exit:
        known, say = await known_of(house, found), words().say
        essays = None if essay is None else [known.meant(essay).file.id]
        ended = await feedback.end_links(
            house.database("feedback"), known.around.of(found), essays, now=known.around.now
        )
        if ended:
            await note(known.around, "feedback_links_ended", found, len(ended))
        typer.echo(say("done.links_ended", n=len(ended)))
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))
