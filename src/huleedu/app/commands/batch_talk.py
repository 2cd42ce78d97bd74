"""`huleedu batch talk` and `look-again`: essays to talk about, and what comes of it."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID, uuid4

import typer

from huleedu.app.commands.batches import BatchId, with_batch
from huleedu.app.commands.program import Exit, fail, run
from huleedu.app.language import words
from huleedu.contracts.judging import NotOpened
from huleedu.gateway.talking import Talked, talked
from huleedu.services.judging.api import look_again
from huleedu.services.judging.api.look_again import MORE_MAX, AskedAgain, NotJudged
from huleedu.services.results.api import talk
from huleedu.services.results.api.talk import NothingToUndo, SaidNow, Speaker, Verdict
from huleedu.wiring.program import House

EssayNamed = Annotated[
    str, typer.Argument(help="The essay's pupil, file or id, or the id's beginning.")
]
Line = Annotated[str, typer.Option(help="Why, in a line.")]
More = Annotated[int, typer.Option(min=1, max=MORE_MAX, help="How many more judgements.")]


class OutcomeNamed(StrEnum):
    """What came of talking, as it is typed."""

    STAYS = "stays"
    GRADE = "grade"
    LOOK_AGAIN = "look-again"
    TEXT = "text"


def show_command(batch: BatchId) -> None:
    """List the essays to talk about, the hardest first, and how others were closed."""
    run(lambda house: with_batch(house, batch, _list))


async def _list(house: House, batch: UUID) -> Exit:
    known, say = await _known(house, batch), words().say
    count = len(known.talk.open)
    typer.echo(say("talk.heading", n=count) if count else say("talk.nothing"))
    for entry in known.talk.open:
        typer.echo(f"  {known.called(entry.essay)}")
        for reason in entry.reasons:
            line = f": {known.cover(reason.line)}" if reason.line else ""
            typer.echo(f"    {words().explain(reason.why)}{line}")
    if known.talk.closed:
        typer.echo(say("talk.closed", n=len(known.talk.closed)))
    for said in known.talk.closed:
        told = (say(f"talk.outcome.{said.outcome}"), known.cover(said.line), said.by_name)
        typer.echo(f"  {known.called(said.essay)}: {' · '.join(one for one in told if one)}")
    return Exit.WELL


def add_command(batch: BatchId, essay: EssayNamed, line: Line = "") -> None:
    """Put an essay on the list of those to talk about."""

    async def work(house: House, found: UUID) -> Exit:
        known = await _known(house, found)
        one = _meant(known, essay)
        said = await talk.put(
            *(house.database("results"), found, one, _nobody(), line), house.clock()
        )
        code = "done.talk_put" if isinstance(said, SaidNow) else "done.talk_there_before"
        typer.echo(words().say(code, name=known.called(one)))
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def close_command(
    batch: BatchId,
    essay: EssayNamed,
    outcome: Annotated[OutcomeNamed, typer.Option(help="What came of it.")],
    line: Line = "",
    present: Annotated[str, typer.Option(help="Who was there.")] = "",
    more: More = 3,
) -> None:
    """Close an essay that was talked about with what came of it."""

    async def work(house: House, found: UUID) -> Exit:
        known = await _known(house, found)
        one = _meant(known, essay)
        entry = known.talk.by_essay.get(one)
        if entry is None:
            said = words().say("done.talk_not_there", name=known.called(one))
            raise fail(said, Exit.WRONG_USAGE)
        again = outcome is OutcomeNamed.LOOK_AGAIN
        verdict = Verdict(
            outcome="look_again" if again else _outcome(outcome),
            line=line,
            present=present,
            more=more if again else 0,
        )
        closed = await talk.close(
            *(house.database("results"), found, entry, _nobody(), verdict), house.clock()
        )
        if not isinstance(closed, SaidNow):
            said = words().say("done.talk_not_there", name=known.called(one))
            raise fail(said, Exit.WRONG_USAGE)
        typer.echo(words().say(f"done.talk_closed.{verdict.outcome}", name=known.called(one)))
        return await _again(house, found, one, more) if again else Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def _outcome(named: OutcomeNamed) -> talk.Outcome:
    match named:
        case OutcomeNamed.STAYS:
            return "stays"
        case OutcomeNamed.GRADE:
            return "grade"
        case OutcomeNamed.LOOK_AGAIN:
            return "look_again"
        case OutcomeNamed.TEXT:
            return "text"


def undo_command(batch: BatchId, essay: EssayNamed) -> None:
    """Take back what was said last of an essay: its outcome, or that it was put on the list."""

    async def work(house: House, found: UUID) -> Exit:
        known = await _known(house, found)
        one = _meant(known, essay)
        undone = await talk.undo(house.database("results"), found, one, _nobody(), house.clock())
        nothing = isinstance(undone, NothingToUndo)
        code = "done.talk_nothing_to_undo" if nothing else "done.talk_undone"
        typer.echo(words().say(code, name=known.called(one)))
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def look_again_command(
    batch: BatchId,
    essay: EssayNamed,
    more: More = 3,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Ask for it no longer; what was judged counts.")
    ] = False,
) -> None:
    """Have more judges look at an essay, who have not seen it."""

    async def work(house: House, found: UUID) -> Exit:
        one = _meant(await _known(house, found), essay)
        if withdraw:
            return await _withdrawn(house, found, one)
        return await _again(house, found, one, more)

    run(lambda house: with_batch(house, batch, work))


async def _again(house: House, batch: UUID, essay: UUID, more: int) -> Exit:
    by, now = _nobody(), house.clock()
    outcome = await look_again.ask(
        *(house.database("judging"), batch, essay, more, (by.person, by.name), now), once=uuid4()
    )
    say = words().say
    match outcome:
        case AskedAgain(judges=()):
            typer.echo(say("done.again_nobody", n=more))
        case AskedAgain(judges=judges, reopened=reopened):
            code = "again_asked" if reopened is None else "again_reopened"
            typer.echo(say(f"done.{code}", n=more, judges=words().listed(judges)))
        case NotOpened():
            raise fail(say("done.again_not_opened"), Exit.WRONG_USAGE)
        case NotJudged():
            raise fail(say("done.again_not_judged"), Exit.WRONG_USAGE)
    return Exit.WELL


async def _withdrawn(house: House, batch: UUID, essay: UUID) -> Exit:
    database, say = house.database("judging"), words().say
    looks = await look_again.of_essay(database, batch, essay)
    for look in looks:
        if not look.over:
            typer.echo(say("judging.look", n=look.more, judged=look.judged))
            await look_again.withdraw(database, batch, look.id, house.clock())
    typer.echo(say("done.again_withdrawn"))
    return Exit.WELL


async def _known(house: House, batch: UUID) -> Talked:
    databases = house.database("results"), house.database("judging")
    return await talked(*databases, house.contents, batch)


def _meant(known: Talked, named: str) -> UUID:
    """The one essay of this pupil, of this file's name, or whose id begins so."""
    sought = named.casefold()
    exact = [
        essay
        for essay, file in known.files.items()
        if sought in (known.called(essay).casefold(), file.name.casefold())
    ]
    found = exact or [essay for essay in known.files if str(essay).startswith(sought)]
    if len(found) != 1:
        raise fail(words().say("talk.not_one", name=named), Exit.WRONG_USAGE)
    return found[0]


def _nobody() -> Speaker:
    return Speaker(None, words().say("talk.at_the_machine"))
