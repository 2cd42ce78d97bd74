"""Show people on a terminal what happens and what came of it."""

import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table
from rich.text import Text

from huleedu.services.results.domain.picture import EssayPicture, NotMeasured, Picture
from huleedu.services.results.store import Progress as Standing

STAGES = {
    "read": "Reading files",
    "slots": "Giving slots",
    "spelling": "Checking spelling",
    "language": "Measuring language",
}
TABLE_MEASURES = ("words", "misspellings_per_100", "lix")


def console(*, stderr: bool = True) -> Console:
    """Where people look; progress goes to standard error, so that results can be piped."""
    return Console(stderr=stderr, highlight=False)


class Live:
    """Shows how far a batch is: bars on a terminal, a line per stage elsewhere."""

    def __init__(self, console: Console) -> None:
        self._console = console
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

    def tell(self, standing: Standing) -> None:
        """The batch has got so far."""
        taking_part = standing.assigned
        self._stage("read", standing.files - standing.unread, standing.files)
        if standing.unread:
            return
        self._stage("slots", standing.files - standing.waiting, standing.files)
        if standing.waiting or standing.state == "waiting":
            return
        spelled = min(taking_part, standing.checked + standing.failed)
        self._stage("spelling", spelled, taking_part)
        if standing.measured:
            measured = min(taking_part, standing.measured + standing.failed)
            self._stage("language", measured, taking_part)

    def _stage(self, stage: str, done: int, of: int) -> None:
        if self._console.is_terminal:
            if stage not in self._tasks:
                self._tasks[stage] = self._bars.add_task(STAGES[stage], total=of)
            self._bars.update(self._tasks[stage], completed=done, total=of)
        elif of and done == of and stage not in self._done:
            self._done.add(stage)
            self._console.print(f"{STAGES[stage]}: {done} of {of}")


def closing_table(picture: Picture) -> Table:
    """Every file and what became of it, a line each."""
    measures = {m.key: m for m in picture.measures if m.key in TABLE_MEASURES}
    table = Table(title=Text(picture.title), title_justify="left", pad_edge=False)
    table.add_column("Slot", justify="right")
    table.add_column("Pupil" if any(e.pupil for e in picture.essays) else "File")
    table.add_column("Language")
    for measure in measures.values():
        table.add_column(measure.name, justify="right")
    table.add_column("Note")
    for essay in picture.essays:
        table.add_row(
            str(essay.slot),
            Text(essay.pupil.name if essay.pupil else essay.file),
            {"en": "English", "sv": "Swedish"}.get(essay.language, "?"),
            *(_number(essay, key, m.decimals) for key, m in measures.items()),
            Text("; ".join(f"{step} failed: {why}" for step, why in essay.failures.items())),
        )
    for file in picture.files:
        if file.state != "assigned":
            blanks = [""] * (1 + len(measures))
            table.add_row("–", Text(file.name), *blanks, Text(file.reason), style="yellow")
    return table


def _number(essay: EssayPicture, key: str, decimals: int) -> str:
    value = essay.measures.get(key)
    return "" if value is None or isinstance(value, NotMeasured) else f"{value:.{decimals}f}"


def in_one_sentence(picture: Picture) -> str:
    """What came of the batch."""
    count = {
        state: sum(file.state == state for file in picture.files)
        for state in ("assigned", "refused", "left_over")
    }
    parts = [f"{count['assigned']} of {picture.slots} slots taken"]
    if count["refused"]:
        parts.append(_files(count["refused"]) + " refused")
    if count["left_over"]:
        parts.append(_files(count["left_over"]) + " left over, because all slots were taken")
    failed = sum(bool(essay.failures) for essay in picture.essays)
    if failed:
        parts.append(f"{failed} could not be assessed fully")
    return ", ".join(parts) + "."


def _files(count: int) -> str:
    return f"{count} file" if count == 1 else f"{count} files"


def outputs(paths: Sequence[Path]) -> str:
    """Where the results lie, the report last, as a line each."""
    width = max(len(path.name) for path in paths)
    return "\n".join(f"{path.name:<{width}}  {path}" for path in paths)


def complain(message: str) -> None:
    """Tell what went wrong."""
    sys.stderr.write(message + "\n")
