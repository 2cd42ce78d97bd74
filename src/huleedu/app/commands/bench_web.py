"""`huleedu bench web`: measure the pages while many teachers send their essays."""

import asyncio
from typing import Annotated

import typer

from huleedu.app.commands.program import settings, table
from huleedu.bench.web import ESSAYS, OPEN_PAGES, SIGN_INS, TEACHERS, measure, told
from huleedu.bench.web_judged import measure_judged, told_judged


def web_command(
    teachers: Annotated[int, typer.Option(min=1, help="How many send at once.")] = TEACHERS,
    essays: Annotated[int, typer.Option(min=1, help="How many each sends.")] = ESSAYS,
    pages: Annotated[int, typer.Option(min=1, help="Pages that stay open.")] = OPEN_PAGES,
    sign_ins: Annotated[int, typer.Option(min=1, help="How many sign in at once.")] = SIGN_INS,
    judges: Annotated[
        int | None, typer.Option(min=2, help="So many judges instead, and open results.")
    ] = None,
) -> None:
    """How long pages take and how soon they tell what changes, while essays come or are judged."""
    if judges is not None:
        measured = asyncio.run(measure_judged(settings(), teachers, judges))
        typer.echo(table(told_judged(measured)))
        return
    typer.echo(table(told(asyncio.run(measure(teachers, essays, pages, sign_ins)))))
