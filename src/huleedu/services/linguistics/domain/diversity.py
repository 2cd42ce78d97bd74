"""How varied the words of a text are, by measures that hardly depend on its length."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log, prod

WINDOW = 50
DRAWS = 42
THRESHOLD = 0.72
FACTOR_MIN = 10
"""Words: without it a word said twice where a stretch begins would make a whole one of two."""


def mattr(words: Sequence[str], window: int = WINDOW) -> float:
    """Moving-average type-token ratio, in (0, 1]: the mean share of different words in a window.

    Source: Covington, M. A. & McFall, J. D. (2010). Cutting the Gordian knot: the moving-average
    type-token ratio (MATTR). Journal of Quantitative Linguistics 17(2), 94-100.
    Needs at least `window` words.
    """
    assert len(words) >= window
    inside = Counter(words[:window])
    total = len(inside)
    for leaving, entering in zip(words, words[window:], strict=False):
        inside[entering] += 1
        inside[leaving] -= 1
        if not inside[leaving]:
            del inside[leaving]
        total += len(inside)
    return total / (window * (len(words) - window + 1))


def hdd(words: Sequence[str], draws: int = DRAWS) -> float:
    """HD-D, in (0, 1]: the share of different words to be expected among `draws` words drawn.

    Each type that is f of N words adds (1 - C(N-f, draws) / C(N, draws)) / draws: the chance that
    it is drawn at all, without replacement.
    Source: McCarthy, P. M. & Jarvis, S. (2007). vocd: a theoretical and empirical evaluation.
    Language Testing 24(4), 459-488. Needs at least `draws` words.
    """
    n = len(words)
    assert n >= draws
    types_of = Counter(Counter(words).values())
    return sum(
        types * (1 - prod((n - f - i) / (n - i) for i in range(draws))) / draws
        for f, types in types_of.items()
    )


def mtld(words: Sequence[str], threshold: float = THRESHOLD, factor_min: int = FACTOR_MIN) -> float:
    """MTLD: the mean length, in words, of stretches whose type-token ratio stays at the threshold.

    A stretch (a factor) ends where its ratio falls below the threshold, and it has `factor_min`
    words at least, as its authors' tool TAALED has it (Kyle, K., Crossley, S. A. & Jarvis, S.
    (2021). Assessing the validity of lexical diversity indices using direct judgements. Language
    Assessment Quarterly 18(2), 154-170); the rest at the end, with the ratio r, counts as
    (1 - r) / (1 - threshold) of a factor. The text's length is divided by
    its factors; the mean of reading forward and backward is taken. A ratio just at the threshold
    maintains it; programs that end a factor there give somewhat lower values.
    Source: McCarthy, P. M. & Jarvis, S. (2010). MTLD, vocd-D, and HD-D: a validation study of
    sophisticated approaches to lexical diversity assessment. Behavior Research Methods 42(2),
    381-392. Needs a word that comes twice.
    """
    assert len(set(words)) < len(words)
    n = len(words)
    there = _factors(words, threshold, factor_min)
    back = _factors(reversed(words), threshold, factor_min)
    return (n / there + n / back) / 2


def _factors(words: Iterable[str], threshold: float, factor_min: int) -> float:
    factors = 0.0
    seen: set[str] = set()
    length = 0
    for word in words:
        seen.add(word)
        length += 1
        if length >= factor_min and len(seen) < threshold * length:
            factors += 1
            seen.clear()
            length = 0
    rest = 1 - len(seen) / length if length else 0.0
    return factors + rest / (1 - threshold)


def ovix(words: Sequence[str]) -> float:
    """OVIX, ordvariationsindex: ln N / ln(2 - ln V / ln N), with N words, V of them different.

    Source: Hultman, T. G. & Westman, M. (1977). Gymnasistsvenska. Lund: Liber. Needs a word that
    comes twice.
    """
    n, v = len(words), len(set(words))
    assert v < n
    return log(n) / log(2 - log(v) / log(n))
