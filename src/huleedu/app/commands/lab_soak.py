"""`huleedu lab soak` and `huleedu lab compare`: many runs."""

from typing import Annotated

import typer

from huleedu.app.commands.lab_options import Out, Repeat, Seed, chosen, new_folder
from huleedu.app.commands.lab_run import carried_out
from huleedu.app.commands.program import table
from huleedu.harness.slots import compare, soak
from huleedu.lab.run.judging import Judged


def soak_command(
    out: Out,
    minutes: Annotated[float, typer.Option(min=0, help="When to stop beginning runs.")] = 10,
    pairs: Annotated[
        bool, typer.Option(help="Every fault alone and each two together, not random ones.")
    ] = False,
    repeat: Annotated[int, typer.Option(min=1, help="Repetitions of each pair.")] = 5,
    seed: Seed = None,
) -> None:
    """Random loads and faults from one seed until time is up; each history is checked.

    A run that fails is told with the command that repeats it, and its folder is kept. Exit code 0:
    all passed; 1: some did not.
    """
    new_folder(out)
    first = chosen(seed)
    typer.echo(f"seed {first}")
    plans = soak.one_by_one(first, repeat) if pairs else soak.drawn(first)
    total = soak.Total()

    async def work() -> None:
        async for judged in soak.soak(plans, out, minutes):
            total.add(judged)
            if not judged.passed:
                typer.echo(f"FAILED: {judged.words}\n{judged.command}")

    carried_out(work)
    faults = ", ".join(f"{count:,} {fault}" for fault, count in total.faults.most_common())
    typer.echo(
        f"{total.runs:,} runs, {total.failed} of them failed; exact in {total.exact:,} of "
        f"{total.repetitions:,} repetitions\n{total.acknowledged:,} acknowledged offers\n"
        f"{total.faults.total():,} faults: {faults or 'none'}"
    )
    raise typer.Exit(bool(total.failed))


def compare_command(
    out: Out,
    repeat: Repeat = 50,
    seed: Seed = None,
) -> None:
    """The same load on both ledgers and on every control: one table, one picture.

    Exit code 0: ours were exact and every control was caught; 1: otherwise.
    """
    new_folder(out)
    first = chosen(seed)
    found: list[Judged] = []

    async def work() -> None:
        async for judged in compare.compare(first, repeat, out):
            typer.echo(f"{judged.system}: {judged.words}", err=True)
            found.append(judged)

    carried_out(work)
    page = compare.write_page(out, first, found)
    typer.echo(table([compare.HEADING, *map(compare.row, found)]))
    typer.echo(f"seed {first}; see {page}")
    raise typer.Exit(not all(map(compare.is_as_expected, found)))
