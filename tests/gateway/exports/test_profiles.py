"""Each form says what it wants, and why it is not offered."""

from dataclasses import replace

import pytest

from huleedu.gateway.exports.profiles import (
    PROFILE_CODES,
    PROFILES,
    PURPOSES,
    Known,
    Profile,
    WhyNot,
    why_not,
)
from huleedu.gateway.words.choice import LANGUAGES
from huleedu.gateway.words.words import words

ALL = Known(
    essays=3, hidden=False, secret=False, grades=2, numbers=True, judged=True, given=1, pdf=True
)


def test_all_is_offered_of_a_batch_that_has_everything() -> None:
    assert {why_not(profile, ALL) for profile in PROFILES.values()} == {None}


@pytest.mark.parametrize(
    ("lacks", "wants", "why"),
    [
        ({"essays": 0}, "", "no_texts"),
        ({"hidden": True}, "names", "hidden"),
        ({"secret": True}, "texts", "secret"),
        ({"grades": 0}, "grades", "no_grades"),
        ({"numbers": False}, "numbers", "no_numbers"),
        ({"judged": False}, "judgements", "no_judgements"),
        ({"given": 0}, "given", "not_given"),
        ({"pdf": False}, "pdf", "no_pdf"),
    ],
)
def test_what_is_missing_is_said(lacks: dict[str, bool], wants: str, why: WhyNot) -> None:
    known = replace(ALL, **lacks)
    for profile in PROFILES.values():
        expected = why if not wants or wants in profile.wants else None
        assert why_not(profile, known) == expected


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.code)
def test_each_form_has_its_words_in_both_languages(profile: Profile) -> None:
    for language in LANGUAGES:
        said = words(language)
        for code in ("name", "holds", "file"):
            assert said.has(f"export.{code}.{profile.code}")
        assert said.has(f"export.purpose.{profile.purpose}")


def test_the_codes_are_those_of_the_table() -> None:
    assert tuple(PROFILES) == PROFILE_CODES
    assert {profile.purpose for profile in PROFILES.values()} <= set(PURPOSES)
