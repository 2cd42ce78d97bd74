"""What can be seen on paper, and what can't."""

import pytest

from huleedu.services.files.domain.appearance import NOTHING, PAPER, Look, exponent, hex_colour


@pytest.mark.parametrize(
    ("look", "why"),
    [
        (NOTHING, None),
        (Look(hidden=True), "hidden"),
        (Look(hidden=False), None),
        (Look(size_pt=1), "tiny"),
        (Look(size_pt=4), None),
        (Look(colour="ffffff"), "same_colour"),
        (Look(colour="fdfdfd"), "same_colour"),
        (Look(colour="d9d9d9"), None),
        (Look(colour="ffffff", ground="1f3864"), None),
        (Look(colour="1f3864", ground="1f3864"), "same_colour"),
        (Look(colour="ffffff", ground=""), None),
        (Look(colour="", ground="000000"), None),
    ],
)
def test_why_words_cannot_be_seen(look: Look, why: str | None) -> None:
    assert look.over(PAPER).unseen == why


def test_a_setting_stands_over_what_it_stands_in() -> None:
    outer = Look(hidden=True, colour="ffffff", size_pt=1)
    assert Look(hidden=False).over(outer) == Look(hidden=False, colour="ffffff", size_pt=1)


@pytest.mark.parametrize(
    ("told", "colour"),
    [("#FFF", "ffffff"), ("1F3864", "1f3864"), ("auto", None), ("transparent", None), (None, None)],
)
def test_a_colour_is_told_in_many_ways(told: str | None, colour: str | None) -> None:
    assert hex_colour(told) == colour


def test_digits_that_are_raised_stay_apart_from_those_that_are_not() -> None:
    assert [exponent(text) for text in ("2", "-1", "st", "*")] == ["²", "⁻¹", "st", "*"]
