"""Read a .pdf: find the lines on its pages, and make one text of them."""

import re
from bisect import bisect_left

import pypdfium2 as pdfium
from pypdfium2 import raw

from huleedu.contracts.reason import Reason
from huleedu.services.files.domain.outcomes import CannotRead, Code, Limits, Reading
from huleedu.services.files.domain.pages import Page, PageLine, paragraphs_of, without_margins
from huleedu.services.files.domain.whitespace import joined, lines_once

ODD_SHARE_MAX = 0.2
"""Beyond this share of private and unknown characters the fonts don't tell their letters."""
_ODD = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")
# pdfium writes U+FFFE for a hyphen with a line break after it.
_LINE = re.compile("[^\r\n\ufffe]+\ufffe?")


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
        pages: list[Page] = []
        drawn = broken = chars = 0
        for at in range(len(document)):
            try:
                page = document[at]
                lines = _lines(page)
            except pdfium.PdfiumError:
                broken += 1
                continue
            drawn += not lines and raw.FPDFPage_CountObjects(page) > 0
            chars += sum(len(line.text) for line in lines)
            if chars > limits.text_chars_max:
                raise CannotRead(Code.TOO_LONG_TEXT, limit=limits.text_chars_max)
            _, bottom, _, top = page.get_bbox()
            pages.append(Page(tuple(lines), bottom, top))
            page.close()
    if broken and not chars:
        return _read_otherwise(content, limits)
    return _reading(pages, drawn, broken)


def _lines(page: pdfium.PdfPage) -> list[PageLine]:
    letters = page.get_textpage()
    lines: list[PageLine] = []
    whole = letters.get_text_range()
    wide = [at for at, char in enumerate(whole) if char > "\uffff"]
    for found in _LINE.finditer(whole):
        text = found[0].rstrip()
        start = found.start() + len(text) - len(text.lstrip())
        start += bisect_left(wide, start)  # pdfium counts such a letter as two
        text = text.strip()
        if not text:
            continue
        left, bottom, _, top = _box(letters, start)
        word_end = start + len(text.split(maxsplit=1)[0]) - 1
        right = _box(letters, start + len(text) - 1)[2]
        lines.append(PageLine(text, left, right, bottom, top, _box(letters, word_end)[2] - left))
    letters.close()
    return lines


def _box(letters: pdfium.PdfTextPage, at: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of the letter at this place in the text."""
    return letters.get_charbox(raw.FPDFText_GetCharIndexFromTextIndex(letters, at), loose=True)


def _reading(pages: list[Page], drawn: int, broken: int) -> Reading:
    if not pages:
        raise CannotRead(Code.DAMAGED)
    bodies, headers = without_margins(pages)
    text = joined(paragraphs_of(bodies))
    if not text:
        # A page number or a name that a scanner added makes no text of a picture.
        pictures = drawn or any(page.lines for page in pages)
        raise CannotRead(Code.NO_TEXT_LAYER if pictures else Code.EMPTY)
    if len(_ODD.findall(text)) > ODD_SHARE_MAX * len(text):
        raise CannotRead(Code.UNREADABLE)
    notes: list[Reason] = []
    count = len(pages) + broken
    if drawn:
        notes.append(Reason("pages_are_pictures", {"n": drawn, "of": count}))
    if broken:
        notes.append(Reason("pages_are_damaged", {"n": broken, "of": count}))
    header = lines_once(headers)
    return Reading(text=text, format="pdf", pages=count, header_text=header, notes=tuple(notes))


def _read_otherwise(content: bytes, limits: Limits) -> Reading:
    # rarely needed, slow to load
    from huleedu.services.files.domain.damaged_pdf import pages_of  # noqa: PLC0415

    return _reading(pages_of(content, limits), 0, 0)
