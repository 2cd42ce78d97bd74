"""Join the lines of a paragraph; tell a word's own hyphen at a line's end from a program's."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from huleedu.services.files.domain.pdf.dictionary import Language, dictionary, language_of
from huleedu.services.files.domain.pdf.lines import PageLine, is_beside

HYPHENATED_SHARE = 0.03
"""From this share of lines on, hyphens at line ends are the program's, not the writer's."""

SHORT = 3
"""A Swedish word of so many letters may be an abbreviation, and keeps its hyphen."""

_HYPHENS = "-\u2010\xad\ufffe"
_WORD = re.compile(r"\w+(?:-\w+)*")
_JOINS = frozenset({"och", "eller", "samt", "and", "or", "und", "oder", "to", "till"})
"""After these a hyphen hangs: "läs- och skrivkunskaper"."""


class Hyphens:
    """Whether a hyphen is the writer's or the program's, by the text and the dictionary."""

    def __init__(self, lines: Sequence[PageLine]) -> None:
        self._lines = lines
        ends = sum(line.text.endswith(tuple(_HYPHENS)) for line in lines)
        self._are_programs = ends >= max(2, HYPHENATED_SHARE * len(lines))

    @cached_property
    def _words(self) -> Counter[str]:
        words = (_WORD.findall(line.text) for line in self._lines)
        return Counter(word.casefold() for found in words for word in found)

    def one(self, lines: Sequence[PageLine]) -> str:
        """The lines as one."""
        text = lines[0].text.strip()
        pieces: list[str] = []
        for at in range(1, len(lines)):
            more = lines[at].text.strip()
            if is_beside(lines[at - 1], lines[at]):
                end, between = text, " "
            else:
                end, between = self._seam(text, more)
            pieces += (end, between)
            text = more
        return "".join((*pieces, text)).replace("\ufffe", "-")

    def _seam(self, end: str, more: str) -> tuple[str, str]:
        """The end of one line, and what to put between it and the next."""
        stem = end[:-1]
        word = _WORD.match(more)
        if not end.endswith(tuple(_HYPHENS)) or not stem[-1:].isalnum() or not word:
            return end, " "
        if end.endswith("\xad"):
            return stem, ""
        if word[0].casefold() in _JOINS:
            return stem, "- "
        start = _WORD.findall(stem)[-1]
        if not more[0].islower() or not stem[-1].isalpha():
            return stem, "-"
        return stem, "" if self._is_programs(start.casefold(), word[0].casefold()) else "-"

    def _is_programs(self, start: str, rest: str) -> bool:
        whole, parted = start + rest, f"{start}-{rest}"
        if self._words[parted] or self._words[whole]:
            return not self._words[parted]
        language = self._language
        if language is not None:
            known = dictionary(language)
            if known(whole):
                return True
            if len(start) == 1:
                return False
            # Swedish makes words of words freely, and parts with a hyphen what is hardly one (tv).
            if known(start) and known(rest):
                return language == "sv" and len(start) > SHORT
            if known(parted):
                return False
        return self._are_programs or self._words[rest] < 2

    @cached_property
    def _language(self) -> Language | None:
        return language_of([*self._words.elements()])
