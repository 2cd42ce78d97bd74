"""`huleedu batch feedback`: write to pupils, give it, take it back, and have it as PDFs."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from huleedu.app.commands.batches import BatchId, with_batch
from huleedu.app.commands.program import Exit, fail, run, table
from huleedu.app.language import words
from huleedu.gateway.drafting import store as transcripts
from huleedu.gateway.drafting.requests import DraftsOff, drafts_of, want_drafts
from huleedu.gateway.feedback.around import AroundFeedback, PupilLine, pupil_lines
from huleedu.gateway.feedback.giving import NamesHidden, give_ready, withdraw_given
from huleedu.gateway.feedback.pdf import own_names, pdfs_of
from huleedu.gateway.report.sanitised import one_line
from huleedu.kit.extras import NotInstalled
from huleedu.kit.folders import make_private
from huleedu.services.feedback import api as feedback
from huleedu.services.feedback.api import ChangedMeanwhile, NotSo, Wanted
from huleedu.services.results import api as results
from huleedu.services.results.api import NotHeardOf
from huleedu.wiring.program import House

EssayNamed = Annotated[
    str, typer.Argument(help="The essay's pupil, file or code, its id or the id's beginning.")
]
By = Annotated[str, typer.Option(help="Who answers for it, and whom pupils may ask.")]
RIGHTS = ("administrator",)
"""Whoever may run our commands."""
LOOK_S = 1.0


@dataclass(frozen=True, slots=True)
class BatchAtMachine:
    """The batch, as whoever works at the machine sees it."""

    id: UUID
    title: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class FeedbackAtMachine:
    """The class, what is written to it, and what it is made with."""

    around: AroundFeedback
    batch: BatchAtMachine
    lines: Sequence[PupilLine]

    def meant(self, named: str) -> PupilLine:
        """The one essay of this pupil or file, or whose id begins so; raises what ends us."""
        sought = named.casefold()
        exact = [
            line
            for line in self.lines
            if sought in (line.called.casefold(), line.file.name.casefold())
        ]
        begun = [line for line in self.lines if sought and str(line.file.id).startswith(sought)]
        if len(found := exact or begun) != 1:
            raise fail(words().say("feedback.essay_not_one", name=named), Exit.WRONG_USAGE)
        return found[0]


async def known_of(house: House, batch: UUID, by: str = "") -> FeedbackAtMachine:
    database = house.database("results")
    school = await results.school_of(database, batch)
    progress = await results.progress(database, batch)
    assert not isinstance(school, NotHeardOf), "the batch was found"
    assert not isinstance(progress, NotHeardOf), "the batch was found"
    around = AroundFeedback(
        database=house.database,
        contents=house.contents,
        school=school,
        school_name="",
        person=None,
        person_name=by,
        language=words().language,
        now=house.clock(),
    )
    lines = await pupil_lines(around, batch)
    hidden = any(line.file.hidden for line in lines)
    return FeedbackAtMachine(around, BatchAtMachine(batch, progress.title or "", hidden), lines)


def show_command(batch: BatchId) -> None:
    """Tell how far each pupil's feedback is, and how it begins."""
    run(lambda house: with_batch(house, batch, _show))


async def _show(house: House, batch: UUID) -> Exit:
    known, say = await known_of(house, batch), words().say
    drafts = await drafts_of(known.around, batch)
    rows = [(say("files.pupil"), say("files.state"), "")]
    for line in known.lines:
        one, draft = line.feedback, drafts.get(line.file.id)
        state = "again" if one.again else one.state if one.words.strip() else "none"
        state = "drafted" if one.program == "drafted" else state
        begins = one_line(one.words)[:60]
        if draft and draft.state == "failed" and not begins:
            begins = say(f"feedback.no_draft.{draft.why}")
        rows.append((one_line(line.called), say(f"feedback.state.{state}"), begins))
    typer.echo(table(rows) if known.lines else say("feedback.nobody"))
    return Exit.WELL


def write_command(
    batch: BatchId,
    essay: EssayNamed,
    told: Annotated[str, typer.Option("--words", help="What the pupil is to read.")] = "",
    file: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A file that says it.")
    ] = None,
    ready: Annotated[bool, typer.Option("--ready", help="Say that it is ready.")] = False,
) -> None:
    """Write to a pupil, or say that what is written is ready; what was there is replaced."""
    if (told and file) or not (told or file or ready):
        raise fail(words().say("feedback.to_write"), Exit.WRONG_USAGE)
    given = file.read_text(encoding="utf-8").strip() if file else told

    async def work(house: House, found: UUID) -> Exit:
        known = await known_of(house, found)
        line = known.meant(essay)
        now, around = line.feedback, known.around
        wanted = Wanted(words=given or now.words, shows=now.shows, ready=ready)
        done = await feedback.write(
            house.database("feedback"),
            around.of(found),
            line.file.id,
            wanted,
            seen=now.revision,
            who=None,
            now=around.now,
        )
        if isinstance(done, NotSo):
            raise fail(words().say(f"feedback.wrong.{done.why}"), Exit.WRONG_USAGE)
        if isinstance(done, ChangedMeanwhile):
            said = words().say("feedback.changed_meanwhile", name=line.called)
            raise fail(said, Exit.COULD_NOT_RUN)
        code = "done.feedback_ready" if ready else "feedback.written"
        typer.echo(words().say(code, name=line.called))
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def give_command(batch: BatchId, by: By = "") -> None:
    """Give pupils all that is ready, in one act; it is in the audit."""

    async def work(house: House, found: UUID) -> Exit:
        known = await known_of(house, found, by)
        done = await give_ready(known.around, known.batch)
        if isinstance(done, NamesHidden):
            raise fail(words().say("feedback.hidden"), Exit.WRONG_USAGE)
        count, say = len(done.given), words().say
        said = say("done.feedback_given", n=count) if count else say("feedback.nothing_to_give")
        typer.echo(said)
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def withdraw_command(
    batch: BatchId,
    essay: Annotated[str | None, typer.Argument(help="Whose; nobody named: all.")] = None,
) -> None:
    """Take back what pupils were given."""

    async def work(house: House, found: UUID) -> Exit:
        known = await known_of(house, found)
        essays = None if essay is None else [known.meant(essay).file.id]
        done = await withdraw_given(known.around, known.batch, essays)
        count, say = len(done.essays), words().say
        said = say("done.feedback_withdrawn", n=count) if count else say("feedback.nothing_given")
        typer.echo(said)
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def pdf_command(
    batch: BatchId,
    out: Annotated[Path, typer.Option(file_okay=False, help="Where to put them.")],
) -> None:
    """Write a PDF a pupil of what was given."""

    async def work(house: House, found: UUID) -> Exit:
        known = await known_of(house, found)
        if known.batch.hidden:
            raise fail(words().say("feedback.hidden"), Exit.WRONG_USAGE)
        gifts = await feedback.given(house.database("feedback"), found, known.around.school)
        pages = [gifts[one.file.id].page for one in known.lines if one.file.id in gifts]
        if not pages:
            raise fail(words().say("feedback.no_pages"), Exit.WRONG_USAGE)
        try:
            made = await pdfs_of(pages, words())
        except NotInstalled as missing:
            raise fail(str(missing), Exit.COULD_NOT_RUN) from None
        make_private(out)
        for name, pdf in zip(own_names(page.name for page in pages), made, strict=True):
            (out / f"{name}.pdf").write_bytes(pdf)
        typer.echo(words().say("feedback.pdfs_written", n=len(made), folder=str(out)))
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def draft_command(batch: BatchId) -> None:
    """Have the school's language model draft for whom nobody has written; drafts stay drafts."""

    async def work(house: House, found: UUID) -> Exit:
        known, say = await known_of(house, found), words().say
        done = await want_drafts(known.around, house.commands(), found, RIGHTS)
        if isinstance(done, DraftsOff):
            raise fail(say("feedback.drafts_off"), Exit.WRONG_USAGE)
        if not done.essays:
            typer.echo(say("feedback.nothing_blank"))
            return Exit.WELL
        typer.echo(say("done.drafts_wanted", n=len(done.essays)))
        await house.start(["drafting"])
        return await _drafted(house, found, known.around)

    run(lambda house: with_batch(house, batch, work))


async def _drafted(house: House, batch: UUID, around: AroundFeedback) -> Exit:
    """Wait for the drafts, and tell what came of them."""
    while True:
        drafts = await drafts_of(around, batch)
        if not any(one.state == "waiting" for one in drafts.values()):
            return await _show(house, batch)
        await asyncio.sleep(LOOK_S)


def transcript_command(batch: BatchId) -> None:
    """Tell every word that was asked of a language model for drafts, and that it answered."""

    async def work(house: House, found: UUID) -> Exit:
        known = await known_of(house, found)
        called = {line.file.id: line.called for line in known.lines}
        of = known.around.of(found)
        for row in await transcripts.transcript(house.database("drafting"), of):
            essay = UUID(int=row["essay"].int)
            typer.echo(
                f"{words().stamp(row['asked_at'])}  {called.get(essay, essay)}  {row['model']}  "
                f"{row['outcome']}  {row['tokens_in']}+{row['tokens_out']}  {row['cost']}"
            )
            typer.echo(row["request"])
            typer.echo(row["response"])
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))
