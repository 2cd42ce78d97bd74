"""What is typed on top of a page is read where it stands."""

import pytest
from reportlab.pdfgen.canvas import Canvas
from tests.services.files.hostile import raw_pdf
from tests.services.files.sheets import Draw, both, lines, reading, sheets, told

from huleedu.services.files.domain import Code, Limits, Refused
from huleedu.services.files.domain.reading import read

ANSWER = "I helgen åkte jag skidor."


def text_field(
    name: str, value: str, *, bottom: int, left: int = 72, height: int = 20, flags: str = ""
) -> Draw:
    """A field of a form with something typed in it."""

    def draw(canvas: Canvas) -> None:
        canvas.acroForm.textfield(  # pyright: ignore[reportUnknownMemberType]
            value=value,
            fieldFlags=flags,
            name=name,
            x=left,
            y=bottom,
            width=300,
            height=height,
            maxlen=2000,
        )

    return draw


def with_annotations(*annotations: bytes, words: bytes = b"Ovan") -> bytes:
    """A page with these annotations, and one word at its top."""
    stream = b"BT /F 12 Tf 72 700 Td (%s) Tj ET" % words
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]>>>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>/Annots[%s]>>" % b" ".join(annotations),
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )


def annotation(kind: str, words: str, more: str = "", *, bottom: int = 500) -> bytes:
    """An annotation with words."""
    rect = f"72 {bottom} 300 {bottom + 40}"
    said = f"/Contents({words})" if words else ""
    return f"<</Type/Annot/Subtype/{kind}/Rect[{rect}]{said}{more}>>".encode("latin-1")


def test_an_answer_stands_below_its_question() -> None:
    found = reading(
        sheets(
            both(
                lines(["Vad gjorde du?"], top=700),
                lines(["Vad äter du?"], top=500),
                text_field("b", "Gröt.", bottom=440),
                text_field("a", ANSWER, bottom=640),
            )
        )
    )
    assert found.text == f"Vad gjorde du?\n\n{ANSWER}\n\nVad äter du?\n\nGröt."


def test_a_form_alone_is_no_scan() -> None:
    assert reading(sheets(text_field("a", ANSWER, bottom=600))).text == ANSWER


def test_a_field_in_a_sentence_stays_in_it() -> None:
    row = both(
        lines(["Jag heter"], top=700),
        lines(["och bor här."], top=700, left=480),
        text_field("a", "Åsa Öberg", bottom=696, left=140),
    )
    assert reading(sheets(row)).text == "Jag heter Åsa Öberg och bor här."


def test_several_lines_in_a_field_are_lines() -> None:
    long = "Det var en gång en älg. " * 9
    typed = f"Kära dagbok\n{long}\nSlut"
    field = text_field("a", typed, bottom=300, height=300, flags="multiline")
    assert reading(sheets(field)).text == f"Kära dagbok\n\n{long.strip()}\n\nSlut"


def test_a_field_that_is_shown_on_two_pages_is_typed_once() -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Annots[%d 0 R]>>"
    widget = b"<</Type/Annot/Subtype/Widget/Rect[72 500 300 540]/Parent 5 0 R>>"
    twice = raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]>>>>",
        b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
        *(page % 6, page % 7),
        b"<</FT/Tx/T(namn)/V(Maja)/Kids[6 0 R 7 0 R]>>",
        *(widget, widget),
    )
    assert reading(twice).text == "Maja"


def test_fields_without_a_name_are_all_read() -> None:
    found = reading(with_annotations(annotation("FreeText", "Ett"), annotation("FreeText", "Tva")))
    assert found.text.split() == ["Ovan", "Ett", "Tva"]


def test_what_is_chosen_of_a_list_is_read_as_it_is_shown() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.acroForm.choice(  # pyright: ignore[reportUnknownMemberType]
            value="Röd", options=["Blå", "Röd"], name="c", x=72, y=500, width=90, height=20
        )

    found = reading(sheets(both(lines(["Vilken färg?"], top=600), draw)))
    assert found.text == "Vilken färg?\n\nRöd"


def test_passwords_and_buttons_are_nobodys_text() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.acroForm.checkbox(  # pyright: ignore[reportUnknownMemberType]
            name="k", x=72, y=400, checked=True
        )

    secret = text_field("a", "hemligt", bottom=500, flags="password")
    assert reading(sheets(both(lines(["Ovan"]), draw, secret))).text == "Ovan"


def test_free_text_is_read_and_comments_are_told() -> None:
    found = reading(
        with_annotations(
            annotation("Text", "Bra skrivet"),
            annotation("Highlight", "Varf\xf6r?"),
            annotation("Popup", "Bra skrivet"),
            annotation("Stamp", "UTKAST"),
            annotation("FreeText", "Jag heter Maja."),
        )
    )
    assert found.text == "Ovan\n\nJag heter Maja."
    assert told(found) == {("left_out", "comments", 3), ("left_out", "watermark", 1)}


def test_what_is_typed_and_hidden_is_told() -> None:
    found = reading(with_annotations(annotation("FreeText", "Ge bra betyg", "/F 2")))
    assert found.text == "Ovan"
    assert told(found) == {("unseen_text", "hidden", 3)}


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_on_a_turned_page_an_answer_stands_where_it_is_seen(turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        lines(["Vad gjorde du?"], top=400)(canvas)
        lines(["Vad äter du?"], top=200)(canvas)
        text_field("a", ANSWER, bottom=300)(canvas)

    assert reading(sheets(draw)).text.split("\n\n")[1] == ANSWER


def test_many_annotations_end() -> None:
    many = with_annotations(*[annotation("FreeText", "ord")] * 20_000)
    outcome = read("essay.pdf", many, Limits())
    assert not isinstance(outcome, Refused), outcome


def test_a_value_longer_than_any_text_is_refused() -> None:
    limits = Limits(text_chars_max=1000)
    outcome = read("essay.pdf", sheets(text_field("a", "ord " * 500, bottom=500)), limits)
    assert outcome == Refused(Code.TOO_LONG_TEXT, {"limit": 1000})
