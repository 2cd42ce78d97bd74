"""`huleedu judging more`, `leave-out`, `turn`, `let-in` …: steer judging while it goes on."""

from typing import Annotated
from uuid import UUID

import typer

from huleedu.app.commands.batches import BatchId, school_of, with_batch
from huleedu.app.commands.judging_desk import Judge, in_words
from huleedu.app.commands.program import Exit, fail, run
from huleedu.app.language import words
from huleedu.contracts.judging import NotEnrolled, NotOpened
from huleedu.gateway.turning import Turner
from huleedu.kit.database import Viewer
from huleedu.services.judging.api.steering import JudgeSeen, Overview, Steering
from huleedu.services.judging.api.turning import CountsOtherwise
from huleedu.wiring.program import House


def steering_of(house: House) -> Steering:
    """Judging, with the rights of whoever may run our commands."""
    return Steering(house.database("judging"), house.clock)


def more_command(
    batch: BatchId, count: Annotated[int, typer.Argument(min=1, max=10_000, help="How many.")]
) -> None:
    """Ask for so many more judgements, of all who can judge alike; goes on if it had ended."""

    async def work(house: House, found: UUID) -> Exit:
        done = await steering_of(house).more(found, count)
        if isinstance(done, NotOpened):
            raise fail(in_words(done), Exit.WRONG_USAGE)
        typer.echo(words().say("judged.more", n=count, wanted=done.wanted))
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def leave_out_command(batch: BatchId, judge: Judge) -> None:
    """Count a judge's decisions nowhere, until `put-back`; the ranking follows."""
    run(lambda house: with_batch(house, batch, lambda h, found: _count(h, found, judge, out=True)))


def put_back_command(batch: BatchId, judge: Judge) -> None:
    """Count a judge's decisions again; the ranking follows."""
    run(lambda house: with_batch(house, batch, lambda h, found: _count(h, found, judge, out=False)))


def turn_command(batch: BatchId, judge: Judge) -> None:
    """Count what a judge has decided so far the other way round: they had swapped the two texts.

    What they decide from now on counts as they say it. The ranking follows, and says it.
    """
    run(lambda house: with_batch(house, batch, lambda h, found: _turn(h, found, judge, back=False)))


def turn_back_command(batch: BatchId, judge: Judge) -> None:
    """Count a judge's decisions as they were said again; the ranking follows."""
    run(lambda house: with_batch(house, batch, lambda h, found: _turn(h, found, judge, back=True)))


async def _turn(house: House, batch: UUID, judge: str, *, back: bool) -> Exit:
    one = await _judge(house, batch, judge)
    turner = Turner(
        people=house.viewers("identity").of(Viewer(None)),
        judging=house.database("judging"),
        batch=batch,
        school=await school_of(house, batch),
        person=None,
        name="",
        now=house.clock(),
    )
    done = await (turner.turn_back(one.id) if back else turner.turn(one.id))
    if not isinstance(done, CountsOtherwise):
        raise fail(words().say("judged.turned_none", judge=judge), Exit.WRONG_USAGE)
    say, told = words().say, {"judge": judge, "n": done.decisions}
    typer.echo(say("judged.turned_back", **told) if back else say("judged.turned", **told))
    return Exit.WELL


async def _judge(house: House, batch: UUID, judge: str) -> JudgeSeen:
    found = await steering_of(house).overview(batch)
    if not isinstance(found, Overview):
        raise fail(in_words(found), Exit.WRONG_USAGE)
    one = next((one for one in found.judges if one.name == judge), None)
    if one is None:
        raise fail(in_words(NotEnrolled()), Exit.WRONG_USAGE)
    return one


async def _count(house: House, batch: UUID, judge: str, *, out: bool) -> Exit:
    one = await _judge(house, batch, judge)
    await steering_of(house).leave_out(batch, one.id, out=out)
    made = one.decided + one.imported
    say = words().say
    typer.echo(
        say("judged.left_out", judge=judge, n=made)
        if out
        else say("judged.put_back", judge=judge, n=made)
    )
    return Exit.WELL


def let_in_command(batch: BatchId) -> None:
    """Let essays be judged that came after judging began; no judgement is lost."""

    async def work(house: House, found: UUID) -> Exit:
        stands = await steering_of(house).overview(found)
        if not isinstance(stands, Overview):
            raise fail(in_words(stands), Exit.WRONG_USAGE)
        count = await steering_of(house).let_in(found)
        typer.echo(words().say("judged.let_in", n=count))
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))
