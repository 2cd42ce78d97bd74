"""Find whose essay this is: the name in its header, its file name or its first lines."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import msgspec
from rapidfuzz import fuzz

from huleedu.contracts.classes import FoundIn
from huleedu.contracts.reason import Fact, Reason

MARGIN = 3.0  # a match counts only if the next best whole solution is worse by this much
# A name in the header is worth more than one in the file name, and that more than in the text.
TRUST: dict[FoundIn, float] = {"header": 1.0, "file name": 0.9, "text": 0.8}
ONE_NAME = 0.6  # only "Anna" or only "Åberg", with nothing beside it that could be a name
ONE_NAME_AND_INITIAL = 0.8  # "Anna Å"
SAME_BUT_ACCENTS = 93.0  # "Oberg" for "Öberg"
# Words with a slip of the pen pass, other names don't: Anderson/Andersson has 94,
# but Anna/Hanna 89 and Karlsson/Carlsson 88.
SLIP = 90.0
LEFT_OUT_MAX = 3
"""Letters: enough for words of up to 21."""
FIRST_LINES_MAX = 5
LINE_WORDS_MAX = 8

_WORD = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
# What may stand beside a name without being one.
_ORDINARY = frozenset(
    {
        *("name", "namn", "by", "av", "author", "written", "skriven", "pupil", "elev", "student"),
        *("class", "klass", "date", "datum", "page", "sida", "of", "my", "min", "copy", "kopia"),
        *("essay", "text", "uppsats", "uppgift", "task", "assignment", "inlämning", "prov", "test"),
        *(
            "final",
            "draft",
            "version",
            "slutlig",
            "utkast",
            "english",
            "engelska",
            "svenska",
            "swedish",
        ),
    }
)


class EssayHints(msgspec.Struct, frozen=True):
    """Where an essay may tell its author. `first_lines` is the beginning of its text."""

    id: str
    header_text: str
    file_name: str
    first_lines: str


class Match(msgspec.Struct, frozen=True):
    """This pupil wrote it; `score` goes to 100, which is the whole name in the header."""

    pupil: str
    how: FoundIn
    score: float


class NoMatch(msgspec.Struct, frozen=True):
    """Nobody, or more than one pupil, could have written it;"""

    reason: Reason


class _Claim(msgspec.Struct, frozen=True):
    """How well an essay's hint names a pupil."""

    how: FoundIn
    score: float


_Claims = dict[tuple[int, int], _Claim]  # by (number of the essay, number of the pupil)


def match(pupils: Sequence[str], essays: Sequence[EssayHints]) -> dict[str, Match | NoMatch]:
    """Give each pupil at most one essay and each essay at most one pupil.

    Takes the pupils' names, and answers by the essays' ids.
    A match that another solution could replace at nearly the same score is not made.
    """
    claims = _claims(pupils, essays)
    sure: dict[int, int] = {}
    for group in _groups(claims):
        sure.update(_settle(group))
    taken = set(sure.values())
    named: dict[int, list[int]] = {}
    for at, pupil in claims:
        named.setdefault(at, []).append(pupil)
    answer: dict[str, Match | NoMatch] = {}
    for at, essay in enumerate(essays):
        if at in sure:
            claim = claims[at, sure[at]]
            answer[essay.id] = Match(pupils[sure[at]], claim.how, round(claim.score, 1))
        else:
            answer[essay.id] = NoMatch(_reason(named.get(at, []), pupils, taken))
    return answer


class _Names:
    """The names of a class, found by their words."""

    def __init__(self, pupils: Sequence[str]) -> None:
        self.words = [_words(pupil) for pupil in pupils]
        self.by_word: dict[str, set[int]] = {}
        self.by_whole: dict[str, set[int]] = {}
        self._near: dict[str, dict[str, float]] = {}
        for who, name in enumerate(self.words):
            for word in name:
                self.by_word.setdefault(word, set()).add(who)
            for whole in (name, name[::-1]):  # "annaåberg", "åberganna"
                self.by_whole.setdefault(_plain("".join(whole)), set()).add(who)

        self._by_variant: dict[str, set[str]] = {}
        for word in self.by_word:
            for variant in {_plain(word), *_with_letters_left_out(word)}:
                self._by_variant.setdefault(variant, set()).add(word)

    def near(self, said: str) -> dict[str, float]:
        """The words of names that this word can stand for, with their likeness up to 100."""
        if said not in self._near:
            variants = {_plain(said), *_with_letters_left_out(said)}
            words = {word for each in variants for word in self._by_variant.get(each, ())}
            likeness = {word: _alike(word, said) for word in words}
            self._near[said] = {word: score for word, score in likeness.items() if score}
        return self._near[said]


def _claims(pupils: Sequence[str], essays: Sequence[EssayHints]) -> _Claims:
    names = _Names(pupils)
    claims: _Claims = {}
    for at, essay in enumerate(essays):
        for how, hint in _hints(essay):
            for who, score in _named(names, hint, whole=how == "text").items():
                claim = _Claim(how, score * TRUST[how])
                if (at, who) not in claims or claims[at, who].score < claim.score:
                    claims[at, who] = claim
    return claims


def _hints(essay: EssayHints) -> list[tuple[FoundIn, list[str]]]:
    stem = essay.file_name.rpartition(".")[0] or essay.file_name
    hints: list[tuple[FoundIn, list[str]]] = [
        ("header", _words(essay.header_text)),
        ("file name", _words(_CAMEL.sub(" ", unicodedata.normalize("NFC", stem)))),
    ]
    lines = [line for line in essay.first_lines.splitlines() if line.strip()][:FIRST_LINES_MAX]
    for line in lines:
        words = [word for word in _words(line) if word not in _ORDINARY and len(word) > 1]
        if len(words) <= LINE_WORDS_MAX:
            hints.append(("text", words))
    return hints


def _named(names: _Names, hint: list[str], *, whole: bool) -> dict[int, float]:
    """The score of each pupil that the hint names.

    A part of a name counts only if no pupil's whole name stands there. With `whole`, nothing
    but the name may stand there: a text may speak of another pupil.
    """
    full: dict[int, float] = {}
    likeness: dict[str, float] = {}
    for said in hint:
        full.update(dict.fromkeys(names.by_whole.get(_plain(said), ()), 100.0))
        for word, score in names.near(said).items():
            likeness[word] = max(score, likeness.get(word, 0.0))
    part: dict[int, float] = {}
    for who in {who for word in likeness for who in names.by_word[word]} - full.keys():
        name = names.words[who]
        known = [likeness[word] for word in name if word in likeness]
        if name[0] in likeness and name[-1] in likeness:
            full[who] = sum(known) / len(known) - (len(name) - len(known))
        elif name[0] in likeness or name[-1] in likeness:
            part[who] = _part(names, name, hint, likeness)
    if whole:
        return {who: score for who, score in full.items() if len(hint) <= len(names.words[who])}
    return full or {who: score for who, score in part.items() if score}


def _part(names: _Names, name: list[str], hint: list[str], likeness: dict[str, float]) -> float:
    """The score of "Anna" or "Anna Å"; 0 if something else stands there that may be a name.

    Without that rule "Hanna Berg" would be taken for Anna Berg.
    """
    said, other = (name[0], name[-1]) if name[0] in likeness else (name[-1], name[0])
    beside = [w for w in hint if w not in _ORDINARY and not names.near(w).keys() & set(name)]
    if not beside:
        return likeness[said] * ONE_NAME
    return likeness[said] * ONE_NAME_AND_INITIAL if beside == [other[0]] else 0.0


def _alike(word: str, other: str) -> float:
    if word == other:
        return 100.0
    if _plain(word) == _plain(other):
        return SAME_BUT_ACCENTS
    likeness = fuzz.ratio(word, other)
    return likeness if likeness >= SLIP else 0.0


def _with_letters_left_out(word: str) -> set[str]:
    """The word, and all that is left of it when letters are left out of it.

    Words of a and b letters with L in common have the likeness 2 L / (a + b). Where it is 0.9 at
    least, no more than 2 a / 11 letters of the one lie outside of what both have (b is then L), and
    none of a word of five letters. So names are found by what is left of them, and no name is
    compared with every word of every essay.
    """
    lefts = {word}
    for _ in range(min(LEFT_OUT_MAX, 2 * len(word) // 11)):
        lefts |= {left[:at] + left[at + 1 :] for left in lefts for at in range(len(left))}
    return lefts


def _words(text: str) -> list[str]:
    """Words without digits; a short one that has a digit is a class ("9B") and no word."""
    found: list[str] = _WORD.findall(unicodedata.normalize("NFC", text).casefold())
    bare = (
        "".join(c for c in w if not c.isdigit()) if len(w) > 3 or w.isalpha() else "" for w in found
    )
    return [word for word in bare if word]


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    parted = unicodedata.normalize("NFD", word)
    return "".join(c for c in parted if not unicodedata.combining(c))


def _groups(claims: _Claims) -> list[_Claims]:
    """Claims that share an essay or a pupil belong together; most groups have one claim."""
    leads: dict[tuple[str, int], tuple[str, int]] = {}

    def lead(one: tuple[str, int]) -> tuple[str, int]:
        while leads.setdefault(one, one) != one:
            leads[one] = one = leads[leads[one]]
        return one

    for essay, pupil in claims:
        leads[lead(("essay", essay))] = lead(("pupil", pupil))
    groups: dict[tuple[str, int], _Claims] = {}
    for (essay, pupil), claim in claims.items():
        groups.setdefault(lead(("essay", essay)), {})[essay, pupil] = claim
    return list(groups.values())


def _settle(claims: _Claims) -> dict[int, int]:
    """The matches of one group that no other solution could replace, essay → pupil."""
    essays = sorted({essay for essay, _ in claims})
    pupils = sorted({pupil for _, pupil in claims})
    if len(essays) == 1 or len(pupils) == 1:
        best, *others = sorted(claims, key=lambda pair: -claims[pair].score)
        second = claims[others[0]].score if others else 0.0
        return dict([best]) if claims[best].score - second >= MARGIN else {}
    # numpy and scipy take half a second to load, and most classes never come here
    from huleedu.services.classes.domain.matching import sure_matches  # noqa: PLC0415

    scores = {pair: claim.score for pair, claim in claims.items()}
    return sure_matches(scores, essays, pupils, MARGIN)


def _reason(named: Sequence[int], pupils: Sequence[str], taken: set[int]) -> Reason:
    if not pupils:
        return Reason("no_class_list")
    if not named:
        return Reason("no_name_found")
    names: dict[str, Fact] = {"names": tuple(sorted(pupils[pupil] for pupil in named))}
    if all(pupil in taken for pupil in named):
        return Reason("named_more_clearly", names)
    return Reason("one_of_several" if len(named) > 1 else "named_twice", names)
