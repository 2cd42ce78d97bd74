"""Mark misspellings and remarks in an essay's text, and list each different one once."""

import msgspec
from msgspec import structs

from huleedu.gateway.words.words import Words
from huleedu.services.results.api import EssayReport, Misspelling, Remark


class Piece(msgspec.Struct, frozen=True):
    """A stretch of an essay's text; `word` is the number of its misspelling, or none.

    `remark` is the number of its remark, or none.
    """

    text: str
    word: int | None = None
    first: bool = False
    suggestions: str = ""
    remark: int | None = None


class Word(msgspec.Struct, frozen=True):
    """A misspelling as listed below a text, however often it occurs.

    It is not `marked` in the text if it only stands inside of another one that is.
    """

    number: int
    text: str
    suggestions: tuple[str, ...]
    count: int = 0
    marked: bool = False


class RemarkLine(msgspec.Struct, frozen=True):
    """A remark as listed below a text; all on the same words by the same rule are one."""

    number: int
    text: str
    better: str
    name: str
    why: str
    rule: str
    count: int = 0


def marked(
    essay: EssayReport, words: Words
) -> tuple[tuple[Piece, ...], tuple[Word, ...], tuple[RemarkLine, ...]]:
    """The whole text, cut at its marks, and each different misspelling and remark once.

    Of two misspellings that overlap only the first is marked in the text.
    """
    pieces: list[Piece] = []
    slips: dict[str, Word] = {}
    lines: dict[tuple[str, str], RemarkLine] = {}
    at = 0
    for found in sorted((*essay.misspellings, *essay.remarks), key=lambda mark: mark.start):
        text = essay.text[found.start : found.end]
        if isinstance(found, Remark):
            piece = _remarked(found, text, lines, words)
        else:
            piece = _misspelt(found, text, slips, words, marked=found.start >= at)
        if found.start >= at:
            pieces += (Piece(essay.text[at : found.start]), piece)
            at = found.end
    pieces.append(Piece(essay.text[at:]))
    return tuple(pieces), tuple(slips.values()), tuple(lines.values())


def _misspelt(
    found: Misspelling, text: str, slips: dict[str, Word], words: Words, *, marked: bool
) -> Piece:
    """The piece that it makes; it is counted among the words."""
    key = found.word.casefold()
    word = slips.setdefault(key, Word(len(slips), found.word, found.suggestions))
    slips[key] = structs.replace(word, count=word.count + 1, marked=word.marked or marked)
    return Piece(text, word.number, not word.marked, _suggested(found, words))


def _remarked(
    found: Remark, text: str, lines: dict[tuple[str, str], RemarkLine], words: Words
) -> Piece:
    """The piece that it makes; it is counted among the lines."""
    key = (found.rule, text.casefold())
    code = f"remark.{found.rule}"
    if key not in lines:
        known = words.has(f"{code}.name")  # a newer version may have had more rules
        name = words.say(f"{code}.name") if known else found.rule
        why = words.say(f"{code}.why") if known else ""
        lines[key] = RemarkLine(len(lines), text, found.better, name, why, found.rule)
    line = lines[key]
    lines[key] = structs.replace(line, count=line.count + 1)
    return Piece(text, None, not line.count, f"{found.better} · {line.name}", line.number)


def _suggested(found: Misspelling, words: Words) -> str:
    return " · ".join(found.suggestions) or words.say("report.no_suggestion")
