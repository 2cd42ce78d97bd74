"""A judge's name can be read on one line, and is like no other's."""

import pytest

from huleedu.gateway.words.words import words
from huleedu.services.judging.domain.judge_names import GoodName, WhyNot, WrongName, checked


@pytest.mark.parametrize("name", ["Åsa Lind", "J2", "王小明", "O'Brien", "Anna-Karin von Öde"])
def test_names_of_people_are_good(name: str) -> None:
    assert checked(name, ["Bo"]) == GoodName()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", WhyNot.EMPTY),
        (" \t", WhyNot.EMPTY),
        ("Eve\nINFO fake log line", WhyNot.UNSEEN),
        ("\x1b[31mred", WhyNot.UNSEEN),
        ("Eve\u200b", WhyNot.UNSEEN),
        ("\u202eevE", WhyNot.UNSEEN),
        ("Eve\u2028", WhyNot.UNSEEN),
        ("\udce5sa", WhyNot.UNSEEN),
        ("x" * 101, WhyNot.TOO_LONG),
        (" Eve", WhyNot.EDGES),
    ],
)
def test_what_cannot_be_read_is_refused(name: str, why: WhyNot) -> None:
    assert checked(name) == WrongName(why)


@pytest.mark.parametrize("name", ["åsa lind", "A\u030asa Lind", "Åsa  Lind", "\uff21\u030asa Lind"])
def test_a_name_that_looks_like_another_is_refused(name: str) -> None:
    assert checked(name, ["Bo", "Åsa Lind"]) == WrongName(WhyNot.ALIKE, "Åsa Lind")


@pytest.mark.parametrize("why", WhyNot)
def test_each_reason_has_a_sentence(why: WhyNot) -> None:
    assert words("sv").say(f"enrol.name.{why}", like="Bo")
