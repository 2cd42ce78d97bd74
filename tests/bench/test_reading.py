"""The documents of the corpus are read, and how well is measured truly."""

from collections import Counter
from pathlib import Path

import pytest

from huleedu.bench.reading import (
    CORPUS,
    Answer,
    Document,
    Score,
    Truth,
    by_us,
    corpus,
    in_sum,
    measure,
    on_the_files_of,
    score,
    words_of,
)

MB = 1 << 20
AIM = (0.999, 0.001, 0.99)
"""Recall at least, foreign words at most, order at least."""


@pytest.fixture(scope="module")
def sums() -> dict[str, Score]:
    scores = measure({"us": by_us}, corpus())
    return {kind: one for (kind, _), one in in_sum(scores).items()}


@pytest.mark.parametrize("kind", ["docx", "odt", "rtf", "html", "md", "pdf", "txt", "fodt"])
def test_of_each_format_the_words_are_read_and_no_others(kind: str, sums: dict[str, Score]) -> None:
    one = sums[kind]
    recall, foreign, order = AIM
    assert one.recall >= recall, one.missing
    assert one.foreign_share <= foreign, one.strange
    assert one.order >= order


def test_the_corpus_is_large_enough_and_small_enough() -> None:
    documents = corpus()
    assert len(documents) >= 60
    assert len({document.layout for document in documents}) >= 12
    assert {document.path.name for document in documents} == {
        path.name for path in CORPUS.iterdir()
    } - {"truth.json"}
    assert sum(path.stat().st_size for path in CORPUS.iterdir()) <= 5 * MB


def test_a_word_is_the_same_for_everybody() -> None:
    assert words_of("Det är _inte_ tv\u2011spel, it’s 9B\u00ad:s ba\u00adda a\u030a") == [
        *("Det", "är", "inte", "tv-spel", "it's", "9B", "s", "bada", "å")
    ]


TRUTH = Truth(["a", "b", "c", "d"], [["n", "o", "p"]], Counter({"1": 2}))


def scored(text: str | None) -> tuple[float, float, float]:
    found = score(TRUTH, Answer(text, 0.0))
    return (
        round(found.recall, 3),
        round(found.foreign_share, 3),
        round(found.order, 3),
    )


def test_an_aside_may_come_at_the_end_or_in_place_with_its_mark_or_without() -> None:
    for text in ("a b c d n o p", "a b 1 c d\n1. n o p", "a b n o p c d", "n o p a b c d"):
        assert scored(text) == (1, 0, 1), text


def test_an_aside_in_pieces_breaks_what_it_parts() -> None:
    assert scored("a b n o c p d") == (1, 0, 0.4)


def test_words_that_are_lost_and_words_that_are_not_meant_are_counted() -> None:
    assert scored("a b c n o p") == (0.857, 0, 0.8)
    assert scored("a b c d x n o p") == (1, 0.125, 1)
    assert scored("a b b c d n o p") == (1, 0.125, 1), "once too often"
    assert scored("1 1 1 a b c d n o p") == (1, 0.125, 1), "a mark too many"
    assert scored("a c b d n o p") == (1, 0, 0.4)
    assert scored(None) == (0, 0, 0)


def test_a_format_that_a_reader_never_reads_is_not_scored_and_one_it_refuses_is() -> None:
    documents = [Document(Path(name), "plain", TRUTH) for name in ("1.odt", "1.pdf", "2.pdf")]
    answers = {Path("1.odt"): Answer(None, 0), Path("1.pdf"): Answer("a b c d n o p", 1)}
    scores = in_sum(measure({"they": lambda _: answers}, documents))
    assert set(scores) == {("pdf", "they")}
    found = scores["pdf", "they"]
    assert (found.documents, found.refused, found.recall) == (2, 1, 0.5)
    assert found.ms_a_file == 500


def test_readers_are_compared_on_the_same_files() -> None:
    documents = [Document(Path(name), "plain", TRUTH) for name in ("1.odt", "1.pdf")]
    all_of_it = {document.path: Answer("a b c d n o p", 0) for document in documents}
    one_of_it = {Path("1.pdf"): Answer("a b", 0)}
    scores = measure({"we": lambda _: all_of_it, "they": lambda _: one_of_it}, documents)
    sums = on_the_files_of("they", scores)
    assert {name: one.documents for name, one in sums.items()} == {"we": 1, "they": 1}
    assert on_the_files_of("we", scores)["we"].documents == 2
