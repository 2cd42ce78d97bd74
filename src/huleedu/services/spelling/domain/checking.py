"""Check a text: which language, which words are unknown in it, and what was meant by them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from huleedu.kit.prose import Prose, Word, read
from huleedu.services.spelling.domain.exempt import Exempt, quoted
from huleedu.services.spelling.domain.findings import (
    Language,
    Misspelling,
    OtherLanguage,
    Remark,
    Spelling,
)
from huleedu.services.spelling.domain.frequencies import common_words
from huleedu.services.spelling.domain.languages import find_language
from huleedu.services.spelling.domain.letters import plain
from huleedu.services.spelling.domain.lexicon import Lexicon, lexicon
from huleedu.services.spelling.domain.nearby import nearby
from huleedu.services.spelling.domain.remarks.capitals import CAPITAL_RULES
from huleedu.services.spelling.domain.remarks.rules import remark_on
from huleedu.services.spelling.domain.suggestions import (
    COMMONNESS,
    Suggested,
    meant_by,
    meant_by_two,
)

NAME_WEIGHT = 8.0
"""A word with a capital at the start of a sentence is a name if nothing likelier was meant."""
SLIP_WEIGHT = 6.0
"""A word with a capital inside a sentence is a name, unless it stands there alone and once, nobody
ever wrote it, and something this likely was meant: Hospitel."""
SLIP_RARITY_MIN = 700
SLIP_LETTERS_MIN = 5
CAPITAL_WEIGHT = 8.5
CAPITAL_WEIGHTS = {4: 6.0, 5: 6.0, 6: 7.5}
"""The same where what was meant wants its capital, however often it stands there: Wensday. A short
word, by its letters, is more often somebody's name: Shona is not from China."""
CAPITAL_RARER_MIN = 200
"""By how much, in rarity, it has to be rarer than what was meant."""
NAME_RARITY_MAX = 500
"""Who is so often written of is known by this name."""
NAME_LETTERS_MAX = 3
NEW_WORD_RARITY_MAX = 600
NEW_WORD_WEIGHT = 2.0
"""A word that is written often, and whose best correction is not within two powers of ten of being
as likely, is newer than the dictionary, or a brand: snapchat, covid."""
ASKED_MAX = 500
"""Distinct words of a text that corrections are looked for; a longer list is no pupil's text, and
would take more than two seconds."""
NOT_ASKED = Suggested((), 0.0)

_LINE_BREAK = re.compile("[-\u2010]\\r?\\n")
_DIGIT = re.compile(r"\d")
_COMPOUND_TAIL = "frågor"
"""What makes a right word of the first part of a Swedish compound that stands alone: levnads-."""
_COMPOUND_HEAD = "tre"
"""What makes a right word of its last part behind a number: 16-åringar."""


def check(
    text: str, language: Literal["auto", "en", "sv"], names: frozenset[str]
) -> Spelling | OtherLanguage:
    """Find the misspellings of a text; any string will do.

    With `auto`, the text's words tell the language, and a text in neither is not checked; with a
    language given, the text is checked in it whatever it looks like. `names` (of the class) are no
    misspellings.
    """
    prose = read(text)
    forms = [plain(word.text) for word in prose.words]
    small = [form.lower() for form in forms]
    evidence = find_language(small)
    if language == "auto":
        if evidence.neither:
            return OtherLanguage(evidence.language, evidence.known, len(forms))
        language = evidence.language
    share = evidence.share if language == evidence.language else 1 - evidence.share
    words = lexicon(language)
    exempt = Exempt(prose, names, language)
    unknown = _unknown(prose, forms, words, exempt)
    wrong = unknown - quoted(prose, small, unknown, language)
    found = list(_misspellings(prose, forms, sorted(wrong), words, exempt))
    misspellings, remarks = _one_mark_each(found, remark_on(prose, language))
    return Spelling(language, share if forms else 0.0, len(forms), misspellings, remarks)


def load() -> None:
    """Load what is needed whatever the language: the words that tell it."""
    common_words("en")
    common_words("sv")


def warm(language: Language) -> None:
    """Load everything that checking in this language needs."""
    load()
    lexicon(language)
    nearby(language)


def _unknown(prose: Prose, forms: list[str], words: Lexicon, exempt: Exempt) -> set[int]:
    """Which words, by index, should be in the dictionary and are not."""
    return {
        at
        for at, form in enumerate(forms)
        if not words.knows(form)
        and not exempt.covers(prose.words[at], form)
        and not _known_in_parts(prose, prose.words[at], form, words, exempt)
        and not _known_over_lines(prose, forms, at, words)
        and not (exempt.is_named(prose.words[at], form) and _is_surely_a_name(form, words))
    }


def _is_surely_a_name(form: str, words: Lexicon) -> bool:
    """Whether it is not worth asking what else was meant by a word with a capital."""
    return (
        len(form) <= NAME_LETTERS_MAX or not form.isalpha() or words.rarity(form) <= NAME_RARITY_MAX
    )


def _known_in_parts(prose: Prose, word: Word, form: str, words: Lexicon, exempt: Exempt) -> bool:
    """Whether each part between hyphens is known, a name, or has digits."""
    if words.compounds and prose.text[word.end : word.end + 1] == "-":
        return words.knows(form + _COMPOUND_TAIL)
    parts = [part for part in form.split("-") if part]
    before = ["", *parts]
    return (len(parts) > 1 or _DIGIT.search(form) is not None) and all(
        _DIGIT.search(part)
        or words.knows_part(part)
        or exempt.names(part)
        or (words.compounds and _DIGIT.search(before[at]) and words.knows(_COMPOUND_HEAD + part))
        for at, part in enumerate(parts)
    )


def _known_over_lines(prose: Prose, forms: list[str], at: int, words: Lexicon) -> bool:
    """Whether the end of a line parts a word here: impor- and tant."""
    return any(
        0 <= first < len(forms) - 1
        and _LINE_BREAK.fullmatch(prose.text, prose.words[first].end, prose.words[first + 1].start)
        is not None
        and words.knows(forms[first] + forms[first + 1])
        for first in (at - 1, at)
    )


def _misspellings(
    prose: Prose, forms: list[str], wrong: list[int], words: Lexicon, exempt: Exempt
) -> Iterator[Misspelling]:
    done = -1
    asked: set[str] = set()
    for at in wrong:
        if at <= done:
            continue
        word, form = prose.words[at], forms[at]
        asked.add(form)
        meant = _meant(form, words.language) if len(asked) <= ASKED_MAX else NOT_ASKED
        if exempt.is_named(word, form):
            if not _is_a_slip(form, meant, words, alone=exempt.stands_alone(at)):
                continue
        elif _is_probably_right(word, form, meant, words):
            continue
        first, last, meant = _widest(prose, forms, at, meant, words)
        start, end = prose.words[max(first, done + 1)].start, prose.words[last].end
        done = last
        yield Misspelling(start, end, prose.text[start:end], list(meant.suggestions))


def _is_probably_right(word: Word, form: str, meant: Suggested, words: Lexicon) -> bool:
    """Whether it is rather a name, or a word that is newer than the dictionary."""
    if word.initial and form[0].isupper() and meant.weight > NAME_WEIGHT:
        return True
    if words.surely_meant(form.lower()):
        return False
    rarity = words.rarity(form)
    as_it_stands = rarity / 100 * COMMONNESS
    return rarity <= NEW_WORD_RARITY_MAX and meant.weight > as_it_stands + NEW_WORD_WEIGHT


def _one_mark_each(
    misspellings: list[Misspelling], remarks: list[Remark]
) -> tuple[list[Misspelling], list[Remark]]:
    """A small letter in monday is a remark and no misspelling; else a misspelling goes first."""
    capitals = {at for r in remarks if r.rule in CAPITAL_RULES for at in range(r.start, r.end)}
    kept = [m for m in misspellings if m.start not in capitals]
    marked = {at for m in kept for at in range(m.start, m.end)}
    return kept, [r for r in remarks if marked.isdisjoint(range(r.start, r.end))]


def _is_a_slip(form: str, meant: Suggested, words: Lexicon, *, alone: bool) -> bool:
    """Whether a word with a capital is no name: Febuary, and Hospitel; but Paulene is."""
    if not meant.suggestions:
        return False
    best, rarity = meant.suggestions[0], words.rarity(form)
    if words.wants_capital(best):
        limit = CAPITAL_WEIGHTS.get(len(form), CAPITAL_WEIGHT)
        return meant.weight <= limit and rarity >= words.rarity(best) + CAPITAL_RARER_MIN
    return (
        alone
        and len(form) >= SLIP_LETTERS_MIN
        and rarity >= SLIP_RARITY_MIN
        and meant.weight <= SLIP_WEIGHT
        and words.knows(best.lower())
    )


def _widest(
    prose: Prose, forms: list[str], at: int, meant: Suggested, words: Lexicon
) -> tuple[int, int, Suggested]:
    """The first and last word of the misspelling: two when they are one word written apart."""
    widest = (at, at, meant)
    for first, last in ((at - 1, at), (at, at + 1)):
        if first < 0 or last >= len(forms):
            continue
        if prose.text[prose.words[first].end : prose.words[last].start] == " ":
            joined = meant_by_two(words, forms[first], forms[last])
            if joined.weight < widest[2].weight:
                widest = (first, last, joined)
    return widest


@lru_cache(maxsize=20_000)
def _meant(form: str, language: Language) -> Suggested:
    """The same word comes again in a class's texts."""
    return meant_by(lexicon(language), form)
