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
    Spelling,
)
from huleedu.services.spelling.domain.frequencies import common_words
from huleedu.services.spelling.domain.languages import find_language
from huleedu.services.spelling.domain.letters import plain
from huleedu.services.spelling.domain.lexicon import Lexicon, lexicon
from huleedu.services.spelling.domain.nearby import nearby
from huleedu.services.spelling.domain.suggestions import (
    COMMONNESS,
    Meant,
    meant_by,
    meant_by_two,
)

NAME_WEIGHT = 8.0
"""A word with a capital at the start of a sentence is a name if nothing likelier was meant."""
NEW_WORD_RARITY_MAX = 600
NEW_WORD_WEIGHT = 2.0
"""A word that is written often, and whose best correction is not within two powers of ten of being
as likely, is newer than the dictionary, or a brand: snapchat, covid."""
ASKED_MAX = 500
"""Distinct words of a text that corrections are looked for; a longer list is no pupil's text, and
would take more than two seconds."""
NOT_ASKED = Meant((), 0.0)

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
    unknown = _unknown(prose, forms, words, names)
    wrong = unknown - quoted(prose, small, unknown, language)
    found = list(_misspellings(prose, forms, sorted(wrong), words))
    return Spelling(language, share if forms else 0.0, len(forms), found)


def load() -> None:
    """Load what is needed whatever the language: the words that tell it."""
    common_words("en")
    common_words("sv")


def warm(language: Language) -> None:
    """Load everything that checking in this language needs."""
    load()
    lexicon(language)
    nearby(language)


def _unknown(prose: Prose, forms: list[str], words: Lexicon, names: frozenset[str]) -> set[int]:
    """Which words, by index, should be in the dictionary and are not."""
    doubtful = [at for at, form in enumerate(forms) if not words.knows(form)]
    if not doubtful:
        return set()
    exempt = Exempt(prose, names)
    return {
        at
        for at in doubtful
        if not exempt.covers(prose.words[at], forms[at])
        and not _known_in_parts(prose, prose.words[at], forms[at], words, exempt)
    }


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


def _misspellings(
    prose: Prose, forms: list[str], wrong: list[int], words: Lexicon
) -> Iterator[Misspelling]:
    done = -1
    asked: set[str] = set()
    for at in wrong:
        if at <= done:
            continue
        word, form = prose.words[at], forms[at]
        asked.add(form)
        meant = _meant(form, words.language) if len(asked) <= ASKED_MAX else NOT_ASKED
        if _is_probably_right(word, form, meant, words):
            continue
        first, last, meant = _widest(prose, forms, at, meant, words)
        start, end = prose.words[max(first, done + 1)].start, prose.words[last].end
        done = last
        yield Misspelling(start, end, prose.text[start:end], list(meant.suggestions))


def _is_probably_right(word: Word, form: str, meant: Meant, words: Lexicon) -> bool:
    """Whether it is rather a name, or a word that is newer than the dictionary."""
    if word.initial and form[0].isupper() and meant.weight > NAME_WEIGHT:
        return True
    rarity = words.rarity(form)
    as_it_stands = rarity / 100 * COMMONNESS
    return rarity <= NEW_WORD_RARITY_MAX and meant.weight > as_it_stands + NEW_WORD_WEIGHT


def _widest(
    prose: Prose, forms: list[str], at: int, meant: Meant, words: Lexicon
) -> tuple[int, int, Meant]:
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
def _meant(form: str, language: Language) -> Meant:
    """The same word comes again in a class's texts."""
    return meant_by(lexicon(language), form)
