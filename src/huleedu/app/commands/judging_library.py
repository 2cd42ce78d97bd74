"""`huleedu judging anchors`, `keep-anchor`, `drop-anchor`: the school's library of anchors."""

from typing import Annotated
from uuid import UUID

import typer

from huleedu.app.commands.batches import BatchId, school_of, with_batch
from huleedu.app.commands.program import Exit, fail, run, table
from huleedu.app.commands.ranked import ranking_of
from huleedu.app.language import words
from huleedu.gateway.anchoring import Anchoring
from huleedu.gateway.report.sanitised import one_line
from huleedu.services.judging.api import library
from huleedu.services.judging.api.library import IsAnchor
from huleedu.services.judging.api.opening import NotMeant, known_names, meant
from huleedu.wiring.judging import judgings_of
from huleedu.wiring.program import House

COLUMNS = ("id", "name", "grade", "place", "kept", "here")


def anchors_command(batch: BatchId) -> None:
    """List the anchors of a batch's school, and which of them are among its essays."""

    async def work(house: House, found: UUID) -> Exit:
        say, number = words().say, words().number
        database = house.database("judging")
        kept = await library.anchors_of(database, await school_of(house, found))
        if not kept:
            typer.echo(say("anchors.none"))
            return Exit.WELL
        here = {one.kept.id for one in await library.anchors_here(database, found)}
        heads = tuple(say(f"anchors.{code}") for code in COLUMNS)
        rows = [
            (
                *(str(one.id)[:8], one_line(one.name), one.grade or "–"),
                f"{number(one.place, 2)} ±{number(one.error, 2)}",
                *(words().day(one.kept_at), say("sheet.yes") if one.id in here else ""),
            )
            for one in kept
        ]
        typer.echo(table([heads, *rows]))
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def keep_anchor_command(
    batch: BatchId,
    essay: Annotated[str, typer.Argument(help="The essay: its file, its pupil or its id.")],
    name: Annotated[str, typer.Argument(help="What it is called in the library.")],
) -> None:
    """Keep an essay as an anchor of its school: its fingerprint, place and grade, not its text."""

    async def work(house: House, found: UUID) -> Exit:
        scripts = await judgings_of(house).scripts(found)
        named = meant([essay], known_names(scripts))
        if isinstance(named, NotMeant):
            raise fail(words().explain(named.why), Exit.WRONG_USAGE)
        ranking = await ranking_of(house, found)
        anchoring = Anchoring(
            judging=house.database("judging"),
            results=house.database("results"),
            batch=found,
            school=await school_of(house, found),
            by=(None, ""),
            now=house.clock(),
        )
        kept, grade = await anchoring.keep(scripts[named.numbers[0]].essay, name, ranking)
        if not isinstance(kept, IsAnchor):
            raise fail(words().say("anchors.not_judged"), Exit.WRONG_USAGE)
        typer.echo(words().say("anchors.kept_now", name=one_line(name), grade=grade or "–"))
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def drop_anchor_command(
    batch: BatchId, anchor: Annotated[str, typer.Argument(help="Its id, or the beginning of it.")]
) -> None:
    """Keep an anchor of a batch's school no longer; batches that use it go on as they are."""

    async def work(house: House, found: UUID) -> Exit:
        school, database = await school_of(house, found), house.database("judging")
        kept = await library.anchors_of(database, school)
        some = [one for one in kept if str(one.id).startswith(anchor)]
        if len(some) != 1:
            raise fail(words().say("anchors.not_one", beginning=anchor), Exit.WRONG_USAGE)
        await library.remove(database, school, some[0].id, house.clock())
        typer.echo(words().say("anchors.removed", name=one_line(some[0].name)))
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))
