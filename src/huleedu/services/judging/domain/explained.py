"""Say what a ranking hangs on: deciding judgements, surprising ones, and how far judges agree."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.judgements import ANSWERS, Floats, Judgements
from huleedu.services.judging.domain.misfit import Misfit
from huleedu.services.judging.domain.model import answer_chances
from huleedu.services.judging.domain.posterior import Posterior

DECIDING = 3
SURPRISES = 10
STEP = 1e-4


@dataclass(frozen=True, slots=True)
class Deciding:
    """A judgement that moved a script: without it, the script would stand `effect` logits lower.

    `result` tells how the script did in it: better, worse or equal.
    """

    other: str
    judge: str
    result: str
    effect: float


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
    """How often two judges who saw the same pair said the same of it: better, worse, or equal."""

    judges: tuple[str, str]
    pairs: int
    agreed: int


def deciding(decisions: Decisions, believed: Posterior) -> dict[str, tuple[Deciding, ...]]:
    """For each script the judgements that moved it most; empty where there are very many scripts.

    The effect of leaving one out, to first order: the covariance of what is believed times the
    judgement's score (Cook and Weisberg 1982, Residuals and Influence in Regression).
    """
    made = decisions.judgements
    if believed.large is not None or not len(made):
        return {}
    covariance = believed.covariance()
    pulls = covariance[:, made.first] - covariance[:, made.second]
    effects = pulls * _scores(made, believed)
    found: dict[str, tuple[Deciding, ...]] = {}
    for at, name in enumerate(decisions.scripts):
        own = np.flatnonzero((made.first == at) | (made.second == at))
        most = own[np.argsort(-np.abs(effects[at, own]), kind="stable")][:DECIDING]
        found[name] = tuple(_deciding(decisions, at, int(k), float(effects[at, k])) for k in most)
    return found


def _deciding(decisions: Decisions, script: int, k: int, effect: float) -> Deciding:
    made = decisions.judgements
    is_first = made.first[k] == script
    answer = int(made.answer[k]) if is_first else -int(made.answer[k])
    return Deciding(
        other=decisions.scripts[int(made.second[k] if is_first else made.first[k])],
        judge=decisions.judges[int(made.judge[k])],
        result="equal" if answer == 0 else "better" if answer > 0 else "worse",
        effect=effect,
    )


def _scores(made: Judgements, believed: Posterior) -> Floats:
    """How each answer's log chance rises with the distance of its two scripts."""
    mean = believed.mean()
    away = mean[made.first] - mean[made.second]
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
    return scores


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
    made = decisions.judgements
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
    pairs: Counter[tuple[int, int]] = Counter()
    agreed: Counter[tuple[int, int]] = Counter()
    for said in words.values():
        for one, other in combinations(sorted(said), 2):
            pairs[one, other] += 1
            agreed[one, other] += said[one] == said[other]
    return tuple(
        Agreement((decisions.judges[one], decisions.judges[other]), count, agreed[one, other])
        for (one, other), count in pairs.most_common()
    )
