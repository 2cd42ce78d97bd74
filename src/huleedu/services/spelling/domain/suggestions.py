"""Rank what was probably meant by a misspelled word.

Candidates are the known words within one or two slips, both halves of words written together, and,
when these give nothing, longer ways and new compounds. Each is weighed by how common it is and how
easily it becomes what was written; the dictionary is asked last, as it is the slowest.
"""

from collections.abc import Iterable, Iterator
from heapq import nsmallest
from itertools import chain

from huleedu.services.spelling.domain.letters import in_case_of, is_shouted
from huleedu.services.spelling.domain.lexicon import RARITY_OF_THE_UNSEEN, Lexicon
from huleedu.services.spelling.domain.nearby import LENGTH_MAX, nearby
from huleedu.services.spelling.domain.slips import cost

SUGGESTIONS_MAX = 5
COMMONNESS = 0.8
"""What a power of ten in commonness counts against a power of ten in the slip's likelihood."""
WEIGHED_MAX = 40
ASKED_MAX = 60
"""Candidates that the dictionary is asked about: 25 µs each in Swedish."""
WORTH_MAX = 12.0
"""Nothing that is less likely than this is suggested."""
SPLIT = 1.6
PART_RARITY_MAX = {1: 250, 2: 400}
"""How rare a part of one or two letters may be; any string of two letters stands somewhere."""
ANOTHER_PART_RARITY_MAX = 520
ROUGH_SLIP = 1.6
COMPOUND_LENGTH_MIN = 7

Weighed = tuple[float, str]


def suggest(lexicon: Lexicon, word: str) -> list[str]:
    """At most five corrections of a misspelled word in plain letters, best first, in its case."""
    if len(word) > LENGTH_MAX:
        return []
    small = word.lower()
    weighed = _weighed(lexicon, small)
    found = _first_known(lexicon, word, sorted(weighed))
    if not found and len(small) >= COMPOUND_LENGTH_MIN:
        found = _first_known(lexicon, word, _compounds(lexicon, small))
    return found


def _weighed(lexicon: Lexicon, word: str) -> list[Weighed]:
    index = nearby(lexicon.language)
    slips = 1 if len(word) <= 3 else 2
    near = index.within(word, slips)
    if len(word) > 8 and not any(lexicon.knows(candidate) for candidate, _ in near[:20]):
        near = index.within(word, 3)
    rough = nsmallest(
        WEIGHED_MAX,
        ((lexicon.rarity(c) / 100 * COMMONNESS + slips * ROUGH_SLIP, c) for c, slips in near if slips),
    )
    whole = ((_weight(lexicon, word, candidate), candidate) for _, candidate in rough)
    return [(weight, c) for weight, c in chain(whole, _split(lexicon, word)) if weight < WORTH_MAX]


def _weight(lexicon: Lexicon, written: str, meant: str) -> float:
    rarity = lexicon.rarity(meant) / 100
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


def _first_known(lexicon: Lexicon, word: str, ranked: Iterable[Weighed]) -> list[str]:
    found: dict[str, None] = {}
    for asked, (_, candidate) in enumerate(ranked):
        right = _as_known(lexicon, candidate)
        if right:
            found[in_case_of(word, right)] = None
        if len(found) == SUGGESTIONS_MAX or asked == ASKED_MAX:
            break
    return [suggestion for suggestion in found if suggestion != word]


def _as_known(lexicon: Lexicon, candidate: str) -> str:
    """The candidate with the capitals that the dictionary wants, or nothing."""
    if " " in candidate:
        parts = [_as_known(lexicon, part) for part in candidate.split(" ")]
        return " ".join(parts) if all(parts) else ""
    for form in (candidate, candidate.capitalize(), candidate.upper()):
        if lexicon.knows(form):
            return form
    return ""
