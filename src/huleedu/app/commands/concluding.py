"""Write what came of a batch, show it, and tell how the command ends."""

import asyncio
import re
import sys
from pathlib import Path
from uuid import UUID

import typer

from huleedu.app.commands.program import Exit, fail
from huleedu.app.commands.ranked import report_of
from huleedu.app.language import words
from huleedu.app.show import closing_table, console, outputs, ranked_table, troubles
from huleedu.gateway.report.data import pieces as json_pieces
from huleedu.gateway.report.summary import summary
from huleedu.gateway.report.written import still_there
from huleedu.gateway.words.words import Words
from huleedu.services.results.api import BatchReport
from huleedu.wiring.program import House


async def conclude(house: House, batch: UUID, out: Path | None, *, as_json: bool) -> Exit:
    """Write the results, show what came of the batch, and tell how the command ends."""
    spoken = words()
    report = await report_of(house, batch)
    folder = out or Path(_folder_name(report))
    try:
        written = await asyncio.to_thread(_results, report, folder, spoken)
    except OSError as error:
        raise fail(
            spoken.say("results.unwritten", folder=str(folder), why=str(error), batch=str(batch)),
            Exit.COULD_NOT_RUN,
        ) from error
    if as_json:
        sys.stdout.buffer.writelines(json_pieces(report))
    else:
        summed_up = summary(report, spoken)
        screen = console(stderr=False)
        shown = ranked_table if summed_up.ranked else closing_table
        screen.print(shown(summed_up, spoken))
        for line in (*summed_up.ranking, "", summed_up.sentence, ""):
            screen.print(line, markup=False)
        if summed_up.left_out:
            screen.print(spoken.say("summary.more", n=summed_up.left_out), "")
        if summed_up.troubles:
            screen.print(troubles(summed_up), "")
        typer.echo(outputs(written, spoken))
    return _exit(report)


def _results(report: BatchReport, folder: Path, words: Words) -> list[Path]:
    """The files that people open; what is as it was written is not written again."""
    if found := still_there(report, words.language, folder):
        return found
    from huleedu.gateway.report.outputs import write_outputs  # noqa: PLC0415 - openpyxl, Jinja2

    return write_outputs(report, folder, words)


def _exit(report: BatchReport) -> Exit:
    refused = any(file.state == "refused" for file in report.files)
    failed = report.state == "failed" or any(essay.failures for essay in report.essays)
    return Exit.SOME_REFUSED if refused or failed else Exit.WELL


def _folder_name(report: BatchReport) -> str:
    name = re.sub(r"[^\w-]+", "-", report.title.casefold()).strip("-")[:40]
    return "-".join(part for part in ("huleedu", name, report.batch[:8]) if part)
