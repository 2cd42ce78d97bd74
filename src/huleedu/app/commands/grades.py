"""`huleedu batch grades`: look at decided grades, decide them, and what was decided before."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID, uuid4

import typer

from huleedu.app.commands.batches import BatchId, school_of, with_batch
from huleedu.app.commands.program import Exit, fail, run, table
from huleedu.app.language import words
from huleedu.gateway.grading import Grading
from huleedu.gateway.report.sanitised import one_line
from huleedu.gateway.web.results.loading import Results, load_results
from huleedu.gateway.web.results.rows import ResultRow
from huleedu.gateway.web.results.told import heading, likeliest, said_live
from huleedu.kit.database import Viewer
from huleedu.services.results.api import NotHeardOf, grades
from huleedu.services.results.api.grades import (
    LATER,
    Decide,
    DecidedGrade,
    DecidedNow,
    Grader,
    NoSuchGrade,
    ReasonTooLong,
    ReasonWanted,
    Refused,
)
from huleedu.wiring.program import House

AT_THE_MACHINE = Grader(None, "")
EssayArgument = Annotated[
    str, typer.Argument(help="The essay: its name in the list, or its id or the beginning.")
]


def show_command(batch: BatchId) -> None:
    """Tell the likeliest and the decided grade of each essay; a probability is no grade."""
    run(lambda house: with_batch(house, batch, _show))


def decide_command(
    batch: BatchId,
    essay: Annotated[
        str | None,
        typer.Argument(help="The essay: its name in the list, or its id or the beginning."),
    ] = None,
    grade: Annotated[
        str | None, typer.Argument(help="The grade; an empty one: undecided again.")
    ] = None,
    reason: Annotated[
        str, typer.Option(help='Why, if it is not the likeliest; may be "later".')
    ] = "",
    clear: Annotated[
        bool, typer.Option("--clear", help="Decide all that are clear, at once.")
    ] = False,
    take_back: Annotated[str, typer.Option(help="Take back what one act decided, by its id.")] = "",
) -> None:
    """Decide the grade of an essay, or of all that are clear; or take an act back."""
    chosen = [essay is not None and grade is not None, clear, bool(take_back)]
    if chosen.count(True) != 1 or (essay is not None and grade is None):
        raise fail(words().say("grades.one_of"), Exit.WRONG_USAGE)

    async def work(house: House, found: UUID) -> Exit:
        if take_back:
            return await _take_back(house, found, take_back)
        loaded = await _load(house, found)
        if clear:
            wanted = [
                Decide(essay=one.essay, grade=one.likeliest, seen=one.seen) for one in loaded.clear
            ]
        else:
            row = _row(loaded.rows, essay or "")
            wanted = [Decide(essay=row.essay, grade=grade or "", reason=reason, seen=row.seen)]
        return await _decide(house, found, wanted)

    run(lambda house: with_batch(house, batch, work))


def history_command(batch: BatchId, essay: EssayArgument) -> None:
    """Tell all that was decided of an essay, the last first."""

    async def work(house: House, found: UUID) -> Exit:
        row = _row((await _load(house, found)).rows, essay)
        school = await school_of(house, found)
        told = await grades.history(house.database("results"), found, school, row.essay)
        typer.echo(f"{one_line(row.line.name)}  {row.essay}")
        for one in told:
            typer.echo(f"  {words().stamp(one.at)}  {_grade(one):<12} {_by(one)}")
        if not told:
            typer.echo(f"  {words().say('results.undecided')}")
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


async def _load(house: House, batch: UUID) -> Results:
    school = await school_of(house, batch)
    return await load_results(house.database, house.contents, batch, school)


async def _show(house: House, batch: UUID) -> Exit:
    loaded = await _load(house, batch)
    say = words().say
    head = (
        say("results.column.name"),
        say("results.column.place"),
        say("results.column.likeliest"),
        say("results.decided"),
        "",
    )
    typer.echo(heading(loaded, words()))
    typer.echo(said_live(loaded, words()))
    if loaded.rows:
        typer.echo(table([head, *map(_line, loaded.rows)]))
    return Exit.WELL


def _line(row: ResultRow) -> tuple[str, ...]:
    decided = row.decided
    return (
        one_line(row.line.name),
        str(row.ranked.place) if row.ranked else "–",
        likeliest(row, words()) or "–",
        decided.grade if decided else words().say("results.undecided"),
        _by(decided) if decided else "",
    )


def _grade(told: DecidedGrade) -> str:
    return told.grade or words().say("results.undecided")


def _by(told: DecidedGrade) -> str:
    name = one_line(told.by_name) or words().say("results.by_machine")
    if not told.reason:
        return name
    reason = words().say("results.reason_later") if told.reason == LATER else one_line(told.reason)
    return f"{name}: {reason}"


def _row(rows: Sequence[ResultRow], sought: str) -> ResultRow:
    """The one essay of this name, or whose id begins so."""
    named = [row for row in rows if row.line.name == sought]
    found = named or [row for row in rows if sought and str(row.essay).startswith(sought.lower())]
    if len(found) != 1:
        raise fail(words().say("grades.not_one", name=sought), Exit.WRONG_USAGE)
    return found[0]


async def _grading(house: House, batch: UUID) -> Grading:
    return Grading(
        people=house.viewers("identity").of(Viewer(None)),
        judging=house.database("judging"),
        results=house.database("results"),
        contents=house.contents,
        batch=batch,
        school=await school_of(house, batch),
        who=AT_THE_MACHINE,
        now=house.clock(),
    )


async def _decide(house: House, batch: UUID, wanted: Sequence[Decide]) -> Exit:
    outcome = await (await _grading(house, batch)).decide(wanted, uuid4())
    if not isinstance(outcome, DecidedNow):
        raise fail(_refused(outcome), Exit.WRONG_USAGE)
    count = len(outcome.decided)
    typer.echo(words().say("done.grades_decided", n=count))
    if count:
        typer.echo(words().say("grades.undo", batch=str(batch), act=str(outcome.act)))
    return Exit.WELL


async def _take_back(house: House, batch: UUID, told: str) -> Exit:
    try:
        act = UUID(told)
    except ValueError:
        raise fail(words().say("grades.no_act"), Exit.WRONG_USAGE) from None
    outcome = await (await _grading(house, batch)).take_back(act, uuid4())
    if not isinstance(outcome, DecidedNow):
        raise fail(words().say("done.nothing_taken_back"), Exit.WRONG_USAGE)
    typer.echo(words().say("done.grades_taken_back", n=len(outcome.decided)))
    return Exit.WELL


def _refused(outcome: Refused | NotHeardOf) -> str:
    say = words().say
    match outcome:
        case ReasonWanted():
            return say("grades.reason_wanted")
        case ReasonTooLong(most=most):
            return say("results.asks.shorter_reason", most=most)
        case NoSuchGrade(grades=may_be):
            return say("grades.no_such_grade", grades=", ".join(may_be))
        case _:
            return say("grades.changed")
