"""Of a class of any size, the names that a text has are found, and hardly any others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huleedu.services.spelling.domain.checking import check
from huleedu.services.spelling.domain.roster import Roster

NAMES = ["Anna-Lisa Öberg", "José O'Brien", "Ng", "Żółw Ł.", "von Ängsö", "Zoë Q", "Bo_Ek"]
WORDS = [
    *("annas", "lisa", "öberg's", "obrien", "brien's", "ng", "zoë", "żółw", "ängsös", "bo_ek"),
    *("anna-lisas", "the", "house", "haus", "von", "José:s", "l.", "ŻÓŁW", "zo\u0308e", "ek."),
]


@given(st.lists(st.sampled_from(WORDS), max_size=12), st.sampled_from([" ", ", ", "\n", "_", "-"]))
def test_a_text_is_checked_as_with_all_names(words: list[str], between: str) -> None:
    text = "We saw " + between.join(words) + "."
    chosen = Roster(NAMES).in_text(text)
    assert check(text, "en", chosen) == check(text, "en", frozenset(NAMES))


@pytest.mark.parametrize("size", [30, 30_000])
def test_what_a_text_needs_of_a_class_does_not_grow_with_it(size: int) -> None:
    names = [f"Pupil{n} Lindqvist{n}" for n in range(size)]
    assert Roster(names).in_text("pupil7 and Lindqvist29's dog") == {"pupil7", "lindqvist29"}
