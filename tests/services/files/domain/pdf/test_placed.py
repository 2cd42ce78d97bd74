"""Lines are read by where their letters stand, where that tells more than their order."""

from collections.abc import Sequence

from reportlab.pdfgen.canvas import Canvas
from tests.services.files.sheets import STORY, TOLD, Draw, both, lines, reading, sheets

from huleedu.services.files.domain.pdf.placed import Letter, needs_places, read_by_places

MARYAM, SAID = "مريم", "سعيد"


def drawn(text: str, *, step: float = 10.0, start: float = 0.0) -> list[Letter]:
    """Letters side by side from the left, in the order of the text."""
    return [
        Letter(char, start + at * step, start + (at + 1) * step, 12.0, is_gap=False)
        for at, char in enumerate(text)
    ]


def seen(text: str) -> list[Letter]:
    """The text as it is seen, letter by letter from the left."""
    return drawn(text)


def in_order(letters: Sequence[Letter], text: str) -> list[Letter]:
    """The same letters in the order of another text of them."""
    left = [*letters]
    return [left.pop(next(n for n, one in enumerate(left) if one.char == c)) for c in text]


def test_a_name_from_right_to_left_is_read_so_whatever_its_order_in_the_file() -> None:
    page = seen(f"Av {SAID[::-1]} {MARYAM[::-1]}, klass 9B")
    for order in (
        f"Av {SAID[::-1]} {MARYAM[::-1]}, klass 9B",  # as it is seen
        f"Av {SAID} {MARYAM}, klass 9B",  # words as they are seen, letters as they are read
    ):
        assert read_by_places(in_order(page, order)) == f"Av {MARYAM} {SAID}, klass 9B"


def test_a_name_may_stand_first_or_last_or_alone() -> None:
    name = f"{SAID[::-1]} {MARYAM[::-1]}"
    assert read_by_places(seen(name)) == f"{MARYAM} {SAID}"
    assert read_by_places(seen(f"{name} 9B")) == f"{MARYAM} {SAID} 9B"
    assert read_by_places(seen(f"Namn: {name}")) == f"Namn: {MARYAM} {SAID}"


def test_a_line_in_arabic_begins_at_the_right_and_keeps_what_runs_from_left_to_right() -> None:
    line = " ".join((SAID[::-1], "Excel", *[MARYAM[::-1]] * 4))
    assert read_by_places(seen(line)) == " ".join((*[MARYAM] * 4, "Excel", SAID))


def test_shapes_of_letters_become_the_letters() -> None:
    assert read_by_places(seen("ﺪﻴﻌﺳ")) == SAID


def apart(text: str, gap: float = 4.0, word_gap: float = 12.0) -> list[Letter]:
    """Letters set apart; every gap looks like a space."""
    letters: list[Letter] = []
    x = 0.0
    for at, char in enumerate(text):
        if char == " ":
            x += word_gap - gap
            continue
        if at:
            letters.append(Letter(" ", x, x, 12.0, is_gap=True))
        letters.append(Letter(char, x, x + 8, 12.0, is_gap=False))
        x += 8 + gap
    return letters


def test_letters_that_are_set_apart_are_closed_up_to_words() -> None:
    letters = apart("Att växa upp")
    assert needs_places("".join(letter.char for letter in letters))
    assert read_by_places(letters) == "Att växa upp"
    assert read_by_places(apart("Ensam")) == "Ensam"


def test_letters_that_stand_in_cells_or_were_typed_with_spaces_stay_so() -> None:
    assert read_by_places(apart("abcde", gap=40.0)) == "a b c d e"
    typed = [one._replace(is_gap=False) for one in apart("abcde")]
    assert read_by_places(typed) == "a b c d e"


def test_ordinary_lines_need_no_places() -> None:
    assert not needs_places("Det var en gång en å i en by.")
    assert not needs_places("å i ö")
    assert needs_places("Av \u0645\u0631 \u0633, 9B") == (3, 7)
    assert needs_places(MARYAM)


def one_by_one(text: str, gap: float) -> Draw:
    """Each letter by itself, with a gap behind it; a space is wider."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 12)
        left = 72.0
        for letter in text:
            if letter != " ":
                canvas.drawString(left, 740, letter)
            left += canvas.stringWidth(letter, "Helvetica", 12) + gap

    return draw


def test_a_title_of_letters_far_apart_is_read_in_words() -> None:
    found = reading(sheets(both(one_by_one("Min sommar vid havet", 4), lines(STORY, top=600))))
    assert found.text == f"Min sommar vid havet\n\n{TOLD}"


def test_one_word_of_letters_far_apart_is_a_word() -> None:
    found = reading(sheets(both(one_by_one("SOMMAREN", 5), lines(STORY, top=600))))
    assert found.text == f"SOMMAREN\n\n{TOLD}"


def test_letters_that_were_typed_with_spaces_stay_apart() -> None:
    found = reading(sheets(both(lines(["a b c d e f"], top=740), lines(STORY, top=600))))
    assert found.text == f"a b c d e f\n\n{TOLD}"
