"""`huleedu engine`: the embedded PostgreSQL, started, stopped, looked at."""

from typing import Annotated

import typer

from huleedu.app.commands.program import Exit, fail, settings, to_the_end
from huleedu.engines.postgres import server
from huleedu.engines.postgres.migrations import migrate
from huleedu.engines.postgres.server import (
    NotRunning,
    Running,
    Stopped,
    StopsLater,
    Unusable,
)
from huleedu.engines.supervisor.engine import CannotStart
from huleedu.kit.fitness import Advice, Finding, Fit, Unfit
from huleedu.wiring.check import check_engines
from huleedu.wiring.program import all_migrations, reach_database
from huleedu.wiring.settings import Settings


def _embedded() -> Settings:
    found = settings()
    if found.general.database_url:
        raise fail(
            "HULEEDU_DATABASE_URL is set: that PostgreSQL is not ours to start or stop.",
            Exit.COULD_NOT_RUN,
        )
    return found


def start_command() -> None:
    """Start PostgreSQL and let it stay up until it is stopped."""
    found = _embedded()
    try:
        running = server.start(found.home, found.general.postgres_bin)
    except CannotStart as error:
        raise fail(str(error), Exit.COULD_NOT_RUN) from error
    typer.echo(_in_words(running))


def stop_command(
    now: Annotated[bool, typer.Option("--now", help="Even if programs are using it.")] = False,
) -> None:
    """Stop PostgreSQL, cleanly."""
    typer.echo(_in_words(server.stop(_embedded().home, now=now)))


def status_command() -> None:
    """Tell how PostgreSQL is. Exit code 0: it runs; 1: it does not; 3: its data are unusable."""
    found = _embedded()
    answer = server.status(found.home, found.general.postgres_bin)
    if isinstance(answer, Unusable):
        raise fail(answer.why, Exit.COULD_NOT_RUN)
    typer.echo(_in_words(answer))
    if isinstance(answer, NotRunning):
        raise typer.Exit(1)


def migrate_command() -> None:
    """Bring the database up to date; every start does, if it may."""

    async def work() -> Exit:
        async with reach_database(settings()) as address:
            applied = await migrate(address, all_migrations())
        typer.echo(f"{len(applied)} migrations applied" if applied else "Nothing to do.")
        return Exit.WELL

    raise typer.Exit(to_the_end(work))


def check_command() -> None:
    """Tell whether the engines that are set will do. Exit code 0: they will; 3: one will not."""

    async def work() -> Exit:
        found = await check_engines(settings())
        for engine, findings in found:
            for finding in findings:
                typer.echo(_line(engine, finding))
        if any(isinstance(one, Unfit) for _, findings in found for one in findings):
            raise fail("This will not do: see what is marked NO.", Exit.COULD_NOT_RUN)
        return Exit.WELL

    raise typer.Exit(to_the_end(work))


def _line(engine: str, finding: Finding) -> str:
    match finding:
        case Fit():
            mark = "yes"
        case Advice():
            mark = "but"
        case Unfit():
            mark = "NO"
    return f"{engine:10}  {finding.about:11}  {mark:3}  {finding.found}"


def _in_words(answer: Running | NotRunning | Stopped | StopsLater) -> str:
    match answer:
        case Running(home, socket_dir, pid, stays):
            until = "until it is stopped" if stays else "as long as a program uses it"
            return (
                f"PostgreSQL runs {until} (process {pid}, data in {home}, socket in {socket_dir})"
            )
        case NotRunning(data=True):
            return "PostgreSQL does not run; its data are kept."
        case NotRunning():
            return "PostgreSQL does not run, and has no data yet."
        case Stopped():
            return "PostgreSQL is stopped."
        case StopsLater():
            return "Programs are using PostgreSQL: it stops when the last of them ends (or --now)."
