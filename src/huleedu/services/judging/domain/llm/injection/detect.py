"""Find out whether a text speaks to whoever judges it, however its words are dressed up."""

import re
from collections.abc import Iterator
from functools import cache

from huleedu.services.judging.domain.llm import normalise
from huleedu.services.judging.domain.llm.injection import phrases, phrases_elsewhere
from huleedu.services.judging.domain.llm.injection.phrases import MARKS

GROUPS = phrases.GROUPS | phrases_elsewhere.GROUPS
WAYS = (*phrases.WAYS, *phrases_elsewhere.WAYS)

COMPACT_MIN, SPELT_MIN = 18, 8
"""Letters: what reads so without any spaces is no accident, from this length on: in the text as a
whole, and in what is written letter by letter."""
NEAR_MIN, NEAR_MAX = 6, 24
"""Letters: from this length on a word may be misspelt by one and still be meant."""
SHOWN_MAX = 120
ANY_WORDS = re.compile(r"\(\?: ?\\w\+ ?\)(?:\?|\{\d,\d\})")
"""Words of any kind in between: without spaces nobody can tell where they end."""
LOOKS_BACK = re.compile(r"(\(\?<[=!](?:[^()\[]|\[[^\]]*\])*\))")


def find_injection(text: str) -> str | None:
    """The words with which a text seems to speak to whoever judges it, if there are any."""
    plain = normalise.plain(text)
    for pattern in _marks():
        if found := pattern.search(plain):
            return _shown(found.group())
    for view in _views(plain):
        for pattern in _ways():
            if found := pattern.search(view):
                return _shown(found.group())
    return _run_together(plain)


def _shown(words: str) -> str:
    return " ".join(words.replace(" ,", ",").split())[:SHOWN_MAX]


def _views(plain: str) -> Iterator[str]:
    """A text as words, and the same with its words undressed in one way after another."""
    first = normalise.words(plain)
    yield first
    bare = normalise.joined(" ".join(map(_meant, plain.split(" "))))
    spelt = normalise.SPELT.sub(lambda run: re.sub(r"[\W_]", "", run.group()), bare)
    seen = {first}
    for view in (normalise.words(normalise.joined(plain)), normalise.words(spelt)):
        for again in (view, " ".join(map(_near, view.split(" ")))):
            if again not in seen:
                seen.add(again)
                yield again


def _run_together(plain: str) -> str | None:
    whole, runs = re.sub(r"[\W_]", "", plain), normalise.spelt_out(plain)
    for pattern, anywhere in _ways_run_together():
        for place, least in [(run, SPELT_MIN) for run in runs] + [(whole, COMPACT_MIN)] * anywhere:
            for found in pattern.finditer(place):
                if len(found.group()) >= least:
                    return _shown(found.group())
    return None


def _meant(word: str) -> str:
    """The word that digits and signs stand for, if it is one that is looked for."""
    readings = normalise.as_letters(word)
    return next((one for one in readings if one in _looked_for()), readings[0])


def _near(word: str) -> str:
    """The word that is looked for, if this is it but for one letter within."""
    if not NEAR_MIN - 1 <= len(word) <= NEAR_MAX or word in _looked_for():
        return word
    shorter = (word[:at] + word[at + 1 :] for at in range(1, len(word) - 1))
    return next((_near_misses()[one] for one in (word, *shorter) if one in _near_misses()), word)


@cache
def _looked_for() -> frozenset[str]:
    return frozenset(word for way in WAYS for word in re.findall("[a-z]{3,}", _filled(way.pattern)))


@cache
def _near_misses() -> dict[str, str]:
    """Words that are looked for with a letter left out, but neither the first nor the last."""
    return {
        word[:at] + word[at + 1 :]: word
        for word in sorted(_looked_for())
        if len(word) >= NEAR_MIN
        for at in range(1, len(word) - 1)
    }


def _filled(pattern: str) -> str:
    while (filled := re.sub(r"\{([a-z][a-z ]*)\}", _group, pattern)) != pattern:
        pattern = filled
    return pattern


def _group(name: re.Match[str]) -> str:
    return GROUPS[name[1]]


@cache
def _marks() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(way.pattern, re.MULTILINE) for way in MARKS)


@cache
def _ways() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"\b(?:{_with_pauses(_filled(way.pattern))})") for way in WAYS)


def _with_pauses(pattern: str) -> str:
    """A space may be a pause; looking back goes by fixed widths, so it is left alone."""
    parts = LOOKS_BACK.split(pattern)
    return "".join(
        part if at % 2 else part.replace(" ", "(?: ,)* ") for at, part in enumerate(parts)
    )


@cache
def _ways_run_together() -> tuple[tuple[re.Pattern[str], bool], ...]:
    """Each pattern without spaces; and whether it says enough without what stands before it."""
    filled = [_filled(way.pattern) for way in WAYS]
    return tuple(
        (re.compile(_without_spaces(pattern)), not LOOKS_BACK.search(pattern)) for pattern in filled
    )


def _without_spaces(pattern: str) -> str:
    pattern = pattern.replace(GROUPS["start"], "").replace(GROUPS["end"], "")
    pattern = ANY_WORDS.sub("", LOOKS_BACK.sub("", pattern))
    return pattern.replace(" ", "").replace("\\b", "")
