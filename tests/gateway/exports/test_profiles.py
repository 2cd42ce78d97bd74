"""Each form says what it wants, and why it is not offered."""

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

ALL = Known(essays=3, hidden=False, secret=False, grades=2, judged=True)


def test_all_is_offered_of_a_batch_that_has_everything() -> None:
    assert {why_not(profile, ALL) for profile in PROFILES.values()} == {None}


@pytest.mark.parametrize(
    ("known", "wants", "why"),
    [
        (Known(essays=0, hidden=False, secret=False, grades=0, judged=False), (), "no_texts"),
        (Known(essays=3, hidden=True, secret=False, grades=1, judged=True), ("names",), "hidden"),
        (Known(essays=3, hidden=False, secret=True, grades=1, judged=True), ("texts",), "secret"),
        (
            Known(essays=3, hidden=False, secret=False, grades=0, judged=True),
            ("grades",),
            "no_grades",
        ),
        (
            Known(essays=3, hidden=False, secret=False, grades=1, judged=False),
            ("judgements",),
            "no_judgements",
        ),
    ],
)
def test_what_is_missing_is_said(known: Known, wants: tuple[str, ...], why: WhyNot) -> None:
    for profile in PROFILES.values():
        if not wants or set(wants) <= profile.wants:
            assert why_not(profile, known) == why
        else:
            assert why_not(profile, known) is None


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
