"""The list of common names is as whoever looks up a word expects it."""

from huleedu.kit.common_names import COMMON, GIVEN, SURNAMES


def test_names_are_words_in_small_letters_without_accents_each_once() -> None:
    for names in (GIVEN, SURNAMES):
        assert len(set(names)) == len(names)
        assert all(name.isascii() and name.isalpha() and name == name.lower() for name in names)
    assert {"anna", "hanna", "karlsson", "carlsson"} <= COMMON
