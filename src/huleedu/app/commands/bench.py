"""`huleedu bench`: measure, on this machine, what the README claims."""

import os
import random
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from huleedu.app.commands.program import Exit, fail, settings, table, to_the_end
from huleedu.bench import assess, batches, growth, slots
from huleedu.bench.slots import Measured
from huleedu.kit import extras
from huleedu.wiring.program import reach_database, valkey_at

if TYPE_CHECKING:
    from huleedu.bench.desk import Ranked, Waited

commands = typer.Typer(no_args_is_help=True, help="Measure, on this machine.")


def attach(program: typer.Typer) -> None:
    """Make these commands known."""
    program.add_typer(commands, name="bench")


@commands.callback()
def told_of_the_loop() -> None:
    """Measure, on this machine."""
    if not extras.is_there("uvloop"):
        typer.echo(f"Without uvloop, which is faster: {extras.how('uvloop')} brings it.", err=True)


@commands.command("slots")
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
        async with reach_database(found) as address:
            with valkey_at(found) if valkey else nullcontext() as url:
                filling = slots.Filling(filled, analysed)
                measured = await slots.measure(address, chosen, valkey_url=url, filling=filling)
        typer.echo(f"3 processes, group commit on PostgreSQL, seed {chosen}\n")
        typer.echo(table([SLOTS_HEADING, *(_row(m) for m in measured)]))
        return Exit.WELL if not any(m.wrong for m in measured) else Exit.SOME_REFUSED

    raise typer.Exit(to_the_end(work))


@commands.command("growth")
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
        async with reach_database(found) as address:
            with valkey_at(found) if valkey else nullcontext() as url:
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


def _row(m: Measured) -> tuple[str, ...]:
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


@commands.command("bus")
def bus_command(
    nats: Annotated[bool, typer.Option(help="Measure the bus on NATS, too.")] = False,
) -> None:
    """From a message's commit to its handler in another service, beside the bare writing."""
    from huleedu.bench import bus  # noqa: PLC0415 - only who wants NATS waits for it

    async def work() -> Exit:
        found = settings()
        async with reach_database(found) as address:
            measured = await bus.measure(address, nats=nats)
        heading = ("bus", "P50 ms", "P95 ms", "messages", "messages/s", "floor/s", "of it", "once")
        rows = [
            (
                m.bus,
                f"{m.p50_ms:.1f}",
                f"{m.p95_ms:.1f}",
                f"{m.messages:,}",
                f"{m.per_s:,.0f}",
                f"{m.floor_per_s:,.0f}",
                f"{m.per_s / m.floor_per_s:.0%}",
                "yes" if not m.wrong else f"NO: {m.wrong} wrong",
            )
            for m in measured
        ]
        typer.echo(table([heading, *rows]))
        return Exit.WELL if not any(m.wrong for m in measured) else Exit.SOME_REFUSED

    raise typer.Exit(to_the_end(work))


@commands.command("assess")
def assess_command(
    runs: Annotated[int, typer.Option(min=1, help="Of each kind, but for the cold one.")] = 5,
    essays: Annotated[
        str, typer.Option(help="Batches of short essays instead, of these sizes: 30,300,3000.")
    ] = "",
) -> None:
    """How long `assess` takes for the sample class, or for batches of several sizes."""
    if essays:
        _measure_batches(essays)
        return
    m = assess.measure(runs)
    rows = [
        (f"{m.files} files (.txt, .docx, .pdf)", "seconds"),
        ("cold: empty home, database made", f"{m.cold_s:.2f}"),
        ("engine started by the command", f"{m.restart_s:.2f}"),
        ("warm: engine up", f"{m.warm_s:.2f}"),
        ("the same command again", f"{m.again_s:.2f}"),
    ]
    typer.echo(table(rows))


def _measure_batches(sizes: str) -> None:
    if not all(size.strip().isdecimal() and int(size) > 0 for size in sizes.split(",")):
        raise fail("--essays wants numbers: --essays 30,300,3000", Exit.WRONG_USAGE)
    heading = ("essays", "seconds", "ms an essay", "again s", "floor ms an essay", "memory MB")
    rows: list[tuple[str, ...]] = [heading]
    for m in batches.measure([int(size) for size in sizes.split(",")]):
        each, floor = (1000 * seconds / m.essays for seconds in (m.first_s, m.floor_s))
        memory = "–" if m.memory_mb is None else f"{m.memory_mb:.0f}"
        timed = (f"{m.first_s:.2f}", f"{each:.1f}", f"{m.again_s:.2f}", f"{floor:.1f}")
        rows.append((f"{m.essays:,}", *timed, memory))
        typer.echo(f"{m.essays:,} essays: {m.first_s:.2f} s", err=True)
    typer.echo(table(rows))


@commands.command("spelling")
def spelling_command() -> None:
    """How many flags are right, on sentences whose errors people marked; and suggestions."""
    from huleedu.bench import spelling  # noqa: PLC0415 - its dictionaries take a while

    found = spelling.check_sentences()
    rows = [
        ("Swedish sentences by learners (labels cover grammar too)", ""),
        ("tokens", f"{found.tokens:,}"),
        ("flags", f"{len(found.flags):,}"),
        ("of them labelled incorrect", f"{found.right_share:.1%}"),
        ("false alarms per 1,000 correct tokens", f"{found.false_alarms_per_1000:.2f}"),
        ("words/s", f"{found.words_per_s:,.0f}"),
        ("suggestions, median ms per distinct word", f"{found.suggestion_ms_median:.1f}"),
        ("suggestions, P95 ms per distinct word", f"{found.suggestion_ms_p95:.1f}"),
    ]
    for language in ("en", "sv"):
        tried = spelling.try_pairs(language)
        name = {"en": "English", "sv": "Swedish"}[language]
        rows.append(
            (
                f"{name} misspellings ({tried.pairs}): first, among five",
                f"{tried.first_share:.1%}, {tried.among_five_share:.1%}",
            )
        )
    typer.echo(table(rows))


@commands.command("judging")
def judging_command(
    seeds: Annotated[int, typer.Option(min=1, help="Simulated classes of each kind.")] = 200,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; as many as cores.")] = None,
) -> None:
    """Is the ranking good, and its error bar true? On simulated classes with fixed seeds.

    200 seeds take about five minutes on two cores.
    """
    from huleedu.bench import judging  # noqa: PLC0415 - scipy takes a while

    measured = judging.measure(seeds, workers or os.cpu_count() or 1)
    typer.echo(judging.rendered(measured), nl=False)


@commands.command("desk")
def desk_command(
    essays: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="A CSV of ID, text, theta_true: rank it."),
    ] = None,
    per_script: Annotated[int, typer.Option(min=1, help="Comparisons of each essay.")] = 10,
    spread: Annotated[
        float, typer.Option(min=0.1, help="Bring the true abilities to this spread, in logits.")
    ] = 1.5,
) -> None:
    """How long a judge waits for a pair among 1,000 scripts; whether 1,000 known essays rank."""
    from huleedu.bench import desk  # noqa: PLC0415 - scipy takes a while

    async def work() -> Exit:
        found = settings()
        async with reach_database(found) as address:
            if essays is None:
                waited = await desk.measure(address, found)
            else:
                known = await desk.rank_known(address, found, essays, per_script, spread)
                typer.echo(f"{table(_ranked(known[0]))}\n")
                waited = known[1]
        typer.echo(table(_waited(waited)))
        return Exit.WELL

    raise typer.Exit(to_the_end(work))


def _ranked(known: "Ranked") -> list[tuple[str, ...]]:
    return [
        (f"{known.essays:,} essays, {known.judgements:,} judgements by a simulated judge", ""),
        ("all assessed, seconds", f"{known.assessed_s:.1f}"),
        ("rank correlation with the truth", f"{known.rank_correlation:.3f}"),
        ("squared correlation with the truth", f"{known.squared_correlation:.3f}"),
        ("reported reliability", _reported(known)),
        ("ranked, seconds", f"{known.ranked_s:.1f}"),
    ]


def _reported(known: "Ranked") -> str:
    if known.reported is None:
        return f"not known yet ({known.not_known_yet})"
    return f"{known.reported:.3f} ({known.low:.3f} to {known.high:.3f})"


def _waited(waited: "Waited") -> list[tuple[str, ...]]:
    return [
        (f"{waited.scripts:,} scripts, {waited.judgements:,} judgements", "P50 ms", "P95 ms"),
        ("next pair (aim 50)", f"{waited.next_p50_ms:.1f}", f"{waited.next_p95_ms:.1f}"),
        ("decision kept", f"{waited.decide_p50_ms:.1f}", f"{waited.decide_p95_ms:.1f}"),
        ("floor: a bare row written, one changed", f"{waited.floor_p50_ms:.1f}", ""),
    ]
