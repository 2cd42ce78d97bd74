"""What counts as a word, a sentence and a paragraph."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from huleedu.kit.apostrophes import APOSTROPHES
from huleedu.kit.prose import WRAP_MAX, Prose, read


def words(text: str) -> list[str]:
    return [word.text for word in read(text).words]


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in read(text).sentences]


def paragraphs(text: str) -> list[str]:
    return [text[p.start : p.end] for p in read(text).paragraphs]


def initials(text: str) -> list[str]:
    return [word.text for word in read(text).words if word.initial]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I don't; it’s 5 o’clock.", ["I", "don't", "it’s", "o’clock"]),
        (
            "an f\ufffdr and \ufffdr, p\ufffd \ufffd",
            ["an", "f\ufffdr", "and", "\ufffdr", "p\ufffd"],
        ),
        ("``So'' and `so´ and ´so´", ["So", "and", "so", "and", "so"]),
        ("'Quoted' and ‘quoted’ words'", ["Quoted", "and", "quoted", "words"]),
        ("a well-known ex-mother-in-law", ["a", "well-known", "ex-mother-in-law"]),
        (
            "in- och utgång, ord - ord – ord—ord",
            ["in", "och", "utgång", "ord", "ord", "ord", "ord"],
        ),
        ("EU:s och tv:n, men: ja", ["EU:s", "och", "tv:n", "men", "ja"]),
        ("sms:ar sms:ade sms:ats sms:andet vd:ns pm:ets dvd:ernas pk:igt 90-tal", None),
        ("tre 3:or, A4:or, E4:ans, 8:orna", ["tre"]),
        ("16-åringar, covid-19, 1990-talet, 70-year-old", None),
        ("Året på ön: fjärde längden, über Straße, naïve café", None),
        ("t.ex. e.g. J.K. d.v.s. Ph.D. p.g.a", None),
        ("_so_ *it* snake_case", ["so", "it", "snake", "case"]),
        ("exam\u00adple", ["exam\u00adple"]),
        ("1. a) one", ["a", "one"]),
        ("a) one\nb) two", ["one", "two"]),
    ],
)
def test_these_are_words(text: str, expected: list[str] | None) -> None:
    if expected is None:
        expected = [token.strip(",:") for token in text.split()]
    assert words(text) == expected


@pytest.mark.parametrize("sign", APOSTROPHES)
def test_an_apostrophe_holds_a_word_together_however_it_was_typed(sign: str) -> None:
    assert words(f"I don{sign}t like it.") == ["I", f"don{sign}t", "like", "it"]


@pytest.mark.parametrize(
    "text",
    [
        "12 3.5 cafe\u03011 1,000 2nd 1:a 3:e 1990s B12 MP3 3-D COVID19 10:30 x² ½ 1½ 50%",
        "https://example.com/a-b?c=d www.skola.se/elev example.com/x sub.example.org",
        "anna.b@skola.se #hashtag #två-ord @name",
        "* * * --- … ' \" – 日½ \u0301 \ufeff _ ___",
    ],
)
def test_these_are_no_words(text: str) -> None:
    assert not [word for word in words(text) if word != "日"]


def test_a_token_with_digits_is_a_word_if_a_part_of_it_is_letters_alone() -> None:
    assert words("16-åring 16-å COVID19-test A-2 7-4") == ["16-åring", "COVID19-test"]


def test_the_parts_of_a_hyphenated_word_know_their_places() -> None:
    text = "En 16-års\u2011fest."
    word = read(text).words[1]
    assert [part.text for part in word.parts] == ["16", "års", "fest"]
    assert all(text[part.start : part.end] == part.text for part in word.parts)
    assert [part.text for part in read("don't").words[0].parts] == ["don't"]


def test_letters_with_combining_marks_stay_whole() -> None:
    text = "Ångström åt crème brûlée på Malmö-färjan."
    taken_apart = unicodedata.normalize("NFD", text)
    assert [unicodedata.normalize("NFC", word) for word in words(taken_apart)] == words(text)
    assert len(read(unicodedata.normalize("NFD", "Hos Å. Ek, ö.ä. och Å.Ö. Ny.")).sentences) == 1


@pytest.mark.parametrize(
    "text",
    [
        "One here.|Two here!|Three here?|Four",
        "What?!|No...|Yes…|Never!!!",
        'He said "Go."|Then he left (at last.)|“Right!”|So be it.',
        "Mr. Smith met Dr. Å. Berg and J. K. Rowling on St. John's Road.|They spoke.",
        "Vi ses kl. 5, t.ex. på torget, dvs. mitt i stan.|Bl.a. Anna kommer.",
        "We had apples, pears, etc. and left.|We had apples, pears, etc.|Then we left.",
        "We met at 5 p.m. on Monday.|We met at 5 p.m.|Then we left.",
        "The U.S. is big.|I love the U.S.|You do not.",
        "See no. 5 and p. 3.|No.|I won't.",
        "It costs 3.5 or 1.000 kr.|Cheap.",
        "So was I.|Then he came.",
        "i forgot my capitals.|it happens.|does it?|yes!",
        "Well... maybe.|Well...|No.",
        "”Vem?” frågade hon.|”Jag!” sa han.|”Jaså.”",
        '"Who?" he said.|"Me."',
        "– Vem är du? frågade hon.|– Jag är Bo! ropade han.|Sen blev det tyst.",
        "How old is he?|16. He looks older.|That was in 1914. ...",
        "O.s.v. i all evighet.|Slut.",
        "I live in plan B apartments: good.|It is.",
        "Read e.g. the file essay.txt now.|Done.",
        "Is it?|It is ! |Good ?|Yes",
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str) -> None:
    expected = [sentence.strip() for sentence in text.split("|")]
    assert sentences(" ".join(expected)) == expected


def test_a_forgotten_space_hides_no_sentence() -> None:
    assert sentences("I went home.Then I slept.") == ["I went home.", "Then I slept."]


def test_an_items_mark_in_a_list_starts_a_sentence() -> None:
    assert len(sentences("We need:\n- milk\n- eggs\n• bread\n1. salt\n2) rice\na) tea")) == 7
    assert len(sentences("The house\n– which was red –\nburned down\nin 1914.")) == 1


@pytest.mark.parametrize("quotes", ["''", "´´", "``", "´", "`", "”"])
def test_a_sentence_ends_with_its_quotes_however_they_are_typed(quotes: str) -> None:
    said = [f"He said: {quotes}Go home.{quotes}", "Then he left."]
    assert sentences(" ".join(said)) == said
    assert "Go" in initials(said[0])


def test_a_capital_says_nothing_at_the_start_of_a_sentence_and_behind_a_quote() -> None:
    text = 'Then Anna said: "Come here, Bo!" “Why?” ’twas. – Ja, Eva.'
    assert initials(text) == ["Then", "Come", "Why", "twas", "Ja"]


WRAPPED = """The summer that I turned twelve was the one in which we moved
to the coast, and I did not like it. My father had found work in
the harbour. The house was small, it smelled of tar and of fish,
and nobody had lived there. I cried."""


def test_text_wrapped_to_a_width_is_one_paragraph() -> None:
    assert paragraphs(WRAPPED) == [WRAPPED]
    assert len(read(WRAPPED).sentences) == 4


@pytest.mark.parametrize(
    "parting", ["\n\n", "\r\n \t\r\n", "\n* * *\n", "\u2029", "\f", "\n\n\n\n"]
)
def test_a_line_that_says_nothing_parts_paragraphs(parting: str) -> None:
    assert paragraphs(f"{WRAPPED}{parting}The end") == [WRAPPED, "The end"]


def test_each_line_is_a_paragraph_when_lines_are_longer_than_anyone_wraps() -> None:
    long = WRAPPED.replace("\n", " ").removesuffix(".")
    assert len(long) > WRAP_MAX
    lines = ["My summer", long, long, "The end"]
    assert paragraphs("\n".join(lines)) == lines


def test_each_line_is_a_paragraph_when_lines_end_where_sentences_do() -> None:
    lines = ["– Hej, sa Anna.", "– Hej.", "Hon gick hem.", "Det var sent."]
    assert paragraphs("\n".join(lines)) == lines


def test_a_short_line_in_wrapped_text_ends_a_paragraph() -> None:
    assert paragraphs(f"My summer\n{WRAPPED}\n{WRAPPED}") == ["My summer", WRAPPED, WRAPPED]


def test_a_verse_is_one_paragraph_and_a_heading_is_a_sentence() -> None:
    verse = "Roses are red,\nViolets are blue\nSugar is sweet\nAnd so are you."
    assert paragraphs(f"A poem\n\n{verse}") == ["A poem", verse]
    assert sentences(f"A poem\n\n{verse}") == ["A poem", verse]


def test_a_line_without_words_is_no_paragraph() -> None:
    assert paragraphs("1\n\nOnly this.\n\n- 2 -\n\nhttps://example.com") == ["Only this."]


def assert_well_formed(prose: Prose) -> None:
    """Spans point at their text, are ordered, disjoint, nested, and never empty."""
    text = prose.text
    for word in prose.words:
        assert text[word.start : word.end] == word.text
        assert [p.text for p in word.parts] == [text[p.start : p.end] for p in word.parts]
    for spans in (prose.words, prose.sentences, prose.paragraphs):
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(one.end <= other.start for one, other in pairwise(spans))
    for word in prose.words:
        sentence = prose.sentences[word.sentence]
        assert sentence.start <= word.start
        assert word.end <= sentence.end
    for sentence in prose.sentences:
        paragraph = prose.paragraphs[sentence.paragraph]
        assert paragraph.start <= sentence.start
        assert sentence.end <= paragraph.end
        assert text[sentence.start : sentence.end].strip() == text[sentence.start : sentence.end]
    assert {word.sentence for word in prose.words} == set(range(len(prose.sentences)))
    assert {s.paragraph for s in prose.sentences} == set(range(len(prose.paragraphs)))
    firsts = {prose.words[0].start} if prose.words else set[int]()
    firsts |= {b.start for a, b in pairwise(prose.words) if a.sentence != b.sentence}
    assert firsts <= {word.start for word in prose.words if word.initial}


SIGNS = "aÅé1.,!?…:;-–'’\"”“()[]*•#@½²\n\r\t\f\u2028\u2029\u0301\u00ad\ufffc\u200d\ud800\x00 "
STARTS = ["\n\n", "\n- ", "\n1. ", "\na) ", "\r\n", "www.", "http://", "..."]
SHORT = [".com", "e.g.", "t.ex.", "Mr.", "J.K.", "etc.", "word", "Hej", "16-åring", "don’t", "EU:s"]
PIECES = st.sampled_from([*SIGNS, *STARTS, *SHORT])


@given(st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text()))
@example("")
@example("\ud800")
@example("\u0301\u0301.")
@example("A. ... B")
@example("a\n\ra)\n")
def test_spans_are_ordered_nested_and_point_at_their_text(text: str) -> None:
    assert_well_formed(read(text))


@given(st.lists(PIECES, max_size=20).map("".join), st.lists(PIECES, max_size=20).map("".join))
def test_paragraphs_do_not_know_of_each_other(one: str, other: str) -> None:
    apart = "word\n\n"
    together = len(read(one + apart + other).words)
    assert together == len(read(one + apart).words) + len(read(other).words)


@pytest.mark.parametrize(
    "piece", ["a.", "1. ", "? a ", "a-", "\na)", "www.", "a@a.", ". , ", "\u0301"]
)
def test_a_hostile_text_is_read_like_any_other(piece: str) -> None:
    # quadratic work on 200,000 pieces would take minutes, and the run's limit would end it
    assert_well_formed(read("x" + piece * 200_000 + "1"))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("I got an A. She got a B.", 2),
        ("Sverige är bra :) Jag bor här.", 2),
        ("It was 20 °C. We went out.", 2),
        ("He is in class 9B. I am in 9A.", 2),
        ("My Day\nI woke up. I ate.", 3),
        ("Min sommar\nDet var kul. Vi badade.", 3),
        ("Vitamin C. Det behöver man.", 2),
        ("Mr. Smith met Dr. Lee at 5 p.m. in St. Ives.", 1),
        ("Han köpte bl.a. äpplen, päron m.m. Sedan gick han.", 2),
        ("Her name is J. Smith. She is A. B. Lee.", 2),
        ("It was my plan B. Then we left.", 2),
        ("Roses are red\nViolets are blue.", 1),
        ("We won 🎉 Everybody sang.", 2),
        ("Jag är glad :) och du är arg.", 1),
    ],
)
def test_a_sentence_ends_where_a_reader_says(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jag SMS:ade henne.", ["Jag", "SMS:ade", "henne"]),
        ("Han fick en 5:a och åkte 3:an.", ["Han", "fick", "en", "och", "åkte"]),
        ("Se bbc.co.uk och yle.fi om det.", ["Se", "och", "om", "det"]),
        ("Vi tog 9:an hem.", ["Vi", "tog", "hem"]),
    ],
)
def test_endings_behind_a_colon_and_addresses(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_letters_that_were_lost_by_the_hundred_thousand_take_no_time() -> None:
    assert words("\ufffd" * 100_000 + " end") == ["end"]
