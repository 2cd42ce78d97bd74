"""`huleedu bench reading`: measure whether all words of documents are read, and no others."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from huleedu.app.commands.program import table
from huleedu.bench import reading, reading_beside
from huleedu.bench.reading import Reader, Score, Scored

OURS = "huleedu"


def reading_command(
    corpus: Annotated[
        Path, typer.Option(exists=True, file_okay=False, help="Documents, and their truth.json.")
    ] = reading.CORPUS,
    beside: Annotated[
        bool, typer.Option(help="Have pandoc, pdftotext and markitdown read them, too.")
    ] = True,
    markitdown: Annotated[
        Path | None, typer.Option(exists=True, help="markitdown, where it is not on PATH.")
    ] = None,
    wrong: Annotated[bool, typer.Option(help="Show what we read wrongly, file by file.")] = False,
) -> None:
    """How many words of documents are read, by format, beside what other programs read."""
    readers: dict[str, Reader] = {OURS: reading.by_us}
    if beside:
        others = {
            "pandoc": reading_beside.pandoc(),
            "pdftotext": reading_beside.pdftotext(),
            "markitdown": reading_beside.markitdown(markitdown),
        }
        readers |= {name: reader for name, reader in others.items() if reader}
        for name, told in (
            ("pandoc", "--version"),
            ("pdftotext", "-v"),
            ("markitdown", "--version"),
        ):
            program = str(markitdown) if markitdown and name == "markitdown" else name
            typer.echo(f"{name}: {reading_beside.version(program, told)}")
    scores = reading.measure(readers, reading.corpus(corpus))
    rows = [("format", "reader", "files", "refused", "recall", "foreign", "order", "ms a file")]
    rows += [(kind, name, *_figures(one)) for (kind, name), one in _by_format(scores)]
    rows += [("all it reads", name, *_figures(_all(scores, name))) for name in readers]
    typer.echo(table(rows))
    if wrong:
        typer.echo("\n".join(_wrong(scores)))


def _by_format(scores: list[Scored]) -> list[tuple[tuple[str, str], Score]]:
    return sorted(reading.in_sum(scores).items(), key=lambda one: (one[0][0], one[0][1] != OURS))


def _all(scores: list[Scored], reader: str) -> Score:
    whole = Score()
    for one in scores:
        if one.reader == reader:
            whole.add(one.score)
    return whole


def _figures(one: Score) -> tuple[str, ...]:
    return (
        *(str(one.documents), str(one.refused)),
        *(f"{one.recall:.2%}", f"{one.foreign_share:.2%}", f"{one.order:.2%}"),
        f"{one.ms_a_file:.1f}",
    )


def _wrong(scores: list[Scored]) -> list[str]:
    lines: list[str] = []
    for one in scores:
        found = one.score
        if one.reader == OURS and (found.missing or found.strange or found.kept < found.pairs):
            lines.append(
                f"{one.document.path.name}: recall {found.recall:.2%}, foreign "
                f"{found.foreign_share:.2%}, order {found.order:.2%}; missing "
                f"{_some(found.missing.elements())}; foreign {_some(found.strange.elements())}"
            )
    return lines


def _some(words: Iterable[str]) -> str:
    return " ".join(list(words)[:12]) or "none"
