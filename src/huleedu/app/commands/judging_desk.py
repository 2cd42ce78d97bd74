"""`huleedu judging next`, `decide`, `flag`, `undo`: a person judges a batch, pair by pair."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
import typer

from huleedu.app.commands.batches import BatchId, with_batch
from huleedu.app.commands.program import Exit, fail, run
from huleedu.app.language import words
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
from huleedu.services.judging.api.steering import Enough
from huleedu.wiring.judging import desk_of
from huleedu.wiring.program import House

CLOSED = {
    Enough.RELIABLE.value: "reliable",
    Enough.SPENT.value: "spent",
    Enough.BY_HAND.value: "by_hand",
    Enough.BY_DAY.value: "by_day",
}
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
        typer.echo(words().say("desk.taken_back", n=undone.decisions))
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def in_words(answer: object) -> str:
    """What the desk answered, for whoever asked."""
    say = words().say
    match answer:
        case judging.QuotaReached(quota):
            return say("desk.quota_reached", n=quota)
        case judging.TextsUsedUp(texts):
            return say("desk.texts_used_up", n=texts)
        case judging.Closed(why):
            return say("desk.closed", why=ended(why))
        case judging.TooLate(why):
            return say("desk.too_late", why=ended(why))
        case judging.NoSuchAnswer(allowed):
            told = ", ".join(better.value for better in Better if better.number in allowed)
            return say("desk.no_such_answer", answers=told)
        case judging.Told():
            return say(f"desk.{answer.__struct_config__.tag}")
        case _:
            return f"{answer}"


def ended(why: str) -> str:
    """Why judging has ended: by itself, or in somebody's words."""
    code = CLOSED.get(why)
    return words().say(f"desk.ended.{code}") if code else why


def _pair(told: str) -> UUID:
    try:
        return UUID(told)
    except ValueError as error:
        raise fail(words().say("desk.no_pair_id", told=repr(told)), Exit.WRONG_USAGE) from error
