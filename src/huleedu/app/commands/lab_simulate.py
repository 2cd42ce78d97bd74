"""`huleedu lab simulate`: the slot ledgers on made-up engines, thousands of schedules a second."""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from typing import Annotated

import msgspec
import typer

from huleedu.app.commands.lab_options import Seed, chosen
from huleedu.harness.simulate import failing

AT_A_TIME = 500
SHOWN = 5


def simulate_command(
    schedules: Annotated[int, typer.Option(min=1, help="How many to play.")] = 10_000,
    seed: Seed = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; as many as cores.")] = None,
) -> None:
    """Play schedules of our own ledgers' code on engines that are made up, each from its seed.

    Exit code 0: every history was allowed, and every message said once; 1: otherwise.
    """
    first, began = chosen(seed), time.perf_counter()
    starts = range(first, first + schedules, AT_A_TIME)
    sizes = [min(AT_A_TIME, first + schedules - start) for start in starts]
    offers, wrong = 0, 0
    with ProcessPoolExecutor(workers or os.cpu_count() or 1) as pool:
        for asked, found in pool.map(failing, starts, sizes):
            offers += asked
            for bad in found[: max(0, SHOWN - wrong)]:
                told = msgspec.json.encode(bad.schedule).decode()
                typer.echo(f"seed {bad.seed}: {bad.wrong}\n  {told}")
            wrong += len(found)
    speed = schedules / (time.perf_counter() - began)
    typer.echo(
        f"{schedules:,} schedules from seed {first}, {offers:,} offers, {wrong:,} schedules wrong; "
        f"{speed:,.0f} schedules/s"
    )
    raise typer.Exit(bool(wrong))
