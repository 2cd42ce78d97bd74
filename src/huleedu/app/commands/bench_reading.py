"""`huleedu bench reading`: measure whether all words of documents are read, and no others."""

from pathlib import Path
from typing import Annotated

import typer

from huleedu.app.commands.program import table
from huleedu.bench import reading, reading_beside, reading_page
from huleedu.bench.reading import Reader


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
    further: Annotated[
        list[Path] | None,
        typer.Option(exists=True, file_okay=False, help="Another corpus that we read; repeatable."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the figures as a page, too.")] = None,
) -> None:
    """How many words of documents are read, by format, beside what other programs read."""
    readers: dict[str, Reader] = {reading_page.OURS: reading.by_us}
    versions: dict[str, str] = {}
    if beside:
        beside_us = {
            "pandoc": reading_beside.pandoc(),
            "pdftotext": reading_beside.pdftotext(),
            "PDFium alone": reading_beside.pdfium,
            "markitdown": reading_beside.markitdown(markitdown),
        }
        readers |= {name: reader for name, reader in beside_us.items() if reader}
        versions = reading_beside.versions(markitdown)
    scores = reading.measure(readers, reading.corpus(corpus))
    others = [document for folder in further or () for document in reading.corpus(folder)]
    more = reading.measure({reading_page.OURS: reading.by_us}, others)
    typer.echo("".join(f"{name}: {told}\n" for name, told in versions.items()), nl=False)
    for measured in (scores, more):
        if measured:
            typer.echo(table([reading_page.HEADING, *reading_page.rows(measured)]))
    if wrong:
        typer.echo("\n".join(reading_page.wrong([*scores, *more])))
    if out:
        out.write_text(reading_page.page(scores, versions, more), encoding="utf-8")
