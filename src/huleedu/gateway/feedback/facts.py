"""Facts about a text that are worth a sentence to its pupil, found in what was measured."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from huleedu.contracts.reason import Fact
from huleedu.services.results.api import EssayReport

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
OFTEN = 2
"""So often the same word is misspelt that it is worth a sentence of its own."""
EACH_MAX = 3
"""Sentences of one kind: a pupil can take in no more."""


@dataclass(frozen=True, slots=True)
class TextFact:
    """A fact of a text: a code and what its sentence tells, `feedback.fact.<code>`."""

    code: str
    told: Mapping[str, Fact] = field(default_factory=dict[str, Fact])


def facts_about(essay: EssayReport) -> list[TextFact]:
    """What may be said of it, by code; the most helpful first."""
    return [*_spelling(essay), *_remarks(essay), *_measures(essay)]


def _spelling(essay: EssayReport) -> Iterator[TextFact]:
    if not essay.language or "spelling" in essay.failures:
        return
    if not essay.misspellings:
        yield TextFact("none_misspelt")
        return
    if elsewhere := spelt_right_elsewhere(essay):
        yield TextFact("spelt_right_elsewhere", {"n": len(elsewhere)})
    wrong = Counter((one.word.casefold(), _meant(one.suggestions)) for one in essay.misspellings)
    often = [(one, count) for one, count in wrong.most_common() if count >= OFTEN and one[1]]
    for (word, better), count in often[:EACH_MAX]:
        yield TextFact("misspelt_often", {"word": word, "better": better, "n": count})
    yield TextFact("misspelt", {"n": len(wrong)})


def spelt_right_elsewhere(essay: EssayReport) -> set[str]:
    """The words that are misspelt in one place and stand rightly in another."""
    places = [(one.start, one.end) for one in essay.misspellings]
    right = {
        found.group().casefold()
        for found in WORD.finditer(essay.text)
        if not any(found.start() < end and start < found.end() for start, end in places)
    }
    meant = {_meant(one.suggestions) for one in essay.misspellings}
    return {word for word in meant if word and word in right}


def _meant(suggestions: tuple[str, ...]) -> str:
    return suggestions[0].casefold() if suggestions else ""


def _remarks(essay: EssayReport) -> Iterator[TextFact]:
    seen: set[tuple[str, str]] = set()
    for one in essay.remarks:
        told = (essay.text[one.start : one.end], one.better)
        if told not in seen and one.better and len(seen) < EACH_MAX:
            seen.add(told)
            yield TextFact("meant", {"word": told[0], "better": told[1]})


def _measures(essay: EssayReport) -> Iterator[TextFact]:
    length, words = essay.measures.get("sentence_length"), essay.measures.get("words")
    if isinstance(length, int | float):
        yield TextFact("sentence_length", {"n": round(length)})
    if isinstance(words, int | float):
        yield TextFact("words", {"n": round(words)})
