"""An accent that is drawn by itself is on the letter below it."""

import pytest
from tests.services.files.fonts import PLAIN, shown, with_table
from tests.services.files.sheets import reading


@pytest.mark.parametrize(("letter", "accent"), [("a", "\u0308"), ("a", "\xa8"), ("e", "\xb4")])
@pytest.mark.parametrize("first", [True, False], ids=["accent first", "letter first"])
def test_an_accent_that_is_drawn_over_its_letter_is_part_of_it(
    letter: str, accent: str, first: bool
) -> None:
    one, two = (b"\x01", letter.encode()) if first else (letter.encode(), b"\x01")
    stream = b"BT /F 12 Tf 72 700 Td [<%s> <%s> 500 <%s> <%s>] TJ ET" % (
        *(b"ett d".hex().encode(), one.hex().encode(), two.hex().encode()),
        b"r".hex().encode(),
    )
    found = reading(with_table(stream, *PLAIN, (1, accent)))
    assert found.text == "ett d" + {"a": "ä", "e": "é"}[letter] + "r"


def test_an_accent_beside_a_letter_stays_beside_it() -> None:
    found = reading(with_table(shown(b"don\x01t och 5\x02"), *PLAIN, (1, "\xb4"), (2, "\xb0")))
    assert found.text == "don\xb4t och 5\xb0"
