"""`huleedu bench slots` and `growth`: measure, on this machine, what the README claims of slots."""

import random
from contextlib import nullcontext
from typing import Annotated

import typer

from huleedu.app.commands.program import Exit, settings, table, to_the_end
from huleedu.bench import growth, slots
from huleedu.bench.slots import LoadMeasured
from huleedu.wiring.program import reach_database, valkey_at


def slots_command(
    seed: Annotated[int | None, typer.Option(help="Of the order of offers; printed.")] = None,
    valkey: Annotated[bool, typer.Option(help="Measure the ledger with Valkey, too.")] = False,
    filled: Annotated[
        int, typer.Option(min=0, help="So many assignments lie there before each load begins.")
    ] = 0,
    analysed: Annotated[bool, typer.Option(help="With statistics of these.")] = False,
) -> None:
    """Exactness, latency and throughput of slots, beside the bare writing of the same rows.

    Each load begins with a fresh database and fresh processes, and all rounds count.
    """
    chosen = random.randrange(2**32) if seed is None else seed

    async def work() -> Exit:
        found = settings()
        async with (
            reach_database(found) as address,
            valkey_at(found) if valkey else nullcontext() as url,
        ):
            filling = slots.Filling(filled, analysed)
            measured = await slots.measure(address, chosen, valkey_url=url, filling=filling)
        typer.echo(f"3 processes, group commit on PostgreSQL, seed {chosen}\n")
        typer.echo(table([SLOTS_HEADING, *(_row(m) for m in measured)]))
        return Exit.WELL if not any(m.wrong for m in measured) else Exit.SOME_REFUSED

    raise typer.Exit(to_the_end(work))


def growth_command(
    seed: Annotated[int | None, typer.Option(help="Of the order of offers; printed.")] = None,
    valkey: Annotated[bool, typer.Option(help="Measure the ledger with Valkey, too.")] = False,
    contents: Annotated[int, typer.Option(min=6000, help="That the last table offers.")] = 100_000,
) -> None:
    """Slots by one, two and three processes; whether these grow or slow down as tables grow."""
    chosen = random.randrange(2**32) if seed is None else seed
    ledgers: list[slots.Ledger] = ["postgres", *(["valkey"] if valkey else [])]

    async def work() -> Exit:
        found = settings()
        async with (
            reach_database(found) as address,
            valkey_at(found) if valkey else nullcontext() as url,
        ):
            scaled = await growth.scaling(address, chosen, ledgers, url)
            grown = await growth.growth(address, chosen, ledgers, url, contents)
        typer.echo(f"{growth.LOAD.name}, all in one heap, 64 at once, seed {chosen}\n")
        heading = ("ledger", "processes", "contents/s", "floor/s", "of floor", "exact")
        typer.echo(table([heading, *(_scaled(s) for s in scaled)]))
        heading = (
            *("three processes for long", "contents", "before MB", "growth MB", "first rounds/s"),
            *("of floor", "last rounds/s", "of floor", "exact"),
        )
        typer.echo("\n" + table([heading, *(_grown(g) for g in grown)]))
        return Exit.SOME_REFUSED if any(m.wrong for m in (*scaled, *grown)) else Exit.WELL

    raise typer.Exit(to_the_end(work))


def _scaled(s: growth.Scaled) -> tuple[str, ...]:
    of_floor = f"{s.per_s / s.floor_per_s:.0%}"
    exact = "yes" if not s.wrong else f"NO: {s.wrong} wrong"
    return (s.ledger, str(s.processes), f"{s.per_s:,.0f}", f"{s.floor_per_s:,.0f}", of_floor, exact)


def _grown(g: growth.Grown) -> tuple[str, ...]:
    exact = "yes" if not g.wrong else f"NO: {g.wrong} wrong"
    paces = [
        column
        for pace in (g.first, g.last)
        for column in (f"{pace.per_s:,.0f}", f"{pace.per_s / pace.floor_per_s:.0%}")
    ]
    memory = f"{g.before_mb:.0f}", f"{g.growth_mb:.1f}"
    return (g.ledger, f"{g.contents:,}", *memory, *paces, exact)


SLOTS_HEADING = (
    *("ledger and load", "offers", "exact", "P50 ms", "P95 ms", "contents/s", "first round"),
    *("floor P95 ms", "floor/s", "of floor"),
)


def _row(m: LoadMeasured) -> tuple[str, ...]:
    return (
        f"{m.ledger}: {m.load}",
        f"{m.contents:,}",
        "yes" if not m.wrong else f"NO: {m.wrong} wrong",
        f"{m.p50_ms:.1f}",
        f"{m.p95_ms:.1f}",
        f"{m.per_s:,.0f}",
        f"{m.first_per_s:,.0f}",
        f"{m.floor_p95_ms:.1f}",
        f"{m.floor_per_s:,.0f}",
        f"{m.per_s / m.floor_per_s:.0%}",
    )
