"""Tell what stands on a PDF's page from what nobody sees there: white, tiny, covered, outside."""

import ctypes
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from huleedu.services.files.domain.left_out import Unseen
from huleedu.services.files.domain.pdf.layers import layers_of
from huleedu.services.files.domain.pdf.letters import Box, Run

TINY = 2.0
"""Letters lower than so many points are a grey line to the eye."""
WHITE_MIN = 245
"""From this on, of 255 in red, green and blue each, a colour can't be told from paper."""
SCAN_SHARE = 0.5
"""Pictures that take so much of a page are the page: what is drawn unseen on it tells its text."""
OBJECTS_MAX = 5000
"""So many objects of a page are looked at,"""
SHAPES_MAX = 200
"""and so many of them that may lie under or over letters."""
SHAPE_SIDE_MIN = 5.0
"""Points: what is smaller is a line, and covers no word."""

PICTURE_SIDE_MIN = 40.0
"""Points: smaller ones are signs and ornaments, without words."""
INSIDE_MAX = 50
"""So many objects of a drawing within a page are looked at."""

_PICTURES = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING)
_UNSEEN_MODES = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
# Called for each object, with plain numbers.
_fill_of = ctypes.CFUNCTYPE(ctypes.c_int, *[ctypes.c_void_p] * 5)(
    ctypes.cast(raw.FPDFPageObj_GetFillColor, ctypes.c_void_p).value or 0
)
_mode_of = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(raw.FPDFTextObj_GetTextRenderMode, ctypes.c_void_p).value or 0
)


class Shape(NamedTuple):
    """A picture or a filled shape: where, and after how many other objects it is drawn."""

    box: Box
    order: int
    is_picture: bool
    is_white: bool

    def holds(self, box: Box) -> bool:
        """Whether the middle of the other box is inside."""
        across, up = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        mine = self.box
        return mine.left < across < mine.right and mine.bottom < up < mine.top


class Sight:
    """What of one page can be seen."""

    def __init__(self, page: pdfium.PdfPage, edges: Box, layers_off: frozenset[str]) -> None:
        self._page = page
        self._layers_off = layers_off
        self._edges = edges
        self._known: dict[int, Unseen | None] = {}

    def unseen(self, run: Run) -> Unseen | None:
        """Why these letters can't be seen; the text of a picture that can be seen is no such."""
        box, edges = run.box, self._edges
        if min(box.right, edges.right) <= max(box.left, edges.left) or min(
            box.top, edges.top
        ) <= max(box.bottom, edges.bottom):
            return "hidden"
        if (box.right - box.left if run.angle in (1.0, 3.0) else box.height) < TINY:
            return "tiny"
        if run.drawn_by not in self._known:
            self._known[run.drawn_by] = self._look(run)
        return self._known[run.drawn_by]

    def are_text(self, hidden: Sequence[Run]) -> bool:
        """Whether letters that nothing shows are all that is known of the text of a drawn page."""
        return all(_mode_of(run.drawn_by) in _UNSEEN_MODES for run in hidden) and (
            raw.FPDFPage_CountObjects(self._page) > len({run.drawn_by for run in hidden})
        )

    def _look(self, run: Run) -> Unseen | None:
        if self._layers_off and self._layers_off & layers_of(run.drawn_by):
            return "hidden"
        if _mode_of(run.drawn_by) in _UNSEEN_MODES:
            return None if self._is_scan else "hidden"
        white, filled = _colour(run.drawn_by)
        if not filled:
            return "hidden"
        shapes, orders = self._objects
        order = orders.get(run.drawn_by)
        here = [shape for shape in shapes if shape.holds(run.box)]
        if white:
            below = [shape for shape in here if order is None or shape.order < order]
            return None if below and not below[-1].is_white else "same_colour"
        above = order is not None and any(
            shape.order > order and not (shape.is_picture and self._is_scan) for shape in here
        )
        return "hidden" if above else None

    @property
    def pictures(self) -> int:
        """How many pictures are on the page, small ones and the page's own ground aside."""
        pictures = [shape.box for shape in self._objects[0] if shape.is_picture]
        whole = SCAN_SHARE * _area(self._edges)
        return sum(
            min(box.right - box.left, box.height) > PICTURE_SIDE_MIN and _area(box) < whole
            for box in pictures
        )

    @cached_property
    def _is_scan(self) -> bool:
        pictures = (_area(shape.box) for shape in self._objects[0] if shape.is_picture)
        return sum(pictures) > SCAN_SHARE * _area(self._edges)

    @cached_property
    def _objects(self) -> tuple[list[Shape], dict[int, int]]:
        """The shapes that may lie under or over letters; and which object comes after how many."""
        shapes: list[Shape] = []
        orders: dict[int, int] = {}
        for order in range(min(raw.FPDFPage_CountObjects(self._page), OBJECTS_MAX)):
            drawn = raw.FPDFPage_GetObject(self._page, order)
            kind = raw.FPDFPageObj_GetType(drawn)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                orders[ctypes.cast(drawn, ctypes.c_void_p).value or 0] = order
            elif len(shapes) < SHAPES_MAX:
                shapes += _shape(drawn, kind, order)
        return shapes, orders


def _area(box: Box) -> float:
    return max((box.right - box.left) * box.height, 1.0)


_numbers = (ctypes.c_uint * 4)()
_numbers_at = tuple(ctypes.addressof(_numbers) + 4 * at for at in range(4))


def _colour(drawn: int) -> tuple[bool, bool]:
    """Whether it is filled with the colour of paper, and whether it is filled at all."""
    if not _fill_of(drawn, *_numbers_at):
        return False, True
    red, green, blue, alpha = _numbers
    return min(red, green, blue) >= WHITE_MIN, alpha > 0


def _shape(drawn: raw.FPDF_PAGEOBJECT, kind: int, order: int) -> list[Shape]:
    """The object, if it is large enough and lets nothing through."""
    is_picture = kind in _PICTURES or (kind == raw.FPDF_PAGEOBJ_FORM and _has_picture(drawn))
    if raw.FPDFPageObj_HasTransparency(drawn) or not (
        is_picture or (kind == raw.FPDF_PAGEOBJ_PATH and _is_filled(drawn))
    ):
        return []
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
    box = Box(left.value, bottom.value, right.value, top.value)
    if min(box.right - box.left, box.height) < SHAPE_SIDE_MIN:
        return []
    white = not is_picture and _colour(ctypes.cast(drawn, ctypes.c_void_p).value or 0)[0]
    return [Shape(box, order, is_picture, white)]


def _has_picture(form: raw.FPDF_PAGEOBJECT) -> bool:
    """Whether a drawing within the page has a picture: scanners put the page into one."""
    inside = (
        raw.FPDFFormObj_GetObject(form, at)
        for at in range(min(raw.FPDFFormObj_CountObjects(form), INSIDE_MAX))
    )
    return any(raw.FPDFPageObj_GetType(drawn) in _PICTURES for drawn in inside)


def _is_filled(drawn: raw.FPDF_PAGEOBJECT) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(drawn, fill, stroke)
    return fill.value != raw.FPDF_FILLMODE_NONE
