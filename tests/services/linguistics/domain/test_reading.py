"""A text is read once for all measures."""

from huleedu.services.linguistics.domain.reading import read

TEXT = "Anna åkte till sjön. Det var väl-känt! Hon sa: “it’s fine”.\n\nNytt stycke."


def test_words_sentences_and_paragraphs_are_counted() -> None:
    reading = read(TEXT, "sv", misspellings=2)
    assert reading.words[:4] == ("anna", "åkte", "till", "sjön")
    assert reading.paragraphs == 2
    assert sum(reading.sentence_lengths) == len(reading.words)
    assert reading.sentence_lengths[0] == 4
    assert reading.misspellings == 2


def test_a_word_has_one_form_whatever_its_signs_are() -> None:
    reading = read("It’s IT'S it\u02bcs it´s it`s re\u2010read re\u2011read in\u00adside", "en", 0)
    assert reading.words == (*["it's"] * 5, "re-read", "re-read", "inside")


def test_letters_alone_make_a_word_long() -> None:
    reading = read("abc-defg abc-def abcdefg", "en", 0)
    assert reading.letters == (7, 6, 7)
    assert reading.long_words == 2


def test_connectives_do_not_go_over_a_sentences_end() -> None:
    reading = read("I came because of you. As a result we won.", "en", 0)
    apart = read("I came because. Of you as. A result we won.", "en", 0)
    assert sum(reading.connectives.values()) > sum(apart.connectives.values())


def test_an_empty_text_has_nothing() -> None:
    reading = read("", "en", 0)
    assert (reading.words, reading.sentence_lengths, reading.syllables) == ((), (), 0)
