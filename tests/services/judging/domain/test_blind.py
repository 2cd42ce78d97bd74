"""A pupil's name does not reach who judges their text."""

import unicodedata

import pytest

from huleedu.services.judging.domain.blind import blinded


@pytest.mark.parametrize(
    "written",
    [
        "Åsa Maria Öberg",
        "ÅSA MARIA ÖBERG",
        "Öberg, Åsa Maria",
        "åsa  maria\nöberg",
        "Öberg Åsa Maria",
    ],
)
def test_a_name_is_taken_out_however_it_is_written(written: str) -> None:
    text = f"{written}, 9B\n\nMy summer. I am {written}."
    for form in ("NFC", "NFD"):
        assert blinded(unicodedata.normalize(form, text), "Åsa Maria Öberg") == (
            "[name], 9B\n\nMy summer. I am [name]."
        )


def test_other_words_and_other_names_stay() -> None:
    text = "Bo Ek was here; Bo Ekman, Åbo Ek and Bo were, too. Ek!"
    assert blinded(text, "Bo Ek") == "[name] was here; Bo Ekman, Åbo Ek and Bo were, too. Ek!"
    assert blinded(text, "") == text


def test_a_single_name_is_taken_out_at_the_head_alone() -> None:
    """Sol is a name, and the Swedish word for the sun."""
    text = "Sol, 9B\n\n" + "word " * 50 + "sol"
    assert blinded(text, "Sol") == "[name], 9B\n\n" + "word " * 50 + "sol"
