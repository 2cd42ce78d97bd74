"""Measure the spelling check on sentences with marked errors and on known misspellings."""

import statistics
import time
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Literal

from huleedu.services.spelling.api.checking import (
    Lexicon,
    Misspelling,
    Spelling,
    check,
    lexicon,
    meant_by,
    plain,
    warm,
)

DATA = Path(__file__).parent / "data"
EXCERPT = DATA / "sv-learner-dev.tsv"
SENTENCES_PER_TEXT = 20
"""About an essay. The corpus has its sentences shuffled, so a name is seldom seen twice in one."""

Sentence = list[tuple[str, bool]]
"""Tokens, each with whether it is labelled correct."""


@dataclass(frozen=True, slots=True)
class FlaggedToken:
    """A token in which a misspelling was found, and whether it is labelled correct."""

    token: str
    misspelling: str
    suggestions: tuple[str, ...]
    labelled_correct: bool


@dataclass(frozen=True, slots=True)
class SentencesChecked:
    """What checking labelled Swedish sentences gave.

    The labels (SweLL-gold) cover grammar and word order too, so the share of incorrect tokens that
    are flagged would say nothing about spelling, and is not given. Some misspellings are labelled
    correct, so `right_share` and `false_alarms_per_1000` make the check look worse than it is.
    """

    tokens: int
    correct_tokens: int
    flags: tuple[FlaggedToken, ...]
    right_share: float
    """Of the flagged tokens, how many are labelled incorrect; 0 to 1."""
    false_alarms_per_1000: float
    """Flagged tokens among 1,000 that are labelled correct."""
    words_per_s: float
    """The first time, suggestions included; dictionaries loaded, one process."""
    words_per_s_again: float
    """The same texts a second time: each word was seen before."""
    suggestion_ms_median: float
    suggestion_ms_p95: float
    """For a distinct misspelling that was never seen before."""


@dataclass(frozen=True, slots=True)
class PairsTried:
    """How often what was meant stands first, or among the five suggested, for known misspellings.

    A misspelling that the dictionary takes for a word counts as missed.
    """

    language: Literal["en", "sv"]
    pairs: int
    first_share: float
    among_five_share: float
    missed: tuple[tuple[str, str, tuple[str, ...]], ...]
    """Written, meant, suggested: where what was meant is not among the five."""


def check_sentences(paths: Sequence[Path] = (EXCERPT,)) -> SentencesChecked:
    """Check Swedish sentences from files with a token, a tab and `c` (correct) or `i` a line, and
    an empty line between sentences."""
    sentences = [sentence for path in paths for sentence in sentences_of(path)]
    texts = [
        sentences[at : at + SENTENCES_PER_TEXT]
        for at in range(0, len(sentences), SENTENCES_PER_TEXT)
    ]
    warm("sv")
    first, first_s = _timed(texts)
    _, again_s = _timed(texts)
    took_ms = _suggestion_times_ms(sorted({flag.misspelling for flag in first}))
    tokens = sum(map(len, sentences))
    correct = sum(right for sentence in sentences for _, right in sentence)
    false_alarms = sum(flag.labelled_correct for flag in first)
    return SentencesChecked(
        tokens=tokens,
        correct_tokens=correct,
        flags=tuple(first),
        right_share=1 - false_alarms / max(len(first), 1),
        false_alarms_per_1000=1000 * false_alarms / max(correct, 1),
        words_per_s=tokens / first_s,
        words_per_s_again=tokens / again_s,
        suggestion_ms_median=statistics.median(took_ms) if took_ms else 0.0,
        suggestion_ms_p95=sorted(took_ms)[int(0.95 * len(took_ms))] if took_ms else 0.0,
    )


def try_pairs(language: Literal["en", "sv"], path: Path | None = None) -> PairsTried:
    """Suggest for each pair of a misspelling, a tab and what was meant; # starts a comment."""
    lines = (path or DATA / f"misspellings-{language}.tsv").read_text("utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line and not line.startswith("#")]
    words = lexicon(language)
    firsts = 0
    missed: list[tuple[str, str, tuple[str, ...]]] = []
    for written, meant in pairs:
        suggestions = () if words.knows(written) else meant_by(words, written).suggestions
        firsts += suggestions[:1] == (meant,)
        if meant not in suggestions:
            missed.append((written, meant, suggestions))
    return PairsTried(
        language=language,
        pairs=len(pairs),
        first_share=firsts / len(pairs),
        among_five_share=1 - len(missed) / len(pairs),
        missed=tuple(missed),
    )


def sentences_of(path: Path) -> Iterator[Sentence]:
    """The sentences of a file of labelled tokens; see `check_sentences`."""
    for block in path.read_text("utf-8").split("\n\n"):
        lines = [line.split("\t") for line in block.splitlines() if line]
        if lines:
            yield [(token, label == "c") for token, label in lines]


def _timed(texts: list[list[Sentence]]) -> tuple[list[FlaggedToken], float]:
    started = time.perf_counter()
    flags = [flag for text in texts for flag in _flags(text)]
    return flags, time.perf_counter() - started


def _flags(sentences: list[Sentence]) -> Iterator[FlaggedToken]:
    """Check the sentences as one text, each as a paragraph, and find the tokens that it names."""
    pieces = [
        (token + ("\n\n" if at == len(sentence) - 1 else " "), token, right)
        for sentence in sentences
        for at, (token, right) in enumerate(sentence)
    ]
    starts = list(accumulate((len(piece) for piece, _, _ in pieces), initial=0))
    checked = check("".join(piece for piece, _, _ in pieces), "sv", frozenset())
    assert isinstance(checked, Spelling), "the language was given"
    named: dict[int, Misspelling] = {}
    for misspelling in checked.misspellings:
        named.setdefault(bisect_right(starts, misspelling.start) - 1, misspelling)
    for at, misspelling in named.items():
        _, token, right = pieces[at]
        yield FlaggedToken(token, misspelling.word, tuple(misspelling.suggestions), right)


def _suggestion_times_ms(words: list[str]) -> list[float]:
    fresh = Lexicon("sv")  # nothing remembered
    times: list[float] = []
    for word in words:
        started = time.perf_counter()
        meant_by(fresh, plain(word))
        times.append(1000 * (time.perf_counter() - started))
    return times
