"""Pages give their text back as it was written: in paragraphs, not in lines."""

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate
from tests.services.files.hostile import one_page_pdf, pdf, zeros_packed
from tests.services.files.sheets import reading

from huleedu.contracts.reason import Reason
from huleedu.services.files.domain import Code, Limits, Reading, Refused
from huleedu.services.files.domain.reading import read

TEXT = (
    "Det var en gång en älg som åt blåbär på ön och aldrig ville hem igen eftersom solen sken "
    "över den lilla sjön vid Großmanns hus där Émile satt och skrev sin långa uppsats om hösten"
)
WORDS = TEXT.split()
SENTENCE = st.lists(st.sampled_from(WORDS), min_size=12, max_size=25).map(
    lambda words: " ".join(words).capitalize() + "."
)
PARAGRAPH = st.lists(SENTENCE, min_size=4, max_size=9).map(" ".join)


def printed(paragraphs: list[str], style: ParagraphStyle, header: str = "") -> bytes:
    """A document as a word processor would print it."""
    out = io.BytesIO()

    def margins(canvas: Canvas, _document: SimpleDocTemplate) -> None:
        if header:
            canvas.drawString(72, A4[1] - 40, header)
            canvas.drawCentredString(A4[0] / 2, 30, f"Sida {canvas.getPageNumber()} av 9")

    page = SimpleDocTemplate(out, pagesize=A4, invariant=1)
    page.build([Paragraph(text, style) for text in paragraphs], margins, margins)
    return out.getvalue()


STYLES = {
    "space between paragraphs": ParagraphStyle("a", fontSize=11, leading=15, spaceAfter=9),
    "indented first lines": ParagraphStyle("b", fontSize=12, leading=18, firstLineIndent=24),
    "nothing between paragraphs": ParagraphStyle("c", fontSize=12, leading=24),
    "justified": ParagraphStyle("d", leading=13, alignment=TA_JUSTIFY, spaceAfter=7),
    "large print": ParagraphStyle("e", fontSize=22, leading=33, alignment=TA_LEFT, spaceAfter=22),
}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
@settings(max_examples=15)
@given(paragraphs=st.lists(PARAGRAPH, min_size=1, max_size=12))
def test_words_and_paragraphs_come_back(style: ParagraphStyle, paragraphs: list[str]) -> None:
    found = reading(printed(paragraphs, style))
    assert found.text.split() == " ".join(paragraphs).split()
    # A paragraph that ends with a full line, or with the page, may show no end.
    if found.pages == 1 and (style.spaceAfter or style.firstLineIndent):
        assert found.text.split("\n\n") == paragraphs


def test_paragraphs_come_back_one_by_one() -> None:
    paragraphs = [" ".join(WORDS[at:] + WORDS[:at]) + "." for at in (0, 5, 11)]
    for style in STYLES.values():
        assert reading(printed(paragraphs, style)).text.split("\n\n") == paragraphs


def test_a_paragraph_goes_on_over_the_page() -> None:
    long = " ".join(WORDS * 25) + "."
    found = reading(printed([long], STYLES["space between paragraphs"], header="Åsa Öberg 9B"))
    assert found.pages is not None
    assert found.pages > 1
    assert found.text == long


def test_running_headers_stand_apart_and_page_numbers_go() -> None:
    found = reading(printed([" ".join(WORDS * 30)], STYLES["large print"], header="Åsa Öberg 9B"))
    assert found.header_text == "Åsa Öberg 9B"
    assert "Öberg" not in found.text
    assert "Sida" not in found.text


def test_a_heading_is_a_paragraph() -> None:
    out = io.BytesIO()
    heading = ParagraphStyle("h", fontSize=18, leading=22, alignment=TA_CENTER)
    plain = ParagraphStyle("p", fontSize=11, leading=15)
    text = " ".join(WORDS)
    SimpleDocTemplate(out).build([Paragraph("Min sommar", heading), Paragraph(text, plain)])
    assert reading(out.getvalue()).text == f"Min sommar\n\n{text}"


def test_a_page_number_alone_is_no_text() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.rect(10, 10, 500, 700, fill=1)
    canvas.drawCentredString(300, 20, "- 1 -")
    canvas.save()
    assert read("scan.pdf", out.getvalue(), Limits()) == Refused(Code.NO_TEXT_LAYER)


def test_pages_that_are_pictures_are_told() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.rect(10, 10, 500, 700, fill=1)
    canvas.showPage()
    canvas.drawString(72, 500, "The sea was warm.")
    canvas.save()
    assert reading(out.getvalue()).notes == (Reason("pages_are_pictures", {"n": 1, "of": 2}),)


def test_one_that_only_its_owner_may_change_is_read() -> None:
    assert reading(pdf("The sea was warm.", password="")).text == "The sea was warm."


def test_one_that_is_locked_by_the_newest_method_is_locked_and_not_damaged() -> None:
    lock = b"/Encrypt<</Filter/Standard/V 5/R 6/Length 256/P -4/O(%s)/U(%s)/OE(%s)/UE(%s)" % (
        *(b"o" * 48, b"u" * 48, b"o" * 32, b"u" * 32),
    )
    lock += b"/Perms(0123456789abcdef)/StmF/S/StrF/S/CF<</S<</CFM/AESV3/Length 32>>>>>>"
    locked = one_page_pdf(b"").replace(b"/Root 1 0 R", b"/Root 1 0 R/ID[(a)(a)]" + lock)
    assert read("essay.pdf", locked, Limits()) == Refused(Code.PASSWORD)


def test_letters_that_the_fonts_do_not_tell_are_refused() -> None:
    # One code for each letter, and no table that says which letters they are.
    text = b"BT /F 12 Tf 72 700 Td (" + bytes(range(1, 9)) * 20 + b") Tj ET"
    outcome = read("essay.pdf", one_page_pdf(text), Limits())
    assert isinstance(outcome, Refused)
    assert outcome.code in (Code.UNREADABLE, Code.NO_TEXT_LAYER)


def test_one_whose_table_is_broken_is_mended() -> None:
    content = pdf("The sea was warm.", "We swam.")
    broken = re.sub(rb"startxref\s+\d+", b"startxref\n0", content)
    assert "The sea was warm." in reading(broken).text


def test_too_many_pages_are_refused_by_their_number() -> None:
    outcome = read("essay.pdf", pdf("a", "b", "c"), Limits(pages_max=2))
    assert outcome == Refused(Code.TOO_MANY_PAGES, {"limit": 2})


def test_empty_pages_are_empty() -> None:
    assert read("essay.pdf", pdf("", ""), Limits()) == Refused(Code.EMPTY)


@settings(max_examples=60)
@given(st.data())
def test_damage_anywhere_ends_in_a_text_or_a_refusal(data: st.DataObject) -> None:
    content = bytearray(pdf("The sea was warm and we swam all day.", "It rained."))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    assert isinstance(read("essay.pdf", bytes(content), Limits()), Reading | Refused)


def test_zeros_for_a_page_are_no_text() -> None:
    content = one_page_pdf(zeros_packed(1 << 20), b"/Filter/FlateDecode")
    assert isinstance(read("essay.pdf", content, Limits()), Refused)
