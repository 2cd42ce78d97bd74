"""Find where a pupil's name stands in running text, and tell it from a word and from others' names.

A whole name goes however it is written. A single part goes if it is no word, or is written as a
name: with a capital where a small letter could stand. "Anna Svensson" is somebody else.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from huleedu.services.judging.domain.anonymise.labels import (
    CALENDAR_AND_PLACES,
    NO_SURNAMES,
    TITLES,
)
from huleedu.services.judging.domain.anonymise.own_name import (
    LETTERS,
    LINK,
    OwnName,
    Span,
    plain,
)

_BETWEEN_PARTS = re.compile(rf"[ \t\u00a0,;]*\n?[ \t\u00a0]*|{LINK}")
_SECOND_NAMES = re.compile(
    rf"(?:[ \u00a0](?:[^\W\d_]\.|[^\W\d_]+(?:{LINK}[^\W\d_]+)*)){{1,3}}(?:[ \u00a0]|{LINK})"
)
_LEFT = re.compile(r"[\s”“\"»«‘’'(\[*_#>]*(?:[-–—]\s*)?[”“\"»«‘’'(\[*_]*$")
_WRAPPED_MIN = 40
_CALLED = re.compile(
    r"(?:(?:jag heter|mitt namn är|my name is|my name’s|my name's|i am called|jag kallas(?: för)?"
    r"|call(?:s|ed)? me|kallar? mig(?: för)?|jag är döpt till) [”“\"'‘]?)$",
    re.IGNORECASE,
)
_TIME_OR_PLACE = re.compile(
    r"\b(?:in|on|of|to|from|at|by|until|till|since|during|before|after|next|last|this|every|early|late"
    r"|i|på|från|av|sedan|under|före|efter|nästa|förra|varje|den|\d+(?:st|nd|rd|th|\.)?)\s$",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|st|t\.ex|bl\.a|e\.g|i\.e|(?<!\d )[^\W\d_]))\.\s$", re.IGNORECASE
)


ENDING_MAKES_WORD = 3
"""Letters: a short name with a genitive's s is easily a word: Thi, this."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A token that a part of the name may be: [start, end) without an ending."""

    start: int
    end: int
    word: str
    part: str
    is_word: bool


def mentions(text: str, own: OwnName) -> list[Span]:
    """Where the running text names its writer."""
    forms, found = own.forms, list[_Found]()
    for token in LETTERS.finditer(text):
        form = plain(token.group())
        length = forms.get(form)
        if length is not None:
            ending = len(form) - length
            end = token.end() - ending
            word = text[token.start() : end]
            is_word = own.is_word(word) or (ending > 0 and length <= ENDING_MAKES_WORD)
            found.append(_Found(token.start(), end, word, form[:length], is_word))
    spans: list[Span] = []
    for run in _runs(text, found, own):
        span = _widened(text, run[0].start, run[-1].end, own)
        if _is_own(text, run, span, own):
            spans.append(span)
    return spans


def _runs(text: str, found: list[_Found], own: OwnName) -> Iterator[list[_Found]]:
    """Parts that stand beside each other, each part once; between them others of its names."""
    run: list[_Found] = []
    for token in found:
        apart = not run or any(token.part == other.part for other in run)
        if apart or not _beside(text[run[-1].end : token.start], own):
            if run:
                yield run
            run = []
        run.append(token)
    if run:
        yield run


def _beside(between: str, own: OwnName) -> bool:
    """Whether one name may go on over this: a space, particles, an initial, a second name."""
    words = LETTERS.findall(between)
    if not words:
        return _BETWEEN_PARTS.fullmatch(between) is not None
    if any(plain(word) not in own.particles and not word[0].isupper() for word in words):
        return False
    return _SECOND_NAMES.fullmatch(between) is not None


def _widened(text: str, start: int, end: int, own: OwnName) -> Span:
    """With the particles before it (von Essen, O'Brien), and an initial behind it (Anna L)."""
    while before := re.search(
        rf"(?<![^\W\d_])([^\W\d_]+)(?:[ \u00a0]|{LINK})$", text[:start][-12:]
    ):
        if plain(before.group(1)) not in own.particles:
            break
        start -= len(before.group())
    behind = re.match(r"[ \u00a0]([^\W\d_])(?![\w’'])", text[end : end + 4])
    if behind and _is_initial(behind.group(1), own):
        end += behind.end()
        end += re.match(r"\. [^\W\d_]", text[end : end + 3]) is not None and text[end + 2].islower()
    before = re.search(r"(?<!\w)([^\W\d_])\.[ \u00a0]?$", text[:start][-5:])
    if before and _is_initial(before.group(1), own):
        start -= len(before.group())
    return start, end


def _is_initial(letter: str, own: OwnName) -> bool:
    return letter.isupper() and letter != "I" and plain(letter) in own.initials


def _is_own(text: str, run: list[_Found], span: Span, own: OwnName) -> bool:
    if len({token.part for token in run}) > 1:
        words = all(token.is_word for token in run)
        return not words or all(token.word[0].isupper() for token in run)
    [token] = run
    if _CALLED.search(text[max(0, token.start - 30) : token.start]):
        return True
    if token.part in own.friends:
        return False
    if span[1] > token.end and text[span[1] - 1] != "A" and token.word[0].isupper():
        return True  # Anna L
    token = replace(token, start=span[0]) if span[0] < token.start else token
    if token.is_word:
        return _is_written_as_name(text, token, own)
    if not token.word[0].isupper():
        return len(token.part) >= 3 and token.part not in own.short and _stands_alone(text, token)
    return _stands_alone(text, token) and not _is_somebody_else(text, token, own)


def _is_written_as_name(text: str, token: _Found, own: OwnName) -> bool:
    """Whether a word has a capital, as only a name has it there."""
    word = token.word
    if not word[0].isupper() or (len(word) > 1 and not word[1:].islower()):
        return False
    if not _stands_alone(text, token) or _is_somebody_else(text, token, own):
        return False
    before = text[max(0, token.start - 20) : token.start]
    if token.part in CALENDAR_AND_PLACES and (
        _TIME_OR_PLACE.search(before) or re.match(r" \d", text[token.end : token.end + 2])
    ):
        return False
    return not capital_says_nothing(text, token.start) and not _word_before(text, token)


def capital_says_nothing(text: str, start: int) -> bool:
    """Whether any word has a capital here: at the start of a sentence, a line, a quotation."""
    left = text[max(0, start - 80) : start]
    opened = _LEFT.search(left)
    skipped = opened.group() if opened else ""
    rest = left[: len(left) - len(skipped)]
    if not rest or any(quote in skipped for quote in "”“\"»«‘’'"):
        return True
    if "\n" in skipped:
        line = rest[rest.rfind("\n") + 1 :]
        wrapped = len(line) >= _WRAPPED_MIN and "\n\n" not in skipped
        return not (wrapped and (rest[-1].isalpha() or rest[-1] == ","))
    if rest[-1] in ".!?…:":
        return not _ABBREVIATED.search(rest + " ")
    return False


def _stands_alone(text: str, token: _Found) -> bool:
    """Whether it is no half of another name: Anna-Karin, O'Will; but Anna-boken speaks of Anna."""
    before = text[max(0, token.start - 2) : token.start]
    if len(before) == 2 and before[1] in "-’'" and before[0].isalpha():
        return False
    behind = text[token.end : token.end + 2]
    return not (len(behind) == 2 and behind[0] == "-" and behind[1].isupper())


def _is_somebody_else(text: str, token: _Found, own: OwnName) -> bool:
    """Whether another's name stands beside it: Anna Svensson, Karin Lindberg."""
    if own.is_surname(token.part):
        return _word_before(text, token)
    behind = re.match(r"[ \u00a0]([^\W\d_]{2,})", text[token.end : token.end + 30])
    if behind is None or not behind.group(1)[0].isupper():
        return False
    word = plain(behind.group(1))
    loud = token.word.isupper() and behind.group(1).isupper() and len(token.word) > 1
    return word not in NO_SURNAMES and not loud and word[:3] != own.parts[-1][:3]


def _word_before(text: str, token: _Found) -> bool:
    """Whether a word with a capital of its own stands before it, that is no title."""
    before = re.search(r"([^\W\d_]{2,})[ \u00a0]$", text[max(0, token.start - 30) : token.start])
    if before is None or not before.group(1)[0].isupper() or plain(before.group(1)) in TITLES:
        return False
    return not capital_says_nothing(text, token.start - len(before.group()))
