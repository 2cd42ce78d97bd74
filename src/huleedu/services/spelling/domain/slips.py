"""Say how unlikely it is that somebody who meant one word wrote another.

The cost of a slip is about -log10 of its probability, so that it can be added to the rarity of the
word that was meant (Kernighan, Church and Gale 1990, A spelling correction program based on a noisy
channel model; segments of several letters after Brill and Moore 2000, An improved error model for
noisy channel spelling correction). The costs are set by hand, in steps of 0.2, on the pairs of
`bench/data`; a slip of sound (sj for stj, f for ph) is cheaper than one of the fingers.
"""

from collections.abc import Iterator
from itertools import pairwise, permutations

from huleedu.services.spelling.domain.findings import Language

OTHER_LETTER = 3.0
OTHER_VOWEL = 2.2
NEXT_KEY = 2.6
LETTER_TOO_FEW_OR_MANY = 2.6
DOUBLED = 1.2
SILENT = 2.0
SWAPPED = 1.8
FIRST_LETTER = 0.8
"""In addition: the first letter is seldom wrong."""

_VOWELS = frozenset("aeiouyåäöé")
_SILENT = {"en": frozenset("ehg'"), "sv": frozenset("hdgt")}
_ROWS = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm")
_CONTEXT = 2
"""Letters left on each side of what differs, so that a rule sees its segment whole."""

# Groups of segments that sound alike, with the cost of writing one for another.
_ALIKE = {
    "en": (
        (0.8, "ie ei"),
        (1.2, "f ph ff gh"),
        (1.4, "ee ea ie e"),
        (1.4, "a ai ay ei"),
        (1.2, "tion sion cion shun shon tian"),
        (1.0, "able ible"),
        (1.0, "ance ence"),
        (1.0, "ant ent"),
        (1.0, "er or ar re ur ir our"),
        (1.2, "ary ery ory ry"),
        (1.0, "ly ley lly ely aly"),
        (1.2, "y ie ey i"),
        (1.6, "oo ou u ew o"),
        (1.4, "aw au o or ou"),
        (1.4, "s c sc ss z"),
        (1.2, "k c ck ch q cc"),
        (1.2, "kw qu q cu"),
        (1.2, "x cs ks ct gs cks"),
        (1.0, "w wh"),
        (1.0, "r wr rh"),
        (1.0, "n kn gn"),
        (1.2, "m mb mn"),
        (1.2, "g j dg dge"),
        (1.2, "ch tch"),
        (1.2, "sh ch ti ci sch"),
        (1.2, "ture chure cher ter"),
        (1.0, "ough uff off ow of"),
        (1.2, "ould ud uld oud"),
        (1.2, "us ous es ious"),
        (1.2, "al le el il"),
        (1.4, "th t f d"),
        (1.4, "ite ight igh"),
        (1.2, "ou uo ow"),
        (1.2, "ed t d"),
        (1.2, "full ful"),
        (1.2, "in en an on"),
        (1.4, "ic ick ik"),
        (1.4, "de di"),
        (1.4, "per pre pro"),
    ),
    "sv": (
        (1.0, "sj stj skj sk sch sh ch sc ssj"),
        (1.0, "tj kj k ch tch"),
        (1.0, "tion sion sjon shon ssion tjon sjön chon"),
        (1.0, "k ck kk c ch"),
        (1.0, "j gj hj lj dj g i"),
        (0.9, "a ä"),
        (0.9, "o ö"),
        (0.9, "a å"),
        (1.0, "å o"),
        (1.0, "ä e"),
        (1.2, "ö ä å"),
        (1.4, "u o"),
        (1.4, "y u ö"),
        (1.4, "y i"),
        (1.4, "e i"),
        (1.0, "e é"),
        (1.4, "a e o"),
        (1.2, "ng nk n gn ngn nng"),
        (1.0, "x ks cks gs cs"),
        (1.0, "v f ff w hv vv"),
        (1.0, "s c z ss sc"),
        (1.0, "kv qu qv"),
        (1.4, "d t"),
        (1.4, "g k"),
        (1.4, "b p"),
        (1.4, "rt t"),
        (1.2, "rs s sch"),
        (1.2, "rd d"),
        (1.0, "mn m mm n"),
        (1.2, "är er ar or"),
        (1.2, "ör er or"),
        (1.0, "eu ev ef"),
        (1.0, "au av ao"),
        (1.2, "ai aj ej eg"),
        (1.2, "ig i igt it"),
        (1.2, "lig li"),
        (1.2, "ell el äl"),
        (1.2, "yt ut"),
        (1.2, "os us as"),
        (1.2, "et it"),
        (1.2, "ph f"),
        (1.2, "th t"),
        (1.2, "ade te a"),
        (1.2, "ons ångs ongs"),
        (1.2, "ant angt ang"),
        (1.2, "age asj asch ash"),
        (1.2, "eur ör ör"),
    ),
}


def _segments(language: Language) -> dict[tuple[str, str], float]:
    costs: dict[tuple[str, str], float] = {}
    for cost, group in _ALIKE[language]:
        for wrong, right in permutations(group.split(), 2):
            costs[wrong, right] = min(cost, costs.get((wrong, right), cost))
    return costs


def _neighbours() -> frozenset[tuple[str, str]]:
    beside = {(row[at], row[at + 1]) for row in _ROWS for at in range(len(row) - 1)}
    above = {
        (upper[at], lower[at + shift])
        for upper, lower in pairwise(_ROWS)
        for at in range(len(upper))
        for shift in (-1, 0)
        if 0 <= at + shift < len(lower)
    }
    return frozenset(beside | above | {(b, a) for a, b in beside | above})


_SEGMENTS = {language: _segments(language) for language in ("en", "sv")}
_SIZES = {
    language: sorted({(len(wrong), len(right)) for wrong, right in costs} - {(1, 1)})
    for language, costs in _SEGMENTS.items()
}
_SEGMENT_MAX = 5
_OTHERS = {
    language: {
        segment: [right for wrong, right in costs if wrong == segment]
        for segment in {wrong for wrong, _ in costs}
    }
    for language, costs in _SEGMENTS.items()
}
_NEIGHBOURS = _neighbours()


def cost(written: str, meant: str, language: Language) -> float:
    """The least cost of the slips that turn `meant` into `written`, both in small letters."""
    first = FIRST_LETTER if written[:1] != meant[:1] else 0.0
    start, cut = _common_ends(written, meant)
    wrong, right = written[start : len(written) - cut], meant[start : len(meant) - cut]
    segments, sizes = _SEGMENTS[language], _SIZES[language]
    costs = [[0.0] * (len(right) + 1) for _ in range(len(wrong) + 1)]
    for i in range(len(wrong) + 1):
        for j in range(len(right) + 1):
            if i or j:
                least = _by_one_letter(costs, wrong, right, (i, j), language)
                for a, b in sizes:
                    if a <= i and b <= j and costs[i - a][j - b] < least:
                        alike = segments.get((wrong[i - a : i], right[j - b : j]))
                        if alike is not None:
                            least = min(least, costs[i - a][j - b] + alike)
                costs[i][j] = least
    return costs[-1][-1] + first


def respellings(word: str, language: Language) -> Iterator[str]:
    """The word with one segment written in another way that sounds alike: enuff, enough."""
    others = _OTHERS[language]
    for start in range(len(word)):
        for end in range(start + 1, min(start + _SEGMENT_MAX, len(word)) + 1):
            for other in others.get(word[start:end], ()):
                yield word[:start] + other + word[end:]


def _common_ends(written: str, meant: str) -> tuple[int, int]:
    """How many letters at the start and at the end are the same, less the context."""
    shorter = min(len(written), len(meant))
    start = 0
    while start < shorter and written[start] == meant[start]:
        start += 1
    end = 0
    while end < shorter - start and written[-1 - end] == meant[-1 - end]:
        end += 1
    return max(start - _CONTEXT, 0), max(end - _CONTEXT, 0)


def _by_one_letter(
    costs: list[list[float]], wrong: str, right: str, at: tuple[int, int], language: Language
) -> float:
    i, j = at
    least = float("inf")
    if i and j:
        least = costs[i - 1][j - 1] + _other(wrong[i - 1], right[j - 1], language)
        if i > 1 and j > 1 and wrong[i - 1] == right[j - 2] and wrong[i - 2] == right[j - 1]:
            least = min(least, costs[i - 2][j - 2] + SWAPPED)
    if i:
        least = min(least, costs[i - 1][j] + _one_more(wrong, i - 1, language))
    if j:
        least = min(least, costs[i][j - 1] + _one_more(right, j - 1, language))
    return least


def _other(wrong: str, right: str, language: Language) -> float:
    if wrong == right:
        return 0.0
    alike = _SEGMENTS[language].get((wrong, right))
    if alike is not None:
        return alike
    if wrong in _VOWELS and right in _VOWELS:
        return OTHER_VOWEL
    return NEXT_KEY if (wrong, right) in _NEIGHBOURS else OTHER_LETTER


def _one_more(word: str, at: int, language: Language) -> float:
    """The cost of a letter that one of the two words has and the other lacks."""
    letter = word[at]
    if letter in (word[at - 1 : at], word[at + 1 : at + 2]):
        return DOUBLED
    return SILENT if letter in _SILENT[language] else LETTER_TOO_FEW_OR_MANY
