"""Make the lines of a PDF's page of what is drawn on it: upright, seen, each letter at its word."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

import pypdfium2 as pdfium
from pypdfium2 import raw

from huleedu.services.files.domain.left_out import LeftOut, Unseen
from huleedu.services.files.domain.pdf.dictionary import dictionary, language_of
from huleedu.services.files.domain.pdf.letters import Box, Letters, Run
from huleedu.services.files.domain.pdf.unseen import Sight

TILTED = 0.2
"""Quarters of a circle: text that leans more than this from the page's own lies across it."""
WIDE = 0.6
"""A gap of more than so many letters' heights parts a line in two, until its row is known."""
NARROW = 0.15
"""What is narrower than so much of the height is no space between words."""
SMALL = 0.92
"""A mark of a note, or a part of a fraction, is lower than this share of the letters beside it."""
CAP = 1.6
"""A large first letter is so many times as high as the text that it begins, at the least."""
CAPS_MAX = 20
"""So many of them are looked for on a page."""

_MARK = re.compile(r"[\d,*†‡]{1,5}")
# After a unit or a letter of mathematics (m², x²) it is no mark.
_MARKED = re.compile(
    r"(?:[^\W\d_]{3}|(?<!\w)(?!(?:[ckdnµ]?m|km|ft|yd|in)\Z)(?:[^\W\d_]{2}|[iåIA])"
    r"|[^\W\d_][.,:;!?)\"”’»]+|[.!?]\s?[\"”’»]?)\Z"
)
_CAP = re.compile(r"[\"“”'’»–-]?\s?[^\W\d_]")
_NUMBER = re.compile(r"\d{1,4}")
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_POWERS = str.maketrans("0123456789", _RAISED)
_LOWERED = str.maketrans(_RAISED, "0123456789")
_WORDS_OF_ONE = "AIÅÖ"


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of print, or a part of one; lengths in any unit, y grows upwards."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    first_word: float
    """Width of its first word."""
    apart: bool = False
    """It stands in a box of its own, and never goes on in the next line."""

    @property
    def height(self) -> float:
        """Of its letters, as the font has it."""
        return max(self.top - self.bottom, 0.1)


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page in reading order, and where the page begins and ends."""

    lines: tuple[PageLine, ...]
    bottom: float
    top: float


def is_beside(before: PageLine, line: PageLine) -> bool:
    """Whether both are parts of one line of print."""
    shared = min(before.top, line.top) - max(before.bottom, line.bottom)
    return shared > 0.6 * min(before.height, line.height) and line.left >= before.right - 1


def rows_of(lines: Iterable[PageLine]) -> list[list[PageLine]]:
    """Lines that are parts of one line of print, together."""
    rows: list[list[PageLine]] = []
    for line in lines:
        if rows and is_beside(rows[-1][-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def lines_of(
    page: pdfium.PdfPage, edges: Box, left_out: LeftOut, layers_off: frozenset[str] = frozenset()
) -> tuple[list[PageLine], int]:
    """What can be read on the page, as it is drawn; and by how many quarters it is turned."""
    letters = Letters(page)
    runs = [run for line in letters.lines() for run in line]
    turn = _turn(runs) if runs else raw.FPDFPage_GetRotation(page)
    sight = Sight(page, edges, layers_off)
    upright: list[Run] = []
    unseen: dict[int, Unseen | None] = {id(run): sight.unseen(run) for run in runs}
    if all(unseen.values()) and sight.are_text(runs):
        unseen = {}
    for _ in range(sight.pictures if runs else 0):
        left_out.drawn("pictures")
    for run in runs:
        if kind := unseen.get(id(run)):
            left_out.unseen(kind, f"{run.text} ")
        elif _lies_across(run, turn):
            left_out.on_purpose("watermark", f"{run.text} ")
        else:
            upright.append(turned(run, turn) if turn else run)
    letters.close()
    return with_caps(_joined(upright)), turn


def _turn(runs: Iterable[Run]) -> int:
    """How most letters are turned, in whole quarters."""
    turns: Counter[int] = Counter()
    for run in runs:
        turns[round(run.angle) % 4] += len(run.text)
    return turns.most_common(1)[0][0] if turns else 0


def _lies_across(run: Run, turn: int) -> bool:
    off = (run.angle - turn) % 1
    return min(off, 1 - off) > TILTED


def turned(run: Run, turn: int) -> Run:
    """The run as it stands when the page is turned upright."""
    return run._replace(box=upright_box(run.box, turn))


def upright_box(box: Box, turn: int) -> Box:
    """The box when so many quarters against the clock are undone."""
    left, bottom, right, top = box
    match turn:
        case 1:
            return Box(bottom, -right, top, -left)
        case 2:
            return Box(-right, -top, -left, -bottom)
        case 3:
            return Box(-top, left, -bottom, right)
        case _:
            return box


class _Piece:
    """A line that is being put together."""

    def __init__(self, run: Run) -> None:
        self.text = run.text
        self.main = run
        self.last = run.box
        self.left, self.right = run.box.left, run.box.right
        self.first = run.first_word

    def takes(self, run: Run) -> bool:
        """Whether these letters stand behind it; then it has them, or knows them as a mark."""
        box, main = run.box, self.main.box
        height = max(main.height, box.height)
        shared = min(main.top, box.top) - max(main.bottom, box.bottom)
        gap = box.left - self.right
        small = box.height < SMALL * main.height
        if small and gap < 0 and self._takes_lower_number(run):
            return True
        if shared < 0.5 * min(main.height, box.height) or not -0.4 * height < gap <= WIDE * height:
            return False
        if _NUMBER.fullmatch(self.text) and gap > 0.35 * height:
            return False
        if box.height * CAP < main.height and _CAP.fullmatch(self.text):
            return False
        glued = not run.space and gap < (NARROW if run.space is None else WIDE) * height
        if glued and " " not in self.text:
            self.first = box.left - self.left + run.first_word
        raised = box.bottom > main.bottom + 0.1 * main.height
        if not (small and raised and glued and self._is_mark(run.text)):
            text = run.text.translate(_POWERS) if small and raised and glued else run.text
            self.text += text if glued else f" {text}"
            if len(run.text) > len(self.main.text):
                self.main = run
        self.last = box
        self.right = max(self.right, box.right)
        return True

    def _is_mark(self, text: str) -> bool:
        return _MARK.fullmatch(text) is not None and _MARKED.search(self.text) is not None

    def _takes_lower_number(self, run: Run) -> bool:
        """Whether this is what stands under the line of a fraction."""
        box, last, main = run.box, self.last, self.main.box
        over = min(box.right, last.right) - max(box.left, last.left)
        width = max(min(box.right - box.left, last.right - last.left), 0.1)
        if not (
            over > 0.5 * width
            and box.top < (last.bottom + last.top) / 2
            and last.height < SMALL * main.height
            and box.top > main.bottom
            and _NUMBER.fullmatch(run.text)
            and self.text[-1].isdigit()
        ):
            return False
        whole = self.text.rstrip(_RAISED)
        above = self.text[len(whole) :].translate(_LOWERED)
        between = " " if above and whole[-1:].isdigit() else ""
        self.text = f"{whole}{between}{above}/{run.text}"
        self.right = max(self.right, box.right)
        return True

    def line(self) -> PageLine:
        """It is whole."""
        box = self.main.box
        return PageLine(self.text, self.left, self.right, box.bottom, box.top, self.first)


def _joined(runs: Iterable[Run]) -> list[PageLine]:
    lines: list[PageLine] = []
    piece: _Piece | None = None
    for run in runs:
        if piece is None or not piece.takes(run):
            if piece is not None:
                lines.append(piece.line())
            piece = _Piece(run)
    return lines if piece is None else [*lines, piece.line()]


def with_caps(lines: list[PageLine]) -> list[PageLine]:
    """The lines, with each large first letter of a text at its word."""
    large = CAP * median([line.height for line in lines] or [1.0])
    caps = [line for line in lines if line.height > large and _CAP.fullmatch(line.text)]
    for cap in caps[:CAPS_MAX]:
        beside = [at for at, line in enumerate(lines) if _is_cap_of(cap, line)]
        if beside:
            lines = _with_cap(lines, cap, beside)
    return lines


def _is_cap_of(cap: PageLine, line: PageLine) -> bool:
    return (
        line.height * CAP < cap.height
        and cap.bottom - 0.3 * cap.height < line.bottom
        and line.top < cap.top + 0.3 * cap.height
        and -1 < line.left - cap.right < 0.6 * cap.height
    )


def _with_cap(lines: Sequence[PageLine], cap: PageLine, beside: Sequence[int]) -> list[PageLine]:
    first = max(beside, key=lambda at: lines[at].top)
    moved = {at: replace(lines[at], left=cap.left) for at in beside}
    between = " " if _is_word(cap.text, lines[first].text, lines) else ""
    moved[first] = replace(moved[first], text=cap.text + between + lines[first].text)
    return [moved.get(at, line) for at, line in enumerate(lines) if line is not cap]


def _is_word(cap: str, more: str, lines: Sequence[PageLine]) -> bool:
    """Whether the large letter is a word: "I was", "Å andra sidan", but "Idag"."""
    if cap[-1] not in _WORDS_OF_ONE:
        return False
    language = language_of([word for line in lines for word in line.text.casefold().split()])
    rest = more.split(maxsplit=1)[0].strip(".,;:!?")
    return language is not None and not dictionary(language)(cap[-1] + rest)
