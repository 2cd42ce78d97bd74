"""`huleedu judging more`, `leave-out`, `put-back`, `let-in`: steer judging while it goes on."""

from typing import Annotated
from uuid import UUID

import typer

from huleedu.app.commands.batches import BatchId, with_batch
from huleedu.app.commands.judging_desk import Judge, in_words
from huleedu.app.commands.program import Exit, fail, run
from huleedu.app.language import words
from huleedu.contracts.judging import NotEnrolled, NotOpened
from huleedu.services.judging.api.steering import Overview, Steering
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


async def _count(house: House, batch: UUID, judge: str, *, out: bool) -> Exit:
    steering = steering_of(house)
    found = await steering.overview(batch)
    if not isinstance(found, Overview):
        raise fail(in_words(found), Exit.WRONG_USAGE)
    one = next((one for one in found.judges if one.name == judge), None)
    if one is None:
        raise fail(in_words(NotEnrolled()), Exit.WRONG_USAGE)
    await steering.leave_out(batch, one.id, out=out)
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
