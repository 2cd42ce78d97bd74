"""Read a .pdf: find the lines on its pages, and make one text of them."""

import re

import pypdfium2 as pdfium
from pypdfium2 import raw

from huleedu.contracts.reason import Reason
from huleedu.services.files.domain.left_out import LeftOut
from huleedu.services.files.domain.outcomes import CannotRead, Code, Limits, Reading
from huleedu.services.files.domain.pdf.contents_lists import without_contents
from huleedu.services.files.domain.pdf.foot_notes import with_notes_last
from huleedu.services.files.domain.pdf.forms import Forms, forms_of
from huleedu.services.files.domain.pdf.layers import layers_off
from huleedu.services.files.domain.pdf.letters import MISSING, Box
from huleedu.services.files.domain.pdf.line_numbers import without_line_numbers
from huleedu.services.files.domain.pdf.lines import Page, PageLine, lines_of, upright_box
from huleedu.services.files.domain.pdf.margins import without_margins
from huleedu.services.files.domain.pdf.order import in_order, with_typed
from huleedu.services.files.domain.pdf.pages import paragraphs_of
from huleedu.services.files.domain.pdf.scrambled import is_scrambled
from huleedu.services.files.domain.whitespace import clean, joined, lines_once, paragraphs_apart

ODD_SHARE_MAX = 0.2
"""Beyond this share of private and unknown characters the fonts don't tell their letters."""
_ODD = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")
# In a word it is one of its letters; elsewhere it is a sign of its own.
_PRIVATE = re.compile("(?<=[^\\W\\d_])[\ue000-\uf8ff]|[\ue000-\uf8ff](?=[^\\W\\d_])")


def read_pdf(content: bytes, limits: Limits) -> Reading:
    """The text; raises `CannotRead`."""
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        # PDFium says so of some broken documents, too
        if error.err_code == raw.FPDF_ERR_PASSWORD and b"/Encrypt" in content:
            raise CannotRead(Code.PASSWORD) from error
        return _read_otherwise(content, limits)
    with document:
        if len(document) > limits.pages_max:
            raise CannotRead(Code.TOO_MANY_PAGES, limit=limits.pages_max)
        read = _Pages(limits, layers_off(content))
        with forms_of(document, limits) as forms:
            for at in range(len(document)):
                read.take(document, at, forms)
    if read.broken and not read.chars:
        return _read_otherwise(content, limits)
    return _reading(read)


class _Pages:
    """The pages as far as they are read."""

    def __init__(self, limits: Limits, layers: frozenset[str] = frozenset()) -> None:
        self.limits = limits
        self.layers_off = layers
        self.left_out = LeftOut()
        self.pages: list[Page] = []
        self.chars = 0
        self.broken = 0
        self.drawn = 0
        """Pages on which something is drawn, and no letter."""

    def take(self, document: pdfium.PdfDocument, at: int, forms: Forms) -> None:
        """Read the page at this place."""
        try:
            page = document[at]
        except pdfium.PdfiumError:
            self.broken += 1
            return
        edges = Box(*page.get_bbox())
        try:
            drawn, turn = lines_of(page, edges, self.left_out, self.layers_off)
        except pdfium.PdfiumError:
            self.broken += 1
            return
        typed = [
            PageLine(paragraphs_apart(clean(found.text)), *_sides(found.box, turn), apart=True)
            for found in forms.typed_on(page, self.left_out)
        ]
        drawn, numbers = without_line_numbers(drawn)
        self.left_out.numbers_of_lines(len(numbers))
        lines = in_order(drawn)
        if typed:
            lines = with_typed(lines, typed)
        self.drawn += not lines and raw.FPDFPage_CountObjects(page) > 0
        self.chars += sum(len(line.text) for line in lines)
        if self.chars > self.limits.text_chars_max:
            raise CannotRead(Code.TOO_LONG_TEXT, limit=self.limits.text_chars_max)
        _, bottom, _, top = upright_box(edges, turn)
        self.pages.append(Page(tuple(lines), bottom, top))
        page.close()


def _sides(box: Box, turn: int) -> tuple[float, float, float, float, float]:
    left, bottom, right, top = upright_box(box, turn)
    return left, right, bottom, top, right - left


def _reading(read: _Pages) -> Reading:
    pages = read.pages
    if not pages:
        raise CannotRead(Code.DAMAGED)
    bodies, headers = without_margins(pages)
    bodies, contents = without_contents(bodies)
    for line in contents:
        read.left_out.on_purpose("contents", f"{line} ")
    text = joined(paragraphs_of(with_notes_last(bodies)))
    if not text:
        # A page number or a name that a scanner added makes no text of a picture.
        pictures = read.drawn or any(page.lines for page in pages)
        raise CannotRead(Code.NO_TEXT_LAYER if pictures else Code.EMPTY)
    if len(_ODD.findall(text)) > ODD_SHARE_MAX * len(text) or is_scrambled(text):
        raise CannotRead(Code.UNREADABLE)
    text = _PRIVATE.sub(MISSING, text)
    notes: list[Reason] = []
    count = len(pages) + read.broken
    if read.drawn:
        notes.append(Reason("pages_are_pictures", {"n": read.drawn, "of": count}))
    if read.broken:
        notes.append(Reason("pages_are_damaged", {"n": read.broken, "of": count}))
    notes += read.left_out.reasons()
    header = lines_once(headers)
    return Reading(text=text, format="pdf", pages=count, header_text=header, notes=tuple(notes))


def _read_otherwise(content: bytes, limits: Limits) -> Reading:
    # rarely needed, slow to load
    from huleedu.services.files.domain.pdf.damaged import pages_of  # noqa: PLC0415

    read = _Pages(limits)
    read.pages = pages_of(content, limits)
    return _reading(read)
