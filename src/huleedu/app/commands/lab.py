"""`huleedu lab`: were slots handed out by the rule, and why do two counts differ?"""

from pathlib import Path
from typing import Annotated

import typer

from huleedu.app.commands.program import Exit, fail
from huleedu.lab import report
from huleedu.lab.check import check
from huleedu.lab.explain import Explanation
from huleedu.lab.explain import explain as explain_counts
from huleedu.lab.history import History, Malformed, read
from huleedu.lab.verdict import Verdict, as_json, exit_code, in_words

HistoryFile = Annotated[Path, typer.Argument(help="A history.jsonl; docs/lab-history.md.")]
Json = Annotated[bool, typer.Option("--json", help="Say everything as one JSON object.")]
Report = Annotated[
    Path | None, typer.Option(dir_okay=False, help="Draw the history on a page, in this file.")
]


def check_command(history: HistoryFile, report: Report = None, json: Json = False) -> None:
    """Is the history allowed by the rule of slots?

    Exit code 0: allowed; 1: violated; 2: unknown, which is no pass; 3: not a history.
    """
    found = _read(history, json=json)
    verdict = check(found)
    typer.echo(as_json(verdict) if json else in_words(verdict))
    if report:
        _draw(report, history, found, verdict, None)
    raise typer.Exit(exit_code(verdict))


def explain_command(
    history: HistoryFile,
    expected: Annotated[int, typer.Option(min=0, help="How many successes there should be.")],
    claimed: Annotated[int, typer.Option(min=0, help="How many were counted.")],
    report: Report = None,
    json: Json = False,
) -> None:
    """Why were so many successes claimed? Names each cause with the lines that prove it."""
    found = _read(history, json=json)
    verdict = check(found)
    explanation = explain_counts(found, expected, claimed, verdict)
    typer.echo(explanation.json() if json else explanation.text)
    if report:
        _draw(report, history, found, verdict, explanation)


def _read(path: Path, *, json: bool) -> History:
    found = read(path)
    if isinstance(found, Malformed):
        typer.echo(as_json(found) if json else in_words(found), err=not json)
        raise typer.Exit(exit_code(found))
    return found


def _draw(
    page: Path, path: Path, history: History, verdict: Verdict, explanation: Explanation | None
) -> None:
    facts = {"history": str(path)}
    drawn = report.report(history, verdict, title=path.name, facts=facts, explanation=explanation)
    try:
        page.write_text(drawn, encoding="utf-8")
    except OSError as error:
        raise fail(f"{page} cannot be written: {error}", Exit.COULD_NOT_RUN) from error
