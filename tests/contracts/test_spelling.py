"""What the spelling service says, as it travels, and which remarks of it are heard."""

import msgspec
from tests.contracts.wire import ESSAY, read

from huleedu.contracts.spelling import (
    REMARK_RULES,
    RULES_OFF,
    FoundRemark,
    SpellingChecked,
    heard,
)

SMALL = FoundRemark(0, 5, "small_start", "Their")
THERE = FoundRemark(0, 5, "there_is", "there")
LATER = FoundRemark(9, 10, "article", "an")


def test_a_misspelling_travels_as_a_row() -> None:
    rows = [[3, 8, "mycke", ["mycket"]]]
    checked = read(
        "spelling.checked.v1", essay=ESSAY, run=1, language="sv", words=2, misspellings=rows
    )
    assert isinstance(checked, SpellingChecked)
    [found] = checked.misspellings
    assert (found.start, found.end, found.word, found.suggestions) == (3, 8, "mycke", ("mycket",))


def test_a_word_carries_one_remark_the_first() -> None:
    assert heard([THERE, SMALL, LATER], ()) == [THERE, LATER]
    assert heard([], ()) == []


def test_if_the_first_ones_rule_is_off_the_other_is_heard() -> None:
    assert heard([THERE, SMALL, LATER], ["there_is"]) == [SMALL, LATER]
    assert heard([THERE, SMALL, LATER], ["there_is", "small_start", "article"]) == []


def test_they_come_as_they_are_kept() -> None:
    kept = msgspec.json.encode([SMALL])
    assert kept == b'[[0,5,"small_start","Their"]]'
    assert msgspec.json.decode(kept, type=list[FoundRemark]) == [SMALL]


def test_what_is_usually_off_is_a_rule() -> None:
    assert {code for rules in REMARK_RULES.values() for code in rules} >= RULES_OFF
