"""`huleedu judging next`, `decide`, `flag`, `undo`: a person judges a batch, pair by pair."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
import typer

from huleedu.app.commands.batches import BatchId, with_batch
from huleedu.app.commands.program import Exit, fail, run
from huleedu.contracts import judging
from huleedu.contracts.judging import (
    Flag,
    Flagged,
    PairToJudge,
    Recorded,
    RecordedBefore,
    TakenBack,
    Which,
)
from huleedu.services.judging.api.sessions import session_of
from huleedu.wiring.judging import desk_of
from huleedu.wiring.program import House

Judge = Annotated[str, typer.Argument(help="Who judges.")]
PairId = Annotated[str, typer.Argument(help="The pair's id, as `next` told it.")]


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


def next_command(batch: BatchId, judge: Judge) -> None:
    """Print the judge's next pair as JSON; the same until it is decided or flagged."""

    async def work(house: House, found: UUID) -> Exit:
        answer = await session_of(desk_of(house), house.contents, found, judge).next()
        if not isinstance(answer, PairToJudge):
            raise fail(in_words(answer), Exit.SOME_REFUSED)
        typer.echo(msgspec.json.encode(answer).decode())
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
        found = await desk_of(house).decide(
            _pair(pair), judge, answer.number, took_s=took_s, comment=comment
        )
        if isinstance(found, Recorded) or (isinstance(found, RecordedBefore) and found.same):
            return Exit.WELL
        raise fail(in_words(found), Exit.SOME_REFUSED)

    run(work)


def flag_command(
    pair: PairId,
    judge: Judge,
    why: Flag,
    which: Annotated[
        Which | None, typer.Option(help="The text that is the problem; it does not come again.")
    ] = None,
    comment: Annotated[str, typer.Option()] = "",
) -> None:
    """Leave a pair unjudged; `next` gives another."""

    async def work(house: House) -> Exit:
        found = await desk_of(house).flag(_pair(pair), judge, why, comment, which)
        if isinstance(found, Flagged):
            return Exit.WELL
        raise fail(in_words(found), Exit.SOME_REFUSED)

    run(work)


def undo_command(
    batch: BatchId, judge: Judge, count: Annotated[int, typer.Option(min=1)] = 1
) -> None:
    """Take back the judge's last decisions; `next` gives their pairs again."""

    async def work(house: House, found: UUID) -> Exit:
        undone = await desk_of(house).undo(found, judge, count)
        if not isinstance(undone, TakenBack):
            raise fail(in_words(undone), Exit.SOME_REFUSED)
        typer.echo(f"{undone.decisions} taken back")
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def in_words(answer: object) -> str:
    """What the desk answered, for whoever asked."""
    match answer:
        case judging.NotOpened():
            return "Judging is not open for this batch: huleedu judging open BATCH"
        case judging.NotEnrolled():
            return "Nobody of this name judges here: huleedu judging enrol BATCH NAME"
        case judging.QuotaReached(quota):
            return f"All {quota} decisions that were asked for have been made. Thank you."
        case judging.NoPairLeft():
            return "There is no pair left that this judge may see."
        case judging.NoPairNow():
            return "All judgements that are still wanted are with other judges: ask again later."
        case judging.Closed(why):
            return f"Judging has ended: {why}."
        case judging.NotYourPair():
            return "This pair is not before this judge: ask for the next one."
        case judging.RecordedBefore():
            return "This pair was decided before, and otherwise; undo takes that back."
        case judging.NoSuchAnswer(allowed):
            words = ", ".join(better.value for better in Better if better.number in allowed)
            return f"The answers here are: {words}."
        case _:
            return _ended_in_words(answer)


def _ended_in_words(answer: object) -> str:
    match answer:
        case judging.TextsUsedUp(texts):
            return (
                f"This judge was shown {texts} texts, as many as the quota allows, with pairs that "
                "were flagged or taken back: huleedu judging enrol BATCH NAME --quota MORE"
            )
        case judging.KeyRevoked():
            return "This judge's key was withdrawn; huleedu judging enrol BATCH NAME gives another."
        case judging.KeyEnded():
            return "This judge's key had a last day, which is over."
        case judging.TooLate(why):
            return f"Judging has ended ({why}), and so has the time for this pair."
        case _:
            return f"{answer}"


def _pair(told: str) -> UUID:
    try:
        return UUID(told)
    except ValueError as error:
        raise fail(f"{told!r} is not a pair's id.", Exit.WRONG_USAGE) from error
