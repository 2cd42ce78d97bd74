"""`huleedu judging enrol`, `invite`, `rename`, `revoke`: who judges, and how much."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import typer

from huleedu.app.commands.batches import BatchId, with_batch
from huleedu.app.commands.judging_desk import Judge, in_words
from huleedu.app.commands.program import Exit, fail, run
from huleedu.app.language import words
from huleedu.contracts.judging import COUNT_MAX, Kind, NotEnrolled, NotOpened
from huleedu.services.judging.api import naming
from huleedu.services.judging.api.judgings import (
    Enrolled,
    EnrolledBefore,
    NameTaken,
    Script,
    WrongName,
)
from huleedu.services.judging.api.naming import Enrolment, Renamed
from huleedu.services.judging.api.opening import NotMeant, known_names, meant
from huleedu.wiring.judging import judgings_of
from huleedu.wiring.program import House

INVITED_MAX = 200


def enrol_command(
    batch: BatchId,
    judge: Judge,
    quota: Annotated[
        int | None, typer.Option(min=1, max=COUNT_MAX, help="Decisions at most.")
    ] = None,
    never: Annotated[
        list[str] | None,
        typer.Option("--not", help="A file or pupil that they may not see either; several."),
    ] = None,
    no_quota: Annotated[bool, typer.Option("--no-quota", help="No quota any more.")] = False,
    sees_all: Annotated[
        bool, typer.Option("--sees-all", help="They may see all essays again, but for --not.")
    ] = False,
    new_key: Annotated[
        bool, typer.Option("--new-key", help="The key before opens nothing any more.")
    ] = False,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The last day on which the key opens anything."),
    ] = None,
    email: Annotated[str, typer.Option(help="Where the link is sent.")] = "",
) -> None:
    """Let somebody judge; again, it changes what is given, and all else stays."""
    if quota is not None and no_quota:
        raise fail(words().say("enrol.quota_twice"), Exit.WRONG_USAGE)

    async def work(house: House, found: UUID) -> Exit:
        judgings = judgings_of(house)
        scripts = await judgings.scripts(found)
        if not scripts:
            raise fail(in_words(NotOpened()), Exit.WRONG_USAGE)
        enrolled = await judgings.enrol(
            found,
            judge,
            Kind.PERSON,
            quota=quota,
            barred=_meant(scripts, never or []),
            no_quota=no_quota,
            sees_all=sees_all,
            renew=new_key,
            ends_at=until.astimezone() + timedelta(days=1) if until else None,
            email=email,
        )
        typer.echo(_told(enrolled, judge))
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def _told(
    enrolled: Enrolled | EnrolledBefore | NameTaken | WrongName | NotOpened, judge: str
) -> str:
    match enrolled:
        case Enrolled(key):
            return words().say("enrol.enrolled", judge=judge) + f"\n{key}"
        case EnrolledBefore():
            return words().say("enrol.before", judge=judge)
        case NameTaken(kind):
            raise fail(name_taken(kind), Exit.WRONG_USAGE)
        case WrongName():
            raise fail(wrong_name(enrolled), Exit.WRONG_USAGE)
        case NotOpened():
            raise fail(in_words(enrolled), Exit.WRONG_USAGE)


def invite_command(
    batch: BatchId,
    count: Annotated[int, typer.Argument(min=1, max=INVITED_MAX, help="How many links.")] = 1,
    quota: Annotated[
        int | None, typer.Option(min=1, max=COUNT_MAX, help="Decisions at most, of each.")
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The last day on which a key opens anything."),
    ] = None,
) -> None:
    """Make keys without a name: whoever opens one is asked for theirs on the judges' page."""

    async def work(house: House, found: UUID) -> Exit:
        for _ in range(count):
            made = await naming.invite(
                house.database("judging"),
                found,
                lambda n: words().say("judging.unnamed_nth", number=n),
                house.clock(),
                quota=quota,
                ends_at=until.astimezone() + timedelta(days=1) if until else None,
            )
            if isinstance(made, NotOpened):
                raise fail(in_words(made), Exit.WRONG_USAGE)
            typer.echo(words().say("enrol.enrolled", judge=made.name) + f"\n{made.key}")
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def rename_command(
    batch: BatchId, judge: Judge, name: Annotated[str, typer.Argument(help="The new name.")]
) -> None:
    """Call a judge otherwise; what they have decided goes with the name."""

    async def work(house: House, found: UUID) -> Exit:
        where, database = Enrolment(found, judge), house.database("judging")
        done = await naming.rename(database, where, name, house.clock(), themself=False)
        match done:
            case WrongName():
                raise fail(wrong_name(done), Exit.WRONG_USAGE)
            case NotEnrolled():
                raise fail(in_words(done), Exit.WRONG_USAGE)
            case Renamed(called):
                typer.echo(words().say("done.judging_renamed", before=judge, name=called))
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))


def _meant(scripts: list[Script], never: list[str]) -> list[UUID]:
    named = meant(never, known_names(scripts))
    if isinstance(named, NotMeant):
        raise fail(f"--not: {words().explain(named.why)}", Exit.WRONG_USAGE)
    return [scripts[number].essay for number in named.numbers]


def wrong_name(found: WrongName) -> str:
    """What is wrong with a judge's name."""
    return words().say(f"enrol.name.{found.why}", like=found.like)


def name_taken(kind: Kind) -> str:
    """That a judge of another kind has this name."""
    return words().say("enrol.name_taken", kind=words().say(f"judge.{kind}"))


def revoke_command(batch: BatchId, judge: Judge) -> None:
    """Withdraw a judge's key; what they have decided counts. `judging enrol` gives a new one."""

    async def work(house: House, found: UUID) -> Exit:
        revoked = await judgings_of(house).revoke(found, judge)
        if isinstance(revoked, NotEnrolled | NotOpened):
            raise fail(in_words(revoked), Exit.WRONG_USAGE)
        typer.echo(words().say("enrol.revoked", judge=judge))
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))
