"""Show people on a terminal what happens and what came of it."""

from collections.abc import Sequence
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table
from rich.text import Text

from huleedu.gateway.batches import OtherProcess
from huleedu.gateway.report.summary import Summary
from huleedu.gateway.words.words import Words
from huleedu.kit import extras
from huleedu.services.results.api import Progress as BatchProgress

NAME_WIDTH, MEASURES_SHOWN = 24, 3
"""So that a line an essay fits into 80 columns; everything stands in the files."""


def console(*, stderr: bool = True) -> Console:
    """Where people look; progress goes to standard error, so that results can be piped."""
    return Console(stderr=stderr, highlight=False)


class Live:
    """Shows how far a batch is: bars on a terminal, a line per stage elsewhere."""

    def __init__(self, console: Console, words: Words) -> None:
        self._console = console
        self._words = words
        self._bars = Progress(
            TextColumn("{task.description:<20}"),
            BarColumn(),
            MofNCompleteColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._tasks: dict[str, TaskID] = {}
        self._done: set[str] = set()

    def __enter__(self) -> "Live":
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def tell(self, progress: BatchProgress) -> None:
        """The batch has got so far."""
        taking_part = progress.assigned
        self._stage("read", progress.files - progress.unread, progress.files)
        if progress.unread:
            return
        self._stage("slots", progress.files - progress.waiting, progress.files)
        if progress.waiting or progress.state == "waiting":
            return
        spelled = min(taking_part, progress.checked + progress.failed)
        self._stage("spelling", spelled, taking_part)
        if progress.measured:
            measured = min(taking_part, progress.measured + progress.failed)
            self._stage("language", measured, taking_part)

    def tell_wait(self, others: Sequence[OtherProcess]) -> None:
        """Nothing has changed for a while: for whom it waits."""
        self._console.print(Text(" ".join(_waits_for(other, self._words) for other in others)))

    def _stage(self, stage: str, done: int, of: int) -> None:
        named = self._words.say(f"stage.{stage}")
        if self._console.is_terminal:
            if stage not in self._tasks:
                self._tasks[stage] = self._bars.add_task(named, total=of)
            self._bars.update(self._tasks[stage], completed=done, total=of)
        elif of and done == of and stage not in self._done:
            self._done.add(stage)
            self._console.print(self._words.say("stage.done", stage=named, done=done, of=of))


def _waits_for(other: OtherProcess, words: Words) -> str:
    return words.say(
        "assess.waiting",
        pid=str(other.pid),
        host=other.host,
        services=", ".join(other.services),
        since=words.time(other.since, seconds=True) if other.since else "?",
    )


def closing_table(summary: Summary, words: Words) -> Table:
    """Every essay with its chief measures, by slot."""
    table = _table(summary.title)
    table.add_column(words.say("report.slot"), justify="right")
    _add_names(table, words)
    table.add_column(words.say("report.language"))
    for column in summary.columns[:MEASURES_SHOWN]:
        table.add_column(column, justify="right")
    notes = any(row.note for row in summary.rows)
    if notes:
        table.add_column(words.say("table.what_failed"))
    for row in summary.rows:
        numbers = row.numbers[:MEASURES_SHOWN]
        cells = [str(row.slot), Text(row.pupil or row.file), row.language, *numbers]
        table.add_row(*cells, *([Text(row.note)] if notes else []))
    return table


def ranked_table(summary: Summary, words: Words) -> Table:
    """A judged class, best first, a line an essay; it fits into 80 columns."""
    table = _table(summary.title)
    table.add_column(words.say("table.place"), justify="right")
    table.add_column(words.percent(0.9), justify="right")
    _add_names(table, words)
    graded = any(row.grade for row in summary.ranked)
    if graded:
        table.add_column(words.say("table.likeliest"))
    table.add_column(words.say("measure.misspellings_per_100_words"), justify="right")
    for row in summary.ranked:
        grade = [row.grade] if graded else []
        table.add_row(row.place, row.between, Text(row.name), *grade, str(row.misspellings))
    return table


def _table(title: str) -> Table:
    return Table(title=Text(title), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)


def _add_names(table: Table, words: Words) -> None:
    table.add_column(
        words.say("table.pupil_or_file"), max_width=NAME_WIDTH, no_wrap=True, overflow="ellipsis"
    )


def troubles(summary: Summary) -> Table:
    """The files that have no slot, each with its reason and what to do."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for trouble in summary.troubles:
        table.add_row(Text(trouble.file, style="bold"), trouble.state, Text(trouble.reason))
    return table


def outputs(paths: Sequence[Path], words: Words) -> str:
    """Where the results lie, the report last, as a line each; and what is not among them."""
    width = max(len(path.name) for path in paths)
    lines = [f"{path.name:<{width}}  {path}" for path in paths]
    if "ranking.svg" in {path.name for path in paths} and not extras.is_there("png"):
        missing = words.say("outputs.not_drawn", how=extras.how("png"))
        lines.insert(1, f"{'ranking.png':<{width}}  {missing}")
    return "\n".join(lines)
