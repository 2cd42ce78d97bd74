"""Measure the remarks: how often each rule is right, and how often it speaks of what is right."""

import csv
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from huleedu.bench.spelling import DATA, EXCERPT, SENTENCES_PER_TEXT, Sentence, sentences_of
from huleedu.services.spelling.api.checking import Language, Spelling, check, warm

GRADED = DATA / "graded-20.csv"
"""English texts in which hardly a word is wrong."""
_CLOSING = frozenset(".,!?;:)”")


@dataclass(frozen=True, slots=True)
class OfRule:
    """How often a rule spoke, and how often people had marked an error in what it speaks of."""

    language: Language
    rule: str
    remarks: int
    right: int


@dataclass(frozen=True, slots=True)
class Remarked:
    """What remarks on labelled Swedish sentences and on the graded English texts gave.

    The labels are of all errors, but not of each word in them: a label may stand on the noun where
    the rule speaks of its article, so that the shares make the rules look worse than they are.
    """

    rules: tuple[OfRule, ...]
    per_1000_correct: float
    """Remarks on tokens labelled correct, among 1,000 of these."""
    english_words: int
    english_remarks: Mapping[str, int]
    """By rule, on texts in which hardly a word is wrong."""
    words_per_s: Mapping[Language, float]
    """Misspellings included, dictionaries loaded, each text for the first time."""


def measure_remarks(paths: Sequence[Path] = (EXCERPT,)) -> Remarked:
    """Remark on Swedish sentences as `huleedu bench spelling` reads them, and on English texts."""
    spoken, right = Counter[str](), Counter[str]()
    correct = 0
    warm("sv")
    warm("en")
    began = time.perf_counter()
    for text, labels in _texts([s for path in paths for s in sentences_of(path)]):
        starts = [start for start, _ in labels]
        correct += sum(is_right for _, is_right in labels)
        for remark in _checked(text, "sv").remarks:
            first = bisect_right(starts, remark.start) - 1
            last = bisect_right(starts, remark.end - 1)
            spoken[remark.rule] += 1
            right[remark.rule] += not all(is_right for _, is_right in labels[first:last])
    swedish_s = time.perf_counter() - began
    swedish_words = sum(1 for path in paths for s in sentences_of(path) for _ in s)
    english = list(_english())
    began = time.perf_counter()
    checked = [_checked(text, "en") for text in english]
    english_s = time.perf_counter() - began
    english_words = sum(each.words for each in checked)
    return Remarked(
        rules=tuple(OfRule("sv", rule, spoken[rule], right[rule]) for rule in sorted(spoken)),
        per_1000_correct=1000 * (spoken.total() - right.total()) / max(correct, 1),
        english_words=english_words,
        english_remarks=Counter(remark.rule for each in checked for remark in each.remarks),
        words_per_s={"sv": swedish_words / swedish_s, "en": english_words / english_s},
    )


def _checked(text: str, language: Language) -> Spelling:
    found = check(text, language, frozenset())
    assert isinstance(found, Spelling), "the language was given"
    return found


def _texts(sentences: Sequence[Sentence]) -> Iterator[tuple[str, list[tuple[int, bool]]]]:
    """Texts of some sentences, as people write them; where each token begins, and its label."""
    for at in range(0, len(sentences), SENTENCES_PER_TEXT):
        text, labels = "", list[tuple[int, bool]]()
        for token, is_right in _tokens(sentences[at : at + SENTENCES_PER_TEXT]):
            text += "" if not text or token in _CLOSING else " "
            labels.append((len(text), is_right))
            text += token
        yield text, labels


def _tokens(sentences: Iterable[Sentence]) -> Iterator[tuple[str, bool]]:
    for sentence in sentences:
        yield from sentence


def _english() -> Iterator[str]:
    with GRADED.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row["text"]
