"""`huleedu bench assess`: measure, on this machine, what the sample class takes, or larger ones."""

from typing import Annotated

import typer

from huleedu.app.commands.program import Exit, fail, table
from huleedu.bench import assess, batches


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
