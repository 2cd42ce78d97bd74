"""Write an essay as plain text or as Markdown, as it is typed."""

import textwrap
from collections.abc import Iterator

from tools.reading_corpus.essays import (
    Block,
    Box,
    Comment,
    Essay,
    Heading,
    Inserted,
    Items,
    Note,
    Para,
    Question,
    Table,
    Verse,
)


def plain_text(essay: Essay, *, width: int | None) -> str:
    """Lines of at most `width` letters; None: each paragraph is one long line."""
    return "\n\n".join(_typed(essay, width, markdown=False)) + "\n"


def markdown(essay: Essay) -> str:
    """The same with Markdown's signs, wrapped at 80 letters."""
    return "\n\n".join(_typed(essay, 80, markdown=True)) + "\n"


def _typed(essay: Essay, width: int | None, *, markdown: bool) -> Iterator[str]:
    notes: list[str] = []
    for block in essay.blocks:
        if isinstance(block, Para):
            text = _para(block, notes, markdown)
        else:
            text = _marked(block) if markdown else _bare(block)
        lone = isinstance(block, Para | Box | Question)
        yield textwrap.fill(text, width, break_on_hyphens=False) if width and lone else text
    for at, note in enumerate(notes, start=1):
        yield f"[^{at}]: {note}" if markdown else f"[{at}] {note}"


def _para(block: Para, notes: list[str], markdown: bool) -> str:
    pieces: list[str] = []
    for part in block.parts:
        match part:
            case str():
                pieces.append(part)
            case Inserted(text):
                pieces.append(text)
            case Note(text):
                notes.append(text)
                pieces.append(f"[^{len(notes)}]" if markdown else f"[{len(notes)}]")
            case Comment(text) if markdown:
                pieces.append(f"<!-- {text} -->")
            case _:
                pass
    return "".join(pieces)


def _bare(block: Block) -> str:
    match block:
        case Heading(text):
            return text
        case Items(items, numbered):
            marks = (f"{at}." if numbered else "-" for at in range(1, len(items) + 1))
            return "\n".join(f"{mark} {item}" for mark, item in zip(marks, items, strict=True))
        case Table(rows):
            return "\n".join("\t".join(row) for row in rows)
        case Verse(lines):
            return "\n".join(lines)
        case Question(label, answer):
            return f"{label}\n{answer}"
        case _:
            raise ValueError(f"{block} is not typed")


def _marked(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {text}"
        case Table(rows):
            head, *rest = [f"| {' | '.join(row)} |" for row in rows]
            return "\n".join([head, "| --- " * len(rows[0]) + "|", *rest])
        case Verse(lines):
            return "\\\n".join(lines)
        case Question(label, answer):
            return f"**{label}**\n\n*{answer}*"
        case Box(text):
            return f"> {text}"
        case _:
            return _bare(block)
