"""`huleedu lab isolate`: does a test depend on what ran before it?"""

import asyncio
import os
import random
from typing import Annotated

import msgspec
import typer

from huleedu.app.commands.program import Exit, fail

ORDERS = 3

Seed = Annotated[int | None, typer.Option(help="The first shuffled order; another each time.")]
Orders = Annotated[int, typer.Option(min=0, help="How many shuffled orders to try.")]
Postgres = Annotated[
    list[str] | None,
    typer.Option(
        "--postgres", help="URL of a database that the tests use: see what is left in it."
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AtOnce = Annotated[int | None, typer.Option(min=1, help="So many files run alone at a time.")]


def isolate_command(
    pytest_args: Annotated[list[str] | None, typer.Argument(help="For pytest, after --.")] = None,
    seed: Seed = None,
    orders: Orders = ORDERS,
    postgres: Postgres = None,
    at_once: AtOnce = None,
    as_json: AsJson = False,
) -> None:
    """Run each test alone, then after the others and in shuffled orders, and compare.

    Names the tests that end otherwise after others than alone, the few that are enough for it, and
    what those leave behind. Files that the tests make or change are set back after each run, and
    the databases that --postgres names, too. Exit code 0: none depends on another; 1: some do, or
    fail even alone; 2: unknown, for some were unsteady; 3: it could not be run.
    """
    try:
        from huleedu.lab.isolate import isolating, running  # noqa: PLC0415 - pytest may be missing
    except ModuleNotFoundError as error:
        raise fail(
            f"This needs {error.name}: install it where huleedu is.", Exit.COULD_NOT_RUN
        ) from error
    first = random.randrange(10**6) if seed is None else seed
    seeds = [first + n for n in range(orders)]

    found: isolating.Isolated | None = None

    async def work() -> None:
        nonlocal found
        suite = await running.listed(
            pytest_args or [], postgres or [], at_once or os.cpu_count() or 1
        )
        found = isolating.Isolated(len(suite.tests))
        await isolating.isolate(suite, seeds, found, lambda words: typer.echo(words, err=True))

    try:
        asyncio.run(work())
    except running.CannotCollect as error:
        raise fail(f"pytest finds no tests:\n{error}", Exit.COULD_NOT_RUN) from error
    except running.CannotSetBack as error:
        raise fail(f"the database cannot be set back: {error}", Exit.COULD_NOT_RUN) from error
    except KeyboardInterrupt:
        if not found:
            raise
    assert found
    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(found)).decode())
    else:
        typer.echo("\n".join(isolating.in_words(found)))
    raise typer.Exit(isolating.exit_code(found))
