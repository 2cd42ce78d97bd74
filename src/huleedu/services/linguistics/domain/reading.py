"""Read a text once for all measures: its words in one form, its sentences, its sums."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Literal

from huleedu.kit.apostrophes import ONE_APOSTROPHE
from huleedu.kit.prose import read as read_prose
from huleedu.services.linguistics.domain.connectives import Kind, count_connectives
from huleedu.services.linguistics.domain.syllables import syllables

Language = Literal["en", "sv"]

_INVISIBLE = re.compile("[\u00ad\u200c\u200d\u2060]")


@dataclass(frozen=True)
class TextUnits:
    """What the measures are made of. `words` are in small letters; `sentence_lengths` in words."""

    language: Language
    words: tuple[str, ...]
    sentence_lengths: tuple[int, ...]
    paragraphs: int
    misspellings: int

    @cached_property
    def letters(self) -> tuple[int, ...]:
        """The number of letters of each word: hyphens, apostrophes and digits are none."""
        return tuple(
            len(word) if word.isalpha() else sum(sign.isalpha() for sign in word)
            for word in self.words
        )

    @cached_property
    def long_words(self) -> int:
        """How many words have more than 6 letters, as Björnsson (1968) counts them for LIX."""
        return sum(count > 6 for count in self.letters)

    @cached_property
    def syllables(self) -> int:
        """How many syllables the text has, if it is English."""
        return sum(syllables(word) for word in self.words)

    @cached_property
    def connectives(self) -> Counter[Kind]:
        """How many connectives of each kind the text has."""
        ends = accumulate(self.sentence_lengths, initial=0)
        sentences = (self.words[start:end] for start, end in pairwise(ends))
        return count_connectives(sentences, self.language)


def read(text: str, language: Language, misspellings: int) -> TextUnits:
    """Read a pupil's own text, in which so many misspellings were found."""
    assert misspellings >= 0
    one_form = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    prose = read_prose(one_form)
    lengths = Counter(word.sentence for word in prose.words)
    return TextUnits(
        language=language,
        words=tuple(_form(word.text) for word in prose.words),
        sentence_lengths=tuple(lengths[number] for number in range(len(prose.sentences))),
        paragraphs=len(prose.paragraphs),
        misspellings=misspellings,
    )


def _form(word: str) -> str:
    """The same form for the same word: small letters, one kind of apostrophe and hyphen."""
    if word.isascii():
        return word.lower().replace("`", "'")
    seen = _INVISIBLE.sub("", word).lower()
    return seen.translate(ONE_APOSTROPHE).replace("‐", "-").replace("‑", "-")
