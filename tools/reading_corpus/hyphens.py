# pyright: basic
# pyphen is not among our dependencies
"""Say where a word may be parted at the end of a line."""

import re
from functools import cache

import pyphen  # pyright: ignore[reportMissingModuleSource]
from tools.reading_corpus.essays import Language

_WORD = re.compile(r"[^\W\d_]{6,}")


def softly(text: str, language: Language) -> str:
    """The text with a soft hyphen wherever a long word may be parted."""
    parts = _parts(language)
    return _WORD.sub(lambda word: parts.inserted(word[0], "\xad"), text)


@cache
def _parts(language: Language) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang={"sv": "sv_SE", "en": "en_GB"}[language])
