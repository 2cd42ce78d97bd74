"""Say what a ranking hangs on: deciding judgements, surprising ones, and how far judges agree."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.inference.model import answer_chances
from huleedu.services.judging.domain.inference.posterior import Posterior
from huleedu.services.judging.domain.judgements import ANSWERS, Floats, Judgements
from huleedu.services.judging.domain.ranking.misfit import Misfit

DECIDING = 3
SURPRISES = 10
KAPPA_FROM = 10
"""With fewer pairs in common, kappa says more of the pairs than of the judges."""
STEP = 1e-4


@dataclass(frozen=True, slots=True)
class Deciding:
    """A judgement that moved a script: without it, the script would stand `effect` logits lower.

    `result` tells how the script did in it: (much) better, (much) worse or equal. `places` is how
    many places further down it would stand if all others stayed where they are (negative: up).
    """

    other: str
    judge: str
    result: str
    effect: float
    places: int


@dataclass(frozen=True, slots=True)
class Surprise:
    """A judgement against what all others lead one to expect; `residual` in standard deviations."""

    judge: str
    better: str
    worse: str
    equal: bool
    residual: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often two judges who saw the same pair said the same of it: better, worse, or equal.

    `chance` is how often they would by chance, each saying "equal" as often as now and else tossing
    a coin; `kappa` is Cohen's (1960): 0 for chance, 1 for always, None for too few pairs.
    """

    judges: tuple[str, str]
    pairs: int
    agreed: int
    chance: float
    kappa: float | None


def deciding(
    decisions: Decisions, believed: Posterior, weights: Floats | None = None
) -> dict[str, tuple[Deciding, ...]]:
    """For each script the judgements that moved it most; empty where there are very many scripts.

    The effect of leaving one out, to first order: the covariance of what is believed times the
    judgement's score (Cook and Weisberg 1982, Residuals and Influence in Regression). `weights`:
    of judges, as they were fitted; 1 unless told.
    """
    made = decisions.judgements
    if believed.large is not None or not len(made):
        return {}
    covariance, mean = believed.covariance(), believed.mean()
    sorted_mean = np.sort(mean)
    pulls = _scores(made, believed, np.ones(made.judges) if weights is None else weights)
    both = np.concatenate([made.first, made.second])
    order = np.argsort(both, kind="stable")
    often = np.bincount(both, minlength=made.scripts)
    starts = np.cumsum(often) - often
    found: dict[str, tuple[Deciding, ...]] = {}
    for at, name in enumerate(decisions.scripts):
        own = order[starts[at] : starts[at] + often[at]] % len(made)
        effects = (covariance[at, made.first[own]] - covariance[at, made.second[own]]) * pulls[own]
        most = np.argsort(-np.abs(effects), kind="stable")[:DECIDING]
        found[name] = tuple(
            _deciding(
                decisions,
                at,
                int(own[k]),
                float(effects[k]),
                _passed(sorted_mean, float(mean[at]), float(effects[k])),
            )
            for k in most
        )
    return found


def _passed(sorted_mean: Floats, ability: float, effect: float) -> int:
    """How many others stand between an ability and one that is `effect` lower; up: negative."""
    low, high = sorted((ability, ability - effect))
    between = int(
        np.searchsorted(sorted_mean, high, "left") - np.searchsorted(sorted_mean, low, "right")
    )
    return int(np.sign(effect)) * max(between, 0)


def _deciding(decisions: Decisions, script: int, k: int, effect: float, places: int) -> Deciding:
    made = decisions.judgements
    is_first = made.first[k] == script
    answer = int(made.answer[k]) if is_first else -int(made.answer[k])
    much = "much " * (abs(answer) > 1)
    return Deciding(
        other=decisions.scripts[int(made.second[k] if is_first else made.first[k])],
        judge=decisions.judges[int(made.judge[k])],
        result="equal" if answer == 0 else f"{much}{'better' if answer > 0 else 'worse'}",
        effect=effect,
        places=places,
    )


def _scores(made: Judgements, believed: Posterior, weights: Floats) -> Floats:
    """How each answer's log chance rises with the distance of its two scripts."""
    mean = believed.mean()
    sharp = weights[made.judge]
    away = sharp * (mean[made.first] - mean[made.second])
    sides = believed.weights @ believed.sides
    if len(sides):
        away = away + sides[made.judge]
    gaps = believed.weights @ believed.gaps
    scores = np.zeros(len(made))
    for steps, answers in ANSWERS.items():
        rows = np.flatnonzero(made.steps == steps)
        column = np.searchsorted(np.array(answers), made.answer[rows])
        line = np.arange(len(rows))
        higher = answer_chances(steps, away[rows] + STEP, gaps)[line, column]
        lower = answer_chances(steps, away[rows] - STEP, gaps)[line, column]
        scores[rows] = (np.log(higher) - np.log(lower)) / (2 * STEP)
    return sharp * scores


def surprises(decisions: Decisions, fitness: Misfit) -> tuple[Surprise, ...]:
    """The judgements that fit worst, the worst first."""
    made = decisions.judgements
    worst = np.argsort(-np.abs(fitness.residuals), kind="stable")[:SURPRISES]
    found: list[Surprise] = []
    for k in map(int, worst):
        first, second = (
            decisions.scripts[int(made.first[k])],
            decisions.scripts[int(made.second[k])],
        )
        better, worse = (first, second) if made.answer[k] >= 0 else (second, first)
        found.append(
            Surprise(
                judge=decisions.judges[int(made.judge[k])],
                better=better,
                worse=worse,
                equal=bool(made.answer[k] == 0),
                residual=abs(float(fitness.residuals[k])),
            )
        )
    return tuple(found)


def agreements(decisions: Decisions) -> tuple[Agreement, ...]:
    """Each two judges who saw a pair both, those with most pairs in common first.

    A judge's last word on a pair counts.
    """
    counts: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    for words in last_words(decisions.judgements).values():
        for one, other in combinations(sorted(words), 2):
            count = counts[one, other]
            count["pairs"] += 1
            count["agreed"] += words[one] == words[other]
            count["equal to one"] += words[one] == 0
            count["equal to other"] += words[other] == 0
    found = [
        _agreement((decisions.judges[one], decisions.judges[other]), count)
        for (one, other), count in counts.items()
    ]
    return tuple(sorted(found, key=lambda each: -each.pairs))


def last_words(made: Judgements) -> dict[tuple[int, int], dict[int, int]]:
    """Pair of scripts (the lower number first) → judge → 1 if that one is better, -1, or 0."""
    words: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    for first, second, judge, answer in zip(
        made.first.tolist(),
        made.second.tolist(),
        made.judge.tolist(),
        np.sign(made.answer).tolist(),
        strict=True,
    ):
        straight = first < second
        pair = (first, second) if straight else (second, first)
        words[pair][judge] = answer if straight else -answer
    return words


def _agreement(judges: tuple[str, str], count: Counter[str]) -> Agreement:
    """Which side is named first is arbitrary, so by chance each is better as often as the other."""
    pairs = count["pairs"]
    one, other = count["equal to one"] / pairs, count["equal to other"] / pairs
    chance = one * other + (1 - one) * (1 - other) / 2
    sensible = pairs >= KAPPA_FROM and chance < 1
    kappa = (count["agreed"] / pairs - chance) / (1 - chance) if sensible else None
    return Agreement(judges, pairs, count["agreed"], chance, kappa)
