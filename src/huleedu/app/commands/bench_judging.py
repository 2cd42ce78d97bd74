"""`huleedu bench judging` and `desk`: measure how good a ranking is, and how long judges wait."""

import os
from pathlib import Path
from typing import Annotated

import typer

from huleedu.app.commands.program import Exit, fail, settings, table, to_the_end
from huleedu.bench import desk, desk_at_scale, judging, worlds
from huleedu.bench import table as tables
from huleedu.bench.desk import Ranked, Waited
from huleedu.wiring.program import reach_database


def judging_command(
    seeds: Annotated[int, typer.Option(min=1, help="Simulated classes of each kind.")] = 200,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; as many as cores.")] = None,
    odd_worlds: Annotated[
        bool, typer.Option("--worlds", help="Is the error bar true in odd classes, instead?")
    ] = False,
    first: Annotated[
        int, typer.Option(min=0, help="The first seed of --worlds.")
    ] = worlds.FIRST_SEED,
) -> None:
    """Is the ranking good, and its error bar true? On simulated classes with fixed seeds.

    200 seeds take about five minutes on two cores.
    """
    if odd_worlds:
        lines, took_s = worlds.measure(seeds, workers, first)
        typer.echo(tables.rendered(lines, seeds, first, took_s), nl=False)
        return
    measured = judging.measure(seeds, workers or os.cpu_count() or 1)
    typer.echo(judging.rendered(measured), nl=False)


def desk_command(
    essays: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="A CSV of ID, text, theta_true: rank it."),
    ] = None,
    per_script: Annotated[int, typer.Option(min=1, help="Comparisons of each essay.")] = 10,
    spread: Annotated[
        float, typer.Option(min=0.1, help="Bring the true abilities to this spread, in logits.")
    ] = 1.5,
    judges: Annotated[
        int | None, typer.Option(min=1, help="So many judges at once instead, over HTTP.")
    ] = None,
    batches: Annotated[
        int, typer.Option(min=1, help="Deal these judges, and 1,000 essays, to so many batches.")
    ] = 1,
) -> None:
    """How long a judge waits for a pair among 1,000 scripts; whether 1,000 known essays rank."""
    if judges is not None:
        _at_scale(judges, batches)
        return

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


def _at_scale(judges: int, batches: int) -> None:
    if judges % batches:
        raise fail("--judges wants a multiple of --batches", Exit.WRONG_USAGE)

    async def work() -> Exit:
        measured = await desk_at_scale.measure(settings(), judges, batches)
        typer.echo(table(desk_at_scale.told(measured)))
        return Exit.WELL if not measured.errors else Exit.SOME_REFUSED

    raise typer.Exit(to_the_end(work))


def _ranked(known: Ranked) -> list[tuple[str, ...]]:
    return [
        (f"{known.essays:,} essays, {known.judgements:,} judgements by a simulated judge", ""),
        ("all assessed, seconds", f"{known.assessed_s:.1f}"),
        ("rank correlation with the truth", f"{known.rank_correlation:.3f}"),
        ("squared correlation with the truth", f"{known.squared_correlation:.3f}"),
        ("reported reliability", _reported(known)),
        ("ranked, seconds", f"{known.ranked_s:.1f}"),
    ]


def _reported(known: Ranked) -> str:
    if known.reported is None:
        return f"not known yet ({known.not_known_yet})"
    return f"{known.reported:.3f} ({known.low:.3f} to {known.high:.3f})"


def _waited(waited: Waited) -> list[tuple[str, ...]]:
    return [
        (f"{waited.scripts:,} scripts, {waited.judgements:,} judgements", "P50 ms", "P95 ms"),
        ("next pair (aim 50)", f"{waited.next_p50_ms:.1f}", f"{waited.next_p95_ms:.1f}"),
        ("decision kept", f"{waited.decide_p50_ms:.1f}", f"{waited.decide_p95_ms:.1f}"),
        ("floor: a bare row written, one changed", f"{waited.floor_p50_ms:.1f}", ""),
    ]
