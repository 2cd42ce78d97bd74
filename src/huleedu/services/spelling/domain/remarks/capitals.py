"""Capitals that are missing, in both languages, and those that Swedish does not have."""

import re
from collections.abc import Iterator

from huleedu.kit.prose import Prose
from huleedu.services.spelling.domain.findings import Remark
from huleedu.services.spelling.domain.letters import plain
from huleedu.services.spelling.domain.remarks.rule import Line, Rule, listed

CAPITAL_RULES = frozenset(["lone_i", "day_or_month"])
"""What they mark is in no dictionary in small letters, and is no misspelling all the same."""
_LONE_I = re.compile(r"i(?:'(?:m|ll|ve|d))?")
_DAYS_EN = listed(
    "monday tuesday wednesday thursday friday saturday sunday january february april june july "
    "september october november december"
)
_SMALL_SV = listed(
    "måndag måndagen tisdag tisdagen onsdag onsdagen torsdag torsdagen fredag fredagen lördag "
    "lördagen söndag söndagen januari februari mars april maj juni juli augusti september oktober "
    "november december svenska engelska tyska franska spanska danska norska finska arabiska ryska "
    "kinesiska italienska"
)
_NAMES_TOO = listed("april augusti juli juni maj mars")
_SURELY_SMALL_SV = _SMALL_SV - _NAMES_TOO
_BEFORE_A_MONTH = listed(
    "av början den efter från före i mellan mitten och sedan slutet till under"
)
"""Maj and April are also called so; the month stands behind one of these."""
_FULL_STOP = re.compile(r"[^\W\d_]{3,}[.]\s+\Z")
_ENDS = re.compile(r"[.!?]['\"´`”’)]*\s*\Z")


def _small_starts(prose: Prose, lines: tuple[Line, ...]) -> Iterator[Remark]:
    """A small letter behind a full stop, or at the start of a text that ends with one.

    A word in front of the stop is of three letters or more, for shorter ones may be short forms.
    """
    for line in lines:
        word = line.words[0]
        before = prose.text[max(0, word.start - 40) : word.start]
        begins = word.sentence == 0 and not before.strip() and _ENDS.search(prose.text) is not None
        if word.text[0].islower() and word.text.isalpha() and (begins or _FULL_STOP.search(before)):
            better = word.text[0].upper() + word.text[1:]
            yield Remark(word.start, word.end, "small_start", better)


def _lone_i(prose: Prose, _lines: tuple[Line, ...]) -> Iterator[Remark]:
    for word in prose.words:
        behind = prose.text[word.end : word.end + 1]
        if _LONE_I.fullmatch(plain(word.text)) and behind not in (".", ")", ":"):
            yield Remark(word.start, word.end, "lone_i", "I" + word.text[1:])


def _days(prose: Prose, _lines: tuple[Line, ...]) -> Iterator[Remark]:
    for word in prose.words:
        if word.text in _DAYS_EN:
            yield Remark(word.start, word.end, "day_or_month", word.text.capitalize())


def _needless(prose: Prose, lines: tuple[Line, ...]) -> Iterator[Remark]:
    """Days, months and languages inside a Swedish sentence; not as a part of a longer name."""
    for line in lines:
        for at, word in enumerate(line.words):
            beside = line.words[max(0, at - 1) : at] + line.words[at + 1 : at + 2]
            alone = all(not other.text[0].isupper() or other.initial for other in beside)
            behind_a_word = prose.text[word.start - 1 : word.start].isspace() and (
                prose.text[max(0, word.start - 8) : word.start].rstrip()[-1:].isalpha()
            )
            if alone and behind_a_word and not word.initial and word.text[1:].islower():
                small = word.text.lower()
                month = line.words[at - 1].text.lower() in _BEFORE_A_MONTH
                if word.text[0].isupper() and small in (_SMALL_SV if month else _SURELY_SMALL_SV):
                    yield Remark(word.start, word.end, "needless_capital", small)


RULES = (
    Rule(code="lone_i", language="en", look=_lone_i),
    Rule(code="small_start", language="en", look=_small_starts),
    Rule(code="small_start", language="sv", look=_small_starts),
    Rule(code="day_or_month", language="en", look=_days),
    Rule(code="needless_capital", language="sv", look=_needless),
)
