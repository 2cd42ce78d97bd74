"""Take the letters of a PDF's page from pdfium: which letters, where, and drawn as what."""

import ctypes
import math
import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import reduce
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from huleedu.services.files.domain.pdf.accents import has_accents, with_accents
from huleedu.services.files.domain.pdf.placed import (
    Letter,
    may_need_places,
    needs_places,
    read_by_places,
)

DEPTH = 0.22
"""Of the size of letters, what reaches below their line."""
UPRIGHT = 0.05
"""Quarters of a circle: scanned lines lean a little."""
MISSING = "\ufffd"
"""Stands for a letter that is drawn and that the font does not tell."""
# pdfium writes U+FFFE for a hyphen with a line break after it.
_LINE = re.compile("[^\r\n\ufffe]+\ufffe?")
_UNTOLD = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")
_PRIVATE = re.compile("[\uf001\uf002]")
_LIGATURES = str.maketrans({"\uf001": "fi", "\uf002": "fl"})
_BULLET = re.compile("^[\uf000-\uf0ff](?=\\s)", re.MULTILINE)
_HALF = re.compile("[\ud800-\udfff]")
_HALVES = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_HYPHEN_AT_END = 2
_QUARTER = math.pi / 2

# pypdfium2's own are called for single letters: with plain numbers they take half of the time.
_object_of = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(raw.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)
_box_of = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(raw.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)
_matrix_of = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(raw.FPDFText_GetMatrix, ctypes.c_void_p).value or 0
)
_size_of = ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(raw.FPDFText_GetFontSize, ctypes.c_void_p).value or 0
)
_origin_of = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p
)(ctypes.cast(raw.FPDFText_GetCharOrigin, ctypes.c_void_p).value or 0)


class Box(NamedTuple):
    """Where letters stand: in points, y grows upwards."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        """Of the letters, as their font has it."""
        return self.top - self.bottom


class Run(NamedTuple):
    """Letters of one line that one command draws."""

    text: str
    space: bool | None
    """Whether space stands before it; None where a line begins, as pdfium has it."""
    box: Box
    first_word: float
    """Width of its first word."""
    drawn_by: int
    """The page's object that draws them, for pdfium's `FPDFPageObj_…`."""
    angle: float
    """How far it is turned against the clock, in quarters of a circle."""


class Letters:
    """A page's letters; to be closed before the page."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page.get_textpage()
        self._handle = ctypes.cast(self._page.raw, ctypes.c_void_p).value or 0
        self._rect = (ctypes.c_float * 4)()
        self._rect_at = ctypes.addressof(self._rect)
        self._matrix = (ctypes.c_float * 6)()
        self._matrix_at = ctypes.addressof(self._matrix)
        self._origin = (ctypes.c_double * 2)()
        self._origin_at = ctypes.addressof(self._origin)
        self.text = self._page.get_text_range()
        count = raw.FPDFText_CountChars(self._page)
        self._places: list[int] | range = range(count)
        """Which of pdfium's letters stands at each place of the text."""
        if count != len(self.text) or _UNTOLD.search(self.text):
            self.text, self._places = self._letter_by_letter(count)
        self.text = _BULLET.sub("•", self.text)
        if has_accents(self.text):
            self.text, self._places = with_accents(self.text, self._places, self._sides)
        self._has_places = may_need_places(self.text)
        self._has_private = _PRIVATE.search(self.text) is not None

    def close(self) -> None:
        """Give back what pdfium holds."""
        self._page.close()

    def lines(self) -> Iterator[list[Run]]:
        """The lines that pdfium finds, in the order in which they are drawn."""
        for found in _LINE.finditer(self.text):
            text = found[0]
            start = found.start() + len(text) - len(text.lstrip())
            end = found.start() + len(text.rstrip())
            if end > start:
                yield list(self._runs(start, end))

    def box(self, at: int) -> Box:
        """Where the letter at this place of the text stands."""
        _box_of(self._handle, self._places[at], self._rect_at)
        left, top, right, bottom = self._rect
        return Box(left, bottom, right, top)

    def _sides(self, at: int) -> tuple[float, float]:
        box = self.box(at)
        return box.left, box.right

    def _runs(self, start: int, end: int) -> Iterator[Run]:
        """By what draws them; those whose places tell more than their order are one run."""
        found = needs_places(self.text[start:end]) if self._has_places else None
        if found is None:
            yield from self._drawn(start, start, end)
            return
        first, until = (start + at for at in found)
        yield from self._drawn(start, start, first)
        yield self._placed(start, first, until)
        yield from self._drawn(start, until, end)

    def _placed(self, line: int, start: int, end: int) -> Run:
        boxes = {at: self.box(at) for at in range(start, end)}
        letters = [
            Letter(self.text[at], box.left, box.right, box.height, self._is_gap(at))
            for at, box in boxes.items()
        ]
        text = read_by_places(letters)
        box = reduce(around, (boxes[at] for at in boxes if not self.text[at].isspace()))
        box, angle = self._measured(start, box)
        width = box.right - box.left
        space = self._is_after_space(line, start)
        return Run(text, space, box, width, self._drawn_by(start), angle)

    def _is_gap(self, at: int) -> bool:
        """Whether it is a space that pdfium sees between letters, and that the file has not."""
        return raw.FPDFText_IsGenerated(self._page, self._places[at]) == 1

    def _is_after_space(self, line: int, at: int) -> bool | None:
        return self.text[at - 1].isspace() if at > line else None

    def _drawn(self, line: int, start: int, end: int) -> Iterator[Run]:
        last = self._drawn_by(end - 1)
        at = start
        while at < end:
            if self.text[at].isspace():
                at += 1
                continue
            drawn_by = self._drawn_by(at)
            until = end if drawn_by == last else self._end_of(drawn_by, at, end)
            text = self.text[at:until].rstrip()
            yield self._run(at, text, drawn_by, space=self._is_after_space(line, at))
            at = until

    def _drawn_by(self, at: int) -> int:
        return _object_of(self._handle, self._places[at]) or 0

    def _end_of(self, drawn_by: int, start: int, end: int) -> int:
        rest = range(start + 1, end)
        return start + 1 + bisect_left(rest, 1, key=lambda at: self._drawn_by(at) != drawn_by)

    def _run(self, start: int, text: str, drawn_by: int, *, space: bool | None) -> Run:
        first = self.box(start)
        last = self.box(start + len(text) - 1) if len(text) > 1 else first
        word = len(text.split(maxsplit=1)[0])
        word_end = self.box(start + word - 1) if word < len(text) else last
        box, angle = self._measured(start, around(first, last))
        if angle in (1.0, 3.0):
            width = max(first.top, word_end.top) - min(first.bottom, word_end.bottom)
        else:
            width = max(first.right, word_end.right) - min(first.left, word_end.left)
        if self._has_private:
            text = text.translate(_LIGATURES)
        return Run(text, space, box, width, drawn_by, angle)

    def _measured(self, at: int, box: Box) -> tuple[Box, float]:
        """The letters' box as high as their size, and how they are turned.

        pdfium's box is, in some fonts, as high and as deep as each letter.
        """
        place = self._places[at]
        _matrix_of(self._handle, place, self._matrix_at)
        a, b, c, d, _, _ = self._matrix
        size = _size_of(self._handle, place) * math.hypot(c, d)
        angle = 0.0
        if a <= 0 or abs(b) > 0.05 * a:
            angle = math.atan2(b, a) / _QUARTER % 4
            near = round(angle)
            angle = float(near % 4) if abs(angle - near) < UPRIGHT else angle
        _origin_of(self._handle, place, self._origin_at, self._origin_at + 8)
        across, up = self._origin
        low, high = DEPTH * size, (1 - DEPTH) * size
        if angle == 0:
            box = Box(box.left, up - low, box.right, up + high)
        elif angle == 1:
            box = Box(across - high, box.bottom, across + low, box.top)
        elif angle == 2:
            box = Box(box.left, up - high, box.right, up + low)
        elif angle == 3:
            box = Box(across - low, box.bottom, across + high, box.top)
        return box, angle

    def _letter_by_letter(self, count: int) -> tuple[str, list[int]]:
        """The text with a sign for each letter that is drawn and has no name."""
        told: list[str] = []
        places: list[int] = []
        for at in range(count):
            letter = self._letter(at)
            if told and _HALVES.fullmatch(told[-1] + letter):
                # of a letter beyond the first 65,536
                told[-1] = chr(0x10000 + ((ord(told[-1]) - 0xD800) << 10) + ord(letter) - 0xDC00)
            elif letter:
                told.append(letter)
                places.append(at)
        return _HALF.sub(MISSING, "".join(told)), places

    def _letter(self, at: int) -> str:
        code = raw.FPDFText_GetUnicode(self._page, at)
        if code == _HYPHEN_AT_END and raw.FPDFText_IsHyphen(self._page, at):
            return "\ufffe"
        letter = chr(code)
        if not code or _UNTOLD.fullmatch(letter):
            return MISSING if self._is_drawn(at) else ""
        return letter

    def _is_drawn(self, at: int) -> bool:
        _box_of(self._handle, at, self._rect_at)
        left, top, right, bottom = self._rect
        return right - left > 0 and top - bottom > 0


def around(first: Box, last: Box) -> Box:
    """The box of both."""
    return Box(
        min(first.left, last.left),
        min(first.bottom, last.bottom),
        max(first.right, last.right),
        max(first.top, last.top),
    )
