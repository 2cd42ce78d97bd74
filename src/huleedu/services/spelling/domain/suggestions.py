"""Rank what was probably meant by a misspelled word.

Candidates are the known words within one or two slips, both halves of words written together, and,
when these give nothing, longer ways and new compounds. Each is weighed by how common it is and how
easily it becomes what was written; the dictionary is asked last, as it is the slowest.
"""

from collections.abc import Iterable, Iterator
from heapq import nsmallest
from itertools import chain

import msgspec

from huleedu.services.spelling.domain.letters import in_case_of
from huleedu.services.spelling.domain.lexicon import RARITY_OF_THE_UNSEEN, Lexicon
from huleedu.services.spelling.domain.nearby import LENGTH_MAX, Nearby, nearby
from huleedu.services.spelling.domain.slips import cost, respellings
from huleedu.services.spelling.domain.sounds import sounding_like

SUGGESTIONS_MAX = 5
COMMONNESS = 0.8
"""What a power of ten in commonness counts against a power of ten in the slip's likelihood."""
WEIGHED_MAX = 40
ASKED_MAX = 60
"""Candidates that the dictionary is asked about: 25 µs each in Swedish."""
WORTH_MAX = 12.0
"""Nothing that is less likely than this is suggested."""
BEHIND_MAX = 4.0
"""A suggestion this much unlikelier than the best (10,000 times) would only distract."""
CAPITAL, SPLIT = 2.0, 2.0
ABBREVIATION_MAX = 3
"""Letters: whoever writes tv or pdf means TV and PDF."""
JOINED = 2.0
PART_RARITY_MAX = {1: 250, 2: 400}
"""How rare a part of one or two letters may be; any string of two letters stands somewhere."""
ANOTHER_PART_RARITY_MAX = 520
ROUGH_SLIP = 1.6
SHORT, LONG = 4, 8
"""Letters: in a shorter word two slips would fit anything; in one as long, three may do."""
DOUBTFUL = 8.5
"""Above this weight it pays to look further than the word list."""
COMPOUND_PART_MIN = 3
COMPOUND_LENGTH_MAX = 40
HALVES_MAX = 6
PART_CANDIDATES_MAX = 8

Weighed = tuple[float, str]


class Suggested(msgspec.Struct, frozen=True):
    """What was probably meant, best first, in the written word's case; at most five.

    `weight` of the best is about -log10 of how likely it is to be meant and written so: below 6
    for an ordinary misspelling; infinite when nothing is near.
    """

    suggestions: tuple[str, ...]
    weight: float


NOTHING = Suggested((), float("inf"))


def meant_by(lexicon: Lexicon, word: str) -> Suggested:
    """What was probably meant by a misspelled word in plain letters."""
    stem, apostrophe, ending = word.rpartition("'")
    if apostrophe and stem and "'" not in stem and ending.lower() == "s":
        found = meant_by(lexicon, stem)
        return Suggested(tuple(f"{s}'{ending}" for s in found.suggestions), found.weight)
    if "-" in word.strip("-"):
        return _meant_by_parts(lexicon, word)
    small = word.lower()
    if sure := lexicon.surely_meant(small):
        return Suggested((in_case_of(word, sure),), 0.0)
    weighed = _listed(lexicon, small) if len(small) <= LENGTH_MAX else []
    doubtful = min(weighed, default=(WORTH_MAX, ""))[0] > DOUBTFUL
    if doubtful and LONG <= len(small) <= COMPOUND_LENGTH_MAX:
        weighed += _unlisted(lexicon, small)
    found = _first_known(lexicon, word, sorted(set(weighed)))
    if not doubtful:
        return found
    # what it sounds like helps who reads it, but does not tell a misspelling from a name
    heard = sounding_like(small, lexicon.language, COMMONNESS)
    return msgspec.structs.replace(
        _first_known(lexicon, word, sorted({*weighed, *heard})), weight=found.weight
    )


def meant_by_two(lexicon: Lexicon, first: str, second: str) -> Suggested:
    """What was probably meant if a word was written as two: to gether."""
    joined = first + second
    rarity = lexicon.rarity(joined)
    if rarity == RARITY_OF_THE_UNSEEN or not lexicon.knows(joined):
        return NOTHING
    return Suggested((joined,), rarity / 100 * COMMONNESS + JOINED)


def _meant_by_parts(lexicon: Lexicon, word: str) -> Suggested:
    """Correct what stands between hyphens, or leave the hyphens out."""
    joined = _first_known(lexicon, word, [(0.0, word.replace("-", "").lower())])
    parts = word.split("-")
    wrong = [at for at, part in enumerate(parts) if part.isalpha() and not lexicon.knows_part(part)]
    if len(wrong) != 1:
        return Suggested(joined.suggestions, 0.0) if joined.suggestions else NOTHING
    (at,) = wrong
    found = meant_by(lexicon, parts[at])
    whole = tuple("-".join([*parts[:at], s, *parts[at + 1 :]]) for s in found.suggestions)
    return Suggested((*joined.suggestions, *whole)[:SUGGESTIONS_MAX], found.weight)


def _listed(lexicon: Lexicon, word: str) -> list[Weighed]:
    """The words of the list that are near, and the pairs of words that were written as one."""
    index = nearby(lexicon.language)
    near = index.within(word, 1 if len(word) < SHORT else 2)
    if len(word) >= LONG and not any(_as_known(lexicon, candidate) for candidate, _ in near[:20]):
        near = index.within(word, 3)
    sounds = ((other, 1) for other in respellings(word, lexicon.language))
    rough = nsmallest(
        WEIGHED_MAX,
        (
            (rarity / 100 * COMMONNESS + slips * ROUGH_SLIP, candidate)
            for candidate, slips in {*near, *sounds}
            if (rarity := lexicon.rarity(candidate)) < RARITY_OF_THE_UNSEEN
        ),
    )
    whole = ((_weight(lexicon, word, candidate), candidate) for _, candidate in rough)
    return [found for found in chain(whole, _split(lexicon, word)) if found[0] < WORTH_MAX]


def _weight(lexicon: Lexicon, written: str, meant: str) -> float:
    rarity = lexicon.rarity(meant) / 100
    if written == meant:
        return rarity * COMMONNESS + (0.0 if len(written) <= ABBREVIATION_MAX else CAPITAL)
    return rarity * COMMONNESS + cost(written, meant, lexicon.language)


def _split(lexicon: Lexicon, word: str) -> Iterator[Weighed]:
    """Two words that were written as one: alot, föratt."""
    for at in range(1, len(word)):
        parts = (word[:at], word[at:])
        rarities = [lexicon.rarity(part) for part in parts]
        if all(map(_may_be_part, parts, rarities)):
            yield sum(rarities) / 100 * COMMONNESS + SPLIT, " ".join(parts)


def _may_be_part(part: str, rarity: int) -> bool:
    return rarity <= PART_RARITY_MAX.get(len(part), ANOTHER_PART_RARITY_MAX)


def _unlisted(lexicon: Lexicon, word: str) -> list[Weighed]:
    """What no list has: rare words one easy slip away, and compounds with one wrong part."""
    unlisted = {*_easy_slips(word), *(_compounds(lexicon, word) if lexicon.compounds else ())}
    return [(_weight(lexicon, word, candidate), candidate) for candidate in unlisted]


def _easy_slips(word: str) -> Iterator[str]:
    """The word with a letter left out, doubled, or swapped with the next."""
    for at, letter in enumerate(word):
        yield word[:at] + word[at + 1 :]
        yield word[:at] + letter + word[at:]
        yield word[:at] + word[at + 1 : at + 2] + letter + word[at + 2 :]


def _compounds(lexicon: Lexicon, word: str) -> Iterator[str]:
    index = nearby(lexicon.language)
    parted = ((word[:at], word[at:]) for at in range(COMPOUND_PART_MIN, len(word) - 2))
    halves = nsmallest(
        HALVES_MAX,
        (
            (min(lexicon.rarity(head), lexicon.rarity(tail)), head, tail)
            for head, tail in parted
            if len(tail) >= COMPOUND_PART_MIN
        ),
    )
    for _, head, tail in halves:
        if lexicon.rarity(head) <= lexicon.rarity(tail):
            yield from (head + right for right in _best(lexicon, index, tail))
        else:
            yield from (right + tail for right in _best(lexicon, index, head))


def _best(lexicon: Lexicon, index: Nearby, part: str) -> list[str]:
    near = (candidate for candidate, slips in index.within(part, 1) if slips)
    return nsmallest(PART_CANDIDATES_MAX, near, key=lexicon.rarity)


def _first_known(lexicon: Lexicon, word: str, ranked: Iterable[Weighed]) -> Suggested:
    found: dict[str, float] = {}
    for asked, (weight, candidate) in enumerate(ranked):
        if found and weight > min(found.values()) + BEHIND_MAX:
            break
        right = in_case_of(word, _as_known(lexicon, candidate))
        if right not in ("", word) and lexicon.is_suited(right):
            found.setdefault(right, weight)
        if len(found) == SUGGESTIONS_MAX or asked == ASKED_MAX:
            break
    return Suggested(tuple(found), next(iter(found.values()))) if found else NOTHING


def _as_known(lexicon: Lexicon, candidate: str) -> str:
    """The candidate with the capitals that the dictionary wants, or nothing."""
    if " " in candidate:
        parts = [_as_known(lexicon, part) for part in candidate.split(" ")]
        return " ".join(parts) if all(parts) else ""
    for form in (candidate, candidate.capitalize(), candidate.upper()):
        if lexicon.knows(form):
            return form
    return ""
