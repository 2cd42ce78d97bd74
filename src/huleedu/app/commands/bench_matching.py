"""`huleedu bench matching`: measure how well essays find their pupils."""

from pathlib import Path
from typing import Annotated

import typer

from huleedu.app.commands.program import table
from huleedu.bench.matching import ALIKE_CLASSES, CLASSES, SEED, Counts, measure_matching, page


def matching_command(
    classes: Annotated[int, typer.Option(help="How many ordinary classes.")] = CLASSES,
    alike: Annotated[int, typer.Option(help="How many with like names.")] = ALIKE_CLASSES,
    wrong: Annotated[bool, typer.Option(help="Show the essays that are wrong.")] = False,
    out: Annotated[Path | None, typer.Option(help="Write the figures as a page, too.")] = None,
) -> None:
    """How many essays of made-up classes find their pupils, and how many are asked about."""
    found = measure_matching(classes, alike)
    rows = [(f"made-up classes from the seed {SEED}", "")]
    for words, counts in (
        (f"{classes} Swedish and English classes", found.ordinary),
        (f"{alike} classes with many like names", found.alike),
    ):
        rows += [(words, ""), *_rows(counts)]
    typer.echo(table(rows))
    if wrong:
        typer.echo("\n".join((*found.ordinary.wrong, *found.alike.wrong)))
    if out:
        out.write_text(page(found, classes, alike), encoding="utf-8")


def _rows(counts: Counts) -> list[tuple[str, str]]:
    return [
        ("  essays", f"{counts.essays:,}"),
        ("  right in all", f"{counts.right / counts.essays:.2%}"),
        ("  taken without asking", f"{counts.taken / counts.essays:.2%}"),
        ("  wrong among those", f"{counts.taken_wrong / max(counts.taken, 1):.3%}"),
        ("  asked about", f"{counts.asked / counts.essays:.2%}"),
        ("  ms an essay", f"{1000 * counts.took_s / counts.essays:.1f}"),
    ]
