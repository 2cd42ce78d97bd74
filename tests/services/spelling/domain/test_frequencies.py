"""The tables of how common words are."""

from huleedu.services.spelling.domain.frequencies import all_words, common_words


def test_a_common_word_has_a_smaller_number() -> None:
    words = all_words("en")
    assert words["the"] < words["school"] < words["antidisestablishmentarianism"]


def test_the_small_table_is_the_common_part_of_the_large_one() -> None:
    small, large = common_words("sv"), all_words("sv")
    assert len(small) < len(large) / 5
    assert all(large[word] == small[word] for word in ("och", "skola", "sommar"))


def test_neighbouring_languages_have_their_tables() -> None:
    assert common_words("da")["ikke"] < common_words("da")["sommerferie"]
