"""Letters of one line are one line, however they are set."""

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from tests.services.files.sheets import HEIGHT, STORY, TOLD, Draw, both, lines, reading, sheets


def row(*pieces: tuple[str, float, float]) -> Draw:
    """Pieces of one line behind each other: text, size, and how far it is raised."""

    def draw(canvas: Canvas) -> None:
        left = 72.0
        for text, size, rise in pieces:
            lines([text], left=left, top=700 + rise, size=size)(canvas)
            left += canvas.stringWidth(text, "Helvetica", size)

    return draw


def cap(letter: str, first: str, second: str, third: str, *, size: float = 40) -> Draw:
    """A large first letter of two lines, and a line below."""
    left = 75 + stringWidth(letter, "Helvetica", size)
    return both(
        lines([letter], top=672, size=size),
        lines([first, second], top=688, left=left),
        lines([third], top=658),
    )


@pytest.mark.parametrize(
    ("letter", "first"), [("D", "et var en gång"), ("I", "dag åt en älg"), ("”D", "et är sent")]
)
def test_a_large_first_letter_is_at_its_word(letter: str, first: str) -> None:
    page = cap(letter, f"{first} något som", "aldrig har hänt förut", "och det var allt som var")
    assert reading(sheets(page)).text.startswith(f"{letter}{first} något som aldrig")


@pytest.mark.parametrize(
    ("letter", "first", "second"),
    [
        ("Å", "andra sidan var det så", "att det var en älg i"),
        ("I", "was in the house and", "it was dark and the"),
    ],
)
def test_a_large_first_word_of_one_letter_stays_a_word(
    letter: str, first: str, second: str
) -> None:
    page = cap(letter, first, second, "skogen och den var det" if letter == "Å" else "sea was cold")
    assert reading(sheets(page)).text.startswith(f"{letter} {first}")


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ([("älgen", 12, 0), ("1", 7, 5), (" gick hem.", 12, 0)], "älgen gick hem."),
        ([("slut.", 12, 0), ("12", 7, 5), (" Sedan", 12, 0)], "slut. Sedan"),
        ([("älgen", 12, 0), ("3", 7, 5), (", som", 12, 0)], "älgen, som"),
        ([("gick i", 12, 0), ("2", 7, 5), (" skogen", 12, 0)], "gick i skogen"),
        ([("to be", 12, 0), ("2", 10.7, 5), (" or not", 12, 0)], "to be or not"),
        ([("10 cm", 12, 0), ("2", 7, 5), (" gräs", 12, 0)], "10 cm² gräs"),
        ([("älgen", 12, 0), ("3", 10, 4), (" gick hem.", 12, 0)], "älgen gick hem."),
        ([("10 m", 12, 0), ("2", 7, 5), (" gräs", 12, 0)], "10 m² gräs"),
        ([("H", 12, 0), ("2", 8, -2), ("O är vått", 12, 0)], "H2O är vått"),
        ([("den 1", 12, 0), ("st", 7, 5), (" maj", 12, 0)], "den 1st maj"),
    ],
    ids=[
        *(
            "a note's mark",
            "after a full stop",
            "before a comma",
            "short",
            "larger",
            "small squares",
        ),
        *("large", "squares", "below", "letters"),
    ],
)
def test_small_letters_belong_to_their_word(
    pieces: list[tuple[str, float, float]], text: str
) -> None:
    assert reading(sheets(row(*pieces))).text == text


@pytest.mark.parametrize(("before", "read"), [("Jag åt ", "1/2"), ("Jag åt 2", " 1/2")])
def test_a_fraction_is_read_as_one(before: str, read: str) -> None:
    left = 72 + stringWidth(before, "Helvetica", 12)
    page = both(
        row((before, 12, 0)),
        lines(["1"], left=left, top=705, size=8),
        lines(["2"], left=left, top=695, size=8),
        lines(["av kakan."], left=left + 8, top=700),
    )
    assert reading(sheets(page)).text == f"{before}{read} av kakan."


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_that_lies_on_its_side_is_read(turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(*{0: (0, 0), 90: (595, 0), 180: (595, HEIGHT), 270: (0, HEIGHT)}[turn])
        canvas.rotate(turn)
        lines(STORY, top=500)(canvas)

    assert reading(sheets(draw)).text == TOLD


@pytest.mark.parametrize("gap", [2.4, 3.3, 6])
def test_words_that_are_drawn_one_by_one_are_words(gap: float) -> None:
    def draw(canvas: Canvas) -> None:
        left = 40.0
        for word in STORY[0].split():
            lines([word], left=left, top=700)(canvas)
            left += canvas.stringWidth(word, "Helvetica", 12) + gap

    assert reading(sheets(draw)).text == STORY[0]


def test_letters_far_apart_are_words_all_the_same() -> None:
    def draw(canvas: Canvas) -> None:
        letters = canvas.beginText(72, 700)
        letters.setFont("Helvetica", 12)
        letters.setCharSpace(4)
        letters.textOut("Min sommar vid havet")
        canvas.drawText(letters)

    assert reading(sheets(draw)).text == "Min sommar vid havet"


def test_a_large_first_letter_may_be_drawn_before_all_the_text() -> None:
    page = cap("D", "et var en gång", "en älg i skogen", "och där bodde den")
    above = lines([f"Rad {at} av allt som hände" for at in range(6)], top=800)
    first = lines(["D"], top=672, size=40)
    left = 75 + stringWidth("D", "Helvetica", 40)
    rest = lines(["et var en gång", "en älg i skogen"], top=688, left=left)
    below = lines(["och där bodde den"], top=658)
    whole = reading(sheets(both(first, above, rest, below))).text
    assert "Det var en gång en älg i skogen" in " ".join(whole.split())
    assert reading(sheets(page)).text.startswith("Det var")
