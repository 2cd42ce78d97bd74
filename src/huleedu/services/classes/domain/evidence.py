"""How well the places of an essay name each pupil of a class."""

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple

from huleedu.contracts.classes import FoundIn
from huleedu.kit.common_names import COMMON
from huleedu.services.classes.domain.names import (
    ONE_SLIP,
    PARTICLES,
    SHORT_FORM,
    ClassNames,
    Named,
    Word,
    one_slip,
    plain,
)
from huleedu.services.classes.domain.places import EssayHints, KnownAs, Place, known_as, places_of

KNOWN = 110.0
ALIKE_MAX = 200
"""Pupils who share a word: of more than these a part of a name says nothing."""
CLEARLY = 3.0
OTHER_NAME = 4.0
ONE_NAME = 0.6  # only "Anna" or only "Åberg", with nothing beside it that could be a name
ONE_NAME_AND_INITIAL = 0.8  # "Anna Å"
IN_TWO_PLACES = 0.85  # "Anna" in the header, "Åberg" in the file name
BESIDE_OTHERS = 0.3  # "Anna" among words that may be somebody else's name
BETWEEN = 4.0
"""A second given name, or the first of two surnames, is worth so much less."""


class Kind(IntEnum):
    """What was found of a name, from a hint to all of it."""

    BESIDE = 0
    """One name, among words that may be somebody else's."""
    ONE = 1
    INITIAL = 2
    SPLIT = 3
    WHOLE = 4
    KNOWN = 5
    """An id, an address, or the account that handed it in, which is the pupil's alone."""


class Claim(NamedTuple):
    """How well an essay names a pupil; `why` is a code, `words` say where."""

    kind: Kind
    score: float
    how: FoundIn
    why: str
    words: tuple[tuple[int, int], ...]


class _Heard(NamedTuple):
    """A word that stands for one of a name: how well, and which."""

    word: Word
    part: str
    score: float
    why: str


def claims_of(names: ClassNames, essay: EssayHints) -> dict[int, Claim]:
    """The pupils whom the essay may name, each with the best that speaks for them."""
    best: dict[int, Claim] = {}
    parts: dict[int, dict[str, tuple[FoundIn, Claim]]] = {}
    for known in known_as(essay):
        for who in names.by_id.get(known.text, ()):
            _take(best, who, _known(known))
    places = places_of(essay)
    for place in places:
        for who, (claim, side) in _named(names, place).items():
            _take(best, who, claim)
            if side and claim.kind == Kind.ONE:
                parts.setdefault(who, {})[side] = (place.how, claim)
    for who, sides in parts.items():
        if len(sides) == 2 and sides["given"][0] != sides["last"][0]:
            one, other = sides["given"][1], sides["last"][1]
            score = (one.score + other.score) / 2 / ONE_NAME * IN_TWO_PLACES
            _take(best, who, one._replace(kind=Kind.SPLIT, score=score, why="in_two_places"))
    return best


def _known(known: KnownAs) -> Claim:
    why = "same_email" if "@" in known.text else "same_id"
    return Claim(Kind.KNOWN, KNOWN, known.how, why, ((known.start, known.end),))


def _take(best: dict[int, Claim], who: int, claim: Claim) -> None:
    if who not in best or (best[who].kind, best[who].score) < (claim.kind, claim.score):
        best[who] = claim


def _named(names: ClassNames, place: Place) -> dict[int, tuple[Claim, str]]:
    """The pupils whom the place names, and which side of the name if only one of them.

    Where a whole name stands, a part of another pupil's counts for nothing.
    """
    whole: dict[int, tuple[Claim, str]] = {}
    part: dict[int, tuple[Claim, str]] = {}
    for word in place.words:
        for who in names.by_whole.get(plain(word.text), ()):
            span = ((word.start, word.end),)
            claim = Claim(Kind.WHOLE, 100.0 * place.trust, place.how, "whole_name", span)
            whole[who] = (claim, "")
    meant = Counter(who for word in place.words for who in names.meant(word.text))
    several = [who for who, count in meant.items() if count > 1 and who not in whole]
    for group in (several, [who for who, count in meant.items() if count == 1]):
        if len(group) > ALIKE_MAX or (whole and group is not several):
            continue
        for who in group:
            found = _of_pupil(names, names.names[who], place)
            if found and found[0].kind >= Kind.WHOLE:
                whole[who] = found
            elif found:
                part[who] = found
    if place.name_alone:
        few = {who: f for who, f in whole.items() if _nothing_else(names.names[who], place)}
        return few or {who: (claim, "") for who, (claim, _) in part.items() if len(place.words) < 3}
    if place.handed_in and len(whole) == 1:
        whole = {
            who: (c._replace(kind=Kind.KNOWN, score=KNOWN), "") for who, (c, _) in whole.items()
        }
    return whole or part


def _nothing_else(name: Named, place: Place) -> bool:
    said = [word for word in place.beside if word.text not in PARTICLES and len(word.text) > 1]
    return len(said) <= max(len(name.words), 2)


def _of_pupil(names: ClassNames, name: Named, place: Place) -> tuple[Claim, str] | None:
    """What the place says of this pupil, and which side of the name, if only one."""
    given = _best(_given(names, name, word) for word in place.words)
    last = _best(_last(names, name, word) for word in place.words if not _same(word, given))
    if given and not last and name.first != name.last:
        last = _slipped(names, name.last, place.words, given)
    elif last and not given:
        given = _slipped(names, name.first, place.words, last)
    if given and last:
        missing = sum(word not in _texts(place) for word in (*name.between, *name.particles))
        score = (given.score + last.score) / 2 - missing - _of_others(names, name, place)
        why = min((given, last), key=lambda heard: heard.score).why
        spans = _spans(given, last)
        return Claim(Kind.WHOLE, score * place.trust, place.how, why, spans), ""
    one = given or last
    return _one(names, name, place, one, "given" if given else "last") if one else None


def _of_others(names: ClassNames, name: Named, place: Place) -> float:
    """What is taken off for names that are not the pupil's: Anna Berg Lund is not Anna Berg."""
    others = (
        word.text
        for word in place.beside
        if len(word.text) > 1
        and word.text not in PARTICLES
        and plain(word.text) not in name.short
        and not names.near(word.text).keys() & name.known
        and (names.is_a_name_here(word.text) or plain(word.text) in COMMON)
    )
    return OTHER_NAME * min(len(set(others)), 2)


def _one(
    names: ClassNames, name: Named, place: Place, one: _Heard, side: str
) -> tuple[Claim, str] | None:
    """Only "Anna", or "Anna Å"; less if something else stands there that may be a name.

    Without that rule "Hanna Berg" would be taken for Anna Berg.
    """
    other = name.last if side == "given" else name.first
    beside = [
        word
        for word in place.beside
        if word != one.word and not names.near(word.text).keys() & name.known
    ]
    one_sided = name.first == name.last
    if not beside and (not place.name_alone or place.how == "text"):
        score = one.score * (1.0 if one_sided else ONE_NAME) * place.trust
        why = one.why if one.why != "whole_name" else f"{side}_name"
        alone = place.how == "text" and not place.labelled
        kind = Kind.BESIDE if alone and not one_sided else Kind.ONE
        return Claim(kind, score, place.how, why, _spans(one)), side
    if [word.text for word in beside] == [other[:1]]:
        score = one.score * ONE_NAME_AND_INITIAL * place.trust
        spans = (*_spans(one), (beside[0].start, beside[0].end))
        return Claim(Kind.INITIAL, score, place.how, "initial", tuple(sorted(spans))), ""
    why = one.why if one.why != "whole_name" else f"{side}_name"
    return Claim(Kind.BESIDE, one.score * BESIDE_OTHERS, place.how, why, _spans(one)), ""


def _given(names: ClassNames, name: Named, word: Word) -> _Heard | None:
    near = names.near(word.text)
    found = [_heard(word, name.first, near[name.first], 0.0)] if name.first in near else []
    found += [
        _heard(word, each, near[each], 0.0 if each in name.called else BETWEEN)
        for each in (*name.between, *name.called)
        if each in near
    ]
    if plain(word.text) in name.short:
        found.append(_Heard(word, name.first, SHORT_FORM, "short_form"))
    return _best(found)


def _last(names: ClassNames, name: Named, word: Word) -> _Heard | None:
    near = names.near(word.text)
    whole = (name.last, *name.joined)
    found = [_heard(word, name.last, near[each], 0.0) for each in whole if each in near]
    found += [_heard(word, each, near[each], BETWEEN) for each in name.between if each in near]
    return _best(found)


def _heard(word: Word, part: str, score: float, less: float) -> _Heard:
    why = "whole_name" if score == 100.0 else "accents" if score == 93.0 else "misspelt"
    return _Heard(word, part, score - less, why)


def _slipped(names: ClassNames, part: str, words: Sequence[Word], beside: _Heard) -> _Heard | None:
    """The other half of a name with one slip in it, which is nobody's name."""
    for word in words:
        if word == beside.word or names.is_a_name_here(word.text) or part == beside.part:
            continue
        if one_slip(part, word.text):
            return _Heard(word, part, ONE_SLIP, "misspelt")
    return None


def _best(found: Iterable[_Heard | None]) -> _Heard | None:
    return max((each for each in found if each), key=lambda each: each.score, default=None)


def _same(word: Word, heard: _Heard | None) -> bool:
    return heard is not None and word == heard.word


def _texts(place: Place) -> set[str]:
    return {word.text for word in place.words}


def _spans(*heard: _Heard) -> tuple[tuple[int, int], ...]:
    return tuple(sorted((each.word.start, each.word.end) for each in heard))
