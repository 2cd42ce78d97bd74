"""Read a line by where its letters stand: from right to left, or set apart.

A PDF places letters. Their order in the file need not be that of reading where a script runs from
right to left, and where letters are set apart (L i k e  t h i s) every gap looks like a space.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

WORD_GAP = 1.6
"""A gap between words is more than so many times the gap between letters that are set apart."""
GAP_MAX = 1.0
"""Letters that stand farther from each other than so many times their height are no word."""

NAME_WORDS_MAX = 4
"""More words from right to left are no name in a line from left to right."""

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_RUNS_TO_LEFT = re.compile(f"{_RIGHT_TO_LEFT.pattern}(?:.*{_RIGHT_TO_LEFT.pattern})?")
_APART = re.compile(r"(?:\S{1,3} ){3,}\S{1,3}")
_LONE_PAIR = re.compile(r"(?<!\S)\S \S(?!\S)")
_LONE_SHARE = 0.6


class Letter(NamedTuple):
    """A letter on the page; lengths as of the page."""

    char: str
    left: float
    right: float
    height: float
    is_gap: bool
    """A space that the file doesn't have: only a gap between letters."""


def may_need_places(text: str) -> bool:
    """Whether any line of a page may: asked once, it is cheaper than for each line."""
    return _LONE_PAIR.search(text) is not None or _RIGHT_TO_LEFT.search(text) is not None


def needs_places(text: str) -> tuple[int, int] | None:
    """From where to where the letters' places may tell more of a line than its text does."""
    if found := _RUNS_TO_LEFT.search(text):
        return found.span()
    return (0, len(text)) if _APART.fullmatch(text) else None


def read_by_places(letters: Sequence[Letter]) -> str:
    """The line as it is read."""
    if any(_RIGHT_TO_LEFT.match(letter.char) for letter in letters):
        return _from_right_to_left(letters)
    return _closed_up(letters) or _as_it_is(letters)


def _from_right_to_left(letters: Sequence[Letter]) -> str:
    """Each stretch of such letters from right to left.

    So do the stretches, in a line that is mostly of such a script and longer than a name.
    """
    stretches = _stretches(letters)
    words = [_turned(part) if turned else _as_it_is(part) for turned, part in stretches]
    turned = " ".join(word for (turned, _), word in zip(stretches, words, strict=True) if turned)
    if len(turned) * 2 > len(letters) and len(turned.split()) > NAME_WORDS_MAX:
        return " ".join(word.strip() for word in reversed(words))
    return "".join(words)


def _as_it_is(letters: Sequence[Letter]) -> str:
    return "".join(letter.char for letter in letters)


def _stretches(letters: Sequence[Letter]) -> list[tuple[bool, list[Letter]]]:
    """(whether it runs from right to left, letters); spaces between such words belong to them."""
    stretches: list[tuple[bool, list[Letter]]] = []
    waiting: list[Letter] = []
    for letter in letters:
        turned = bool(_RIGHT_TO_LEFT.match(letter.char))
        if turned and stretches and stretches[-1][0]:
            stretches[-1][1].extend((*waiting, letter))
        elif letter.char.isspace() and stretches and stretches[-1][0]:
            waiting.append(letter)
            continue
        elif stretches and stretches[-1][0] == turned:
            stretches[-1][1].append(letter)
        else:
            stretches.append((turned, [*waiting, letter]))
        waiting = []
    return stretches


def _turned(stretch: Sequence[Letter]) -> str:
    """From right to left, word by word; shapes of letters become the letters."""
    groups = groupby(stretch, key=lambda letter: letter.char.isspace())
    words = [[*word] for is_space, word in groups if not is_space]
    words.sort(key=lambda word: -max(letter.right for letter in word))
    read = " ".join(_as_it_is(sorted(word, key=lambda one: -one.right)) for word in words)
    spaces = _as_it_is(stretch)
    before = spaces[: len(spaces) - len(spaces.lstrip())]
    return before + unicodedata.normalize("NFKC", read)


def _closed_up(letters: Sequence[Letter]) -> str | None:
    """Letters that are set apart, closed up to words; None where they are no such."""
    drawn = [letter for letter in letters if not letter.char.isspace()]
    tokens = _as_it_is(letters).split()
    lone = sum(len(token) == 1 for token in tokens)
    if len(drawn) < 4 or lone < _LONE_SHARE * len(tokens):
        return None
    if any(letter.char.isspace() and not letter.is_gap for letter in letters):
        return None
    gaps = [right.left - left.right for left, right in pairwise(drawn)]
    usual = median(gaps)
    if not 0 < usual < GAP_MAX * max(letter.height for letter in drawn):
        return None
    closed = drawn[0].char
    for gap, letter in zip(gaps, drawn[1:], strict=True):
        closed += f" {letter.char}" if gap > WORD_GAP * usual else letter.char
    return closed
