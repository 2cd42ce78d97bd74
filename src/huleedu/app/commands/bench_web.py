"""`huleedu bench web`: measure the pages while many teachers send their essays."""

import asyncio
from typing import Annotated

import typer

from huleedu.app.commands.program import table
from huleedu.bench.web import ESSAYS, OPEN_PAGES, SIGN_INS, TEACHERS, measure


def web_command(
    teachers: Annotated[int, typer.Option(min=1, help="How many send at once.")] = TEACHERS,
    essays: Annotated[int, typer.Option(min=1, help="How many each sends.")] = ESSAYS,
    pages: Annotated[int, typer.Option(min=1, help="Pages that stay open.")] = OPEN_PAGES,
    sign_ins: Annotated[int, typer.Option(min=1, help="How many sign in at once.")] = SIGN_INS,
) -> None:
    """How long pages take, and how soon they tell what changes, while essays come in."""
    m = asyncio.run(measure(teachers, essays, pages, sign_ins))
    memory, peak = (
        "–" if mb is None else f"{mb:.0f} MB" for mb in (m.open_memory_mb, m.sign_in_memory_mb)
    )
    rows = [
        (f"{m.teachers} teachers send {m.essays} essays each", ""),
        ("  answers that were none", str(sum(m.errors.values()))),
        *((f"    {error}", str(times)) for error, times in m.errors.items()),
        ("  a page, quiet: median, P95", f"{m.quiet_p50_ms:.0f}, {m.quiet_p95_ms:.0f} ms"),
        (
            f"  a page of {m.busy_pages:,} meanwhile: median, P95",
            f"{m.busy_p50_ms:.0f}, {m.busy_p95_ms:.0f} ms",
        ),
        ("  all had come, all were measured", f"{m.came_s:.1f}, {m.settled_s:.1f} s"),
        (
            f"  from a change to its event, of {m.events:,}: median, P95, most",
            f"{m.live_p50_s:.2f}, {m.live_p95_s:.2f}, {m.live_max_s:.2f} s",
        ),
        (f"{m.sign_ins} sign-ins at once: the slowest", f"{m.sign_in_max_s:.2f} s"),
        ("  the most memory meanwhile", peak),
        (f"memory with {m.open_pages} open pages", memory),
        (
            "transactions a second: no page open, all open and nothing changes",
            f"{m.idle_per_s:.1f}, {m.open_per_s:.1f}",
        ),
    ]
    typer.echo(table(rows))
