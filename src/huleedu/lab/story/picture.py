"""Draw the story: a row for each chapter, a box for each task, and a line behind fifteen."""

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from huleedu.lab.history import History, Operation, Outcome
from huleedu.lab.story.chapters import Chapter, Counted

Look = Literal["given", "wrong", "none"]
"""A slot was given and counted; something else was counted; nothing was."""


class Box(msgspec.Struct, frozen=True):
    """A task, or a row that nobody asked for."""

    look: Look
    word: str
    """What was answered, in at most three letters."""


def boxes(chapter: Chapter, history: History) -> list[Box]:
    """First the slots that were given, then what was counted besides, then the rest."""
    found = [*_answers(chapter, history), *_old_rows(chapter, history)]
    order: tuple[Look, ...] = ("given", "wrong", "none")
    return sorted(found, key=lambda box: order.index(box.look))


def _answers(chapter: Chapter, history: History) -> Iterator[Box]:
    [(_, after)] = history.after.values()
    holders = {content for content, _ in after.rows}
    slots: set[int | str | None] = set()
    for operation in sorted(history.operations, key=lambda one: one.answered or 0):
        counted = chapter.counted.is_success(operation.outcome)
        if operation.outcome is Outcome.HANDLED:
            given = operation.content in holders
            yield Box("given" if given else "wrong", "yes")
        elif operation.outcome is Outcome.ASSIGNED:
            first = isinstance(operation.slot, int) and operation.slot not in slots
            slots.add(operation.slot)
            yield Box("given" if first else "wrong", _slot(operation))
        else:
            yield Box("wrong" if counted else "none", _slot(operation) or "no")


def _old_rows(chapter: Chapter, history: History) -> Iterator[Box]:
    """Rows of contents that nobody offered, if rows are counted."""
    if chapter.counted is Counted.ROWS:
        offered = {operation.content for operation in history.operations}
        [(_, after)] = history.after.values()
        yield from (Box("wrong", "old") for content, _ in after.rows if content not in offered)


def _slot(operation: Operation) -> str:
    if operation.slot is None:
        return ""
    return str(operation.slot) if isinstance(operation.slot, int) else "…"


class ChapterRow(msgspec.Struct, frozen=True):
    """A chapter of the picture."""

    claimed: int
    title: str
    boxes: Sequence[Box]
