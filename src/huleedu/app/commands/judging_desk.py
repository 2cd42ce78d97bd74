"""`huleedu judging open`, `seat`, `next`, `decide` …: people judge a batch, pair by pair."""

import csv
import io
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from uuid import UUID

import msgspec
import typer

from huleedu.app.commands.batches import BatchId, with_batch
from huleedu.app.commands.program import Exit, fail, run
from huleedu.app.house import House

Judge = Annotated[str, typer.Argument(help="Who judges.")]
PairId = Annotated[str, typer.Argument(help="The pair's id, as `next` told it.")]
STEPS = 5
RUNS = ("=", "+", "-", "@")


class Better(StrEnum):
    """The answers, of the text shown first."""

    MUCH_BETTER = "much-better"
    BETTER = "better"
    EQUAL = "equal"
    WORSE = "worse"
    MUCH_WORSE = "much-worse"

    @property
    def number(self) -> int:
        """On five steps: 2 to -2."""
        return 2 - list(Better).index(self)


class Why(StrEnum):
    """Why a pair is left unjudged."""

    CANNOT_JUDGE = "cannot_judge"
    PROBLEM_FILE = "problem_file"


class Shown(msgspec.Struct, frozen=True):
    """A text as a judge gets it: no name, no measure."""

    number: int
    text: str


class Task(msgspec.Struct, frozen=True):
    """A pair before a judge."""

    pair: UUID
    first: Shown
    second: Shown


def attach(commands: typer.Typer) -> None:
    """Make these commands known."""
    commands.command("open")(open_command)
    commands.command("seat")(seat_command)
    commands.command("next")(next_command)
    commands.command("decide")(decide_command)
    commands.command("flag")(flag_command)
    commands.command("undo")(undo_command)
    commands.command("close")(close_command)
    commands.command("decisions")(decisions_command)


def open_command(batch: BatchId) -> None:
    """Open a batch's essays for judging; those that came later join."""

    async def work(house: House, found: UUID) -> Exit:
        from huleedu.app.judging import open_judging  # noqa: PLC0415 - scipy takes a while
        from huleedu.app.picture import load_picture  # noqa: PLC0415

        scripts = await open_judging(house, await load_picture(house, found))
        typer.echo(f"{len(scripts)} essays can be judged. Next: huleedu judging seat {found} NAME")
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def seat_command(
    batch: BatchId,
    judge: Judge,
    quota: Annotated[int | None, typer.Option(min=1, help="Decisions at most.")] = None,
    never: Annotated[
        list[str] | None, typer.Option("--not", help="A file that they may not see; several.")
    ] = None,
) -> None:
    """Let somebody judge; again with another quota or other files changes these."""

    async def work(house: House, found: UUID) -> Exit:
        from huleedu.app.judging import desk_of  # noqa: PLC0415 - scipy takes a while
        from huleedu.services.judging.domain.desk import Kind  # noqa: PLC0415

        desk = desk_of(house)
        essays = {script.name: script.essay for script in await desk.scripts(found)}
        if not essays:
            raise fail(f"First: huleedu judging open {found}", Exit.WRONG_USAGE)
        unknown = [name for name in never or () if name not in essays]
        if unknown:
            raise fail(f"There is no file {unknown[0]} in this batch.", Exit.WRONG_USAGE)
        barred = [essays[name] for name in never or ()]
        await desk.seat(found, judge, Kind.PERSON, quota=quota, barred=barred)
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def next_command(batch: BatchId, judge: Judge) -> None:
    """Print the judge's next pair as JSON; the same until it is decided or flagged."""

    async def work(house: House, found: UUID) -> Exit:
        from huleedu.app.judging import desk_of  # noqa: PLC0415 - scipy takes a while
        from huleedu.services.judging.domain.desk import HandedOut  # noqa: PLC0415

        desk = desk_of(house)
        answer = await desk.next(found, judge)
        if not isinstance(answer, HandedOut):
            raise fail(in_words(answer), Exit.SOME_REFUSED)
        [pair] = answer.pairs
        scripts = await desk.scripts(found)
        texts = await house.contents.texts([scripts[n].text for n in (pair.first, pair.second)])
        first, second = (
            Shown(number, texts[scripts[number].text]) for number in (pair.first, pair.second)
        )
        typer.echo(msgspec.json.encode(Task(pair.pair, first, second)).decode())
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def decide_command(
    pair: PairId,
    judge: Judge,
    answer: Annotated[Better, typer.Argument(help="How the first is, beside the second.")],
    took_s: Annotated[float | None, typer.Option(min=0, help="Seconds it took.")] = None,
    comment: Annotated[str, typer.Option()] = "",
) -> None:
    """Leave a decision."""

    async def work(house: House) -> Exit:
        from huleedu.app.judging import desk_of  # noqa: PLC0415 - scipy takes a while
        from huleedu.services.judging.domain.desk import Recorded, RecordedBefore  # noqa: PLC0415

        desk = desk_of(house)
        found = await desk.decide(
            _pair(pair), judge, answer.number, STEPS, took_s=took_s, comment=comment
        )
        if isinstance(found, Recorded) or (isinstance(found, RecordedBefore) and found.same):
            return Exit.WELL
        raise fail(in_words(found), Exit.SOME_REFUSED)

    run(work)


def flag_command(
    pair: PairId, judge: Judge, why: Why, comment: Annotated[str, typer.Option()] = ""
) -> None:
    """Leave a pair unjudged; `next` gives another."""

    async def work(house: House) -> Exit:
        from huleedu.app.judging import desk_of  # noqa: PLC0415 - scipy takes a while
        from huleedu.services.judging.domain.desk import Flag, Recorded  # noqa: PLC0415

        found = await desk_of(house).flag(_pair(pair), judge, Flag(why.value), comment)
        if isinstance(found, Recorded):
            return Exit.WELL
        raise fail(in_words(found), Exit.SOME_REFUSED)

    run(work)


def undo_command(
    batch: BatchId, judge: Judge, count: Annotated[int, typer.Option(min=1)] = 1
) -> None:
    """Take back the judge's last decisions; `next` gives their pairs again."""

    async def work(house: House, found: UUID) -> Exit:
        from huleedu.app.judging import desk_of  # noqa: PLC0415 - scipy takes a while

        back = await desk_of(house).undo(found, judge, count)
        typer.echo(f"{len(back.pairs)} taken back")
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def close_command(batch: BatchId, why: Annotated[str, typer.Option()] = "closed by hand") -> None:
    """End judging: no more pairs are handed out."""

    async def work(house: House, found: UUID) -> Exit:
        from huleedu.app.judging import desk_of  # noqa: PLC0415 - scipy takes a while

        await desk_of(house).close(found, why)
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def decisions_command(
    batch: BatchId, out: Annotated[Path | None, typer.Option(dir_okay=False)] = None
) -> None:
    """Write all that was handed out, and what became of it, as CSV."""

    async def work(house: House, found: UUID) -> Exit:
        from huleedu.services.judging.store import exercises  # noqa: PLC0415

        async with house.database("judging").session() as sql:
            rows = await exercises.raw(sql, found)
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(exercises.COLUMNS)
        writer.writerows([_safe(row[column]) for column in exercises.COLUMNS] for row in rows)
        if out:
            out.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
        else:
            typer.echo(text.getvalue(), nl=False)
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def _safe(cell: object) -> object:
    """A text that a spreadsheet would run as a formula begins with an apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip().startswith(RUNS) else cell


def in_words(answer: object) -> str:
    """What the desk answered, for whoever asked."""
    from huleedu.services.judging.domain import desk  # noqa: PLC0415 - scipy takes a while

    match answer:
        case desk.NotOpened():
            return "Judging is not open for this batch: huleedu judging open BATCH"
        case desk.NotSeated():
            return "Nobody of this name judges here: huleedu judging seat BATCH NAME"
        case desk.QuotaReached(quota):
            return f"All {quota} decisions that were asked for have been made. Thank you."
        case desk.NothingLeft():
            return "There is no pair left that this judge may see."
        case desk.Closed(why):
            return f"Judging has ended: {why}."
        case desk.NotBeforeYou():
            return "This pair is not before this judge: ask for the next one."
        case desk.RecordedBefore():
            return "This pair was decided before, and otherwise; undo takes that back."
        case _:
            return f"{answer}"


def _pair(told: str) -> UUID:
    try:
        return UUID(told)
    except ValueError as error:
        raise fail(f"{told!r} is not a pair's id.", Exit.WRONG_USAGE) from error
