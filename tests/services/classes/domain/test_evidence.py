"""What speaks for a pupil: how much of the name, how well written, and beside what."""

import pytest

from huleedu.services.classes.domain.evidence import Kind, claims_of
from huleedu.services.classes.domain.names import ClassNames, RosterPupil
from huleedu.services.classes.domain.places import EssayHints

PUPIL = RosterPupil("Katarina von Lindeström", id="1", email="kat@skola.se")


@pytest.mark.parametrize(
    ("said", "kind", "why"),
    [
        ("Katarina von Lindeström", Kind.WHOLE, "whole_name"),
        ("Katarina vonLindeström", Kind.WHOLE, "whole_name"),
        ("Kattis Lindeström", Kind.WHOLE, "short_form"),
        ("Katarina Lindestrom", Kind.WHOLE, "accents"),
        ("Katarina Lindetsröm", Kind.WHOLE, "misspelt"),
        ("Katarina L", Kind.INITIAL, "initial"),
        ("K Lindeström", Kind.INITIAL, "initial"),
        ("Katarina", Kind.ONE, "given_name"),
        ("Lindeström", Kind.ONE, "last_name"),
        ("Katarina Svensson", Kind.BESIDE, "given_name"),
        ("kat@skola.se", Kind.KNOWN, "same_email"),
    ],
)
def test_how_a_header_speaks_for_a_pupil(said: str, kind: Kind, why: str) -> None:
    claims = claims_of(ClassNames([PUPIL]), EssayHints("e", said, "x.txt", ""))
    assert (claims[0].kind, claims[0].why) == (kind, why)


def test_a_slip_that_is_another_pupils_name_is_none() -> None:
    names = ClassNames([RosterPupil("Anna Lindell"), RosterPupil("Bo Lindel")])
    claims = claims_of(names, EssayHints("e", "Anna Lindel", "x.txt", ""))
    assert claims[0].why != "misspelt" or claims[0].kind < Kind.WHOLE or claims[0].score < 100


def test_names_of_others_beside_it_make_a_whole_name_less() -> None:
    names = ClassNames([RosterPupil("Anna Berg"), RosterPupil("Anna Berg Lund")])
    claims = claims_of(names, EssayHints("e", "Anna Berg Lund", "x.txt", ""))
    assert claims[1].score - claims[0].score >= 3.0


def test_of_many_who_share_a_word_a_part_of_a_name_says_nothing() -> None:
    pupils = [RosterPupil(f"Anna {'abcdefghij'[n % 10] * 5}{n // 10}x") for n in range(300)]
    assert claims_of(ClassNames(pupils), EssayHints("e", "Anna", "x.txt", "")) == {}
