"""Tell of each judge: sides, time, weight, and what the ranking would be without them."""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv

from huleedu.contracts.judging import Kind
from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.inference.full_model import FullModel
from huleedu.services.judging.domain.inference.hyperparameters import learn_at
from huleedu.services.judging.domain.inference.posterior import Posterior
from huleedu.services.judging.domain.judgements import Bools, Floats, Ints, Judgements, Known
from huleedu.services.judging.domain.ranking.misfit import Fitness
from huleedu.services.judging.domain.ranking.odd_judges import (
    DECISIONS_MIN,
    DRAWS,
    SEED,
    SIMULATED,
    Odd,
    Standing,
    standings,
)
from huleedu.services.judging.domain.ranking.ranks import places_shared
from huleedu.services.judging.domain.ranking.reliability import SCRIPTS_MIN

SKIMMED_PER_MINUTE = 1000
"""Words a minute: four times as fast as adults read silently (238, Brysbaert 2019)."""
QUICK_S = 5.0
"""If the texts' lengths are not known, what is quicker than this is counted."""
WITHOUT_MAX = 20_000
"""Judges times scripts up to which the ranking is made again without each judge (4 s)."""


@dataclass(frozen=True, slots=True)
class Without:
    """What leaving a judge out does to the ranking.

    `correlation` is Spearman's, of all places with those that the others alone would give, at the
    same spread of abilities; `places` is the farthest move of any script, and `script` which.
    """

    correlation: float
    places: int
    script: str


@dataclass(frozen=True, slots=True)
class RankingJudge:
    """A judge, and how they judged.

    `infit` and `outfit` are about 1 when the judgements are as consistent as the others'. `weight`
    is how sharply they see differences (1: as all on average). Of the judgements that were not
    "equal", the first shown won the share `first_share`, with its 90 % interval; `side` is the
    fitted leaning to the first shown in logits. `seconds` is the median time of a judgement,
    `timed` of how many it is known, `quick` how many of them were quicker than `quick_means` says.
    None stands where there is nothing to tell. `without` is the rank correlation of the ranking
    with that made without this judge. `agreed` of `compared` decisions are as the ranking of the
    others has it, which has a 90 % interval as a share; `agreed_expected` is the share of who
    judges as the others do, `seldom` that theirs is less, beyond chance. `odd` tells how the judge
    is off, if they are.
    """

    name: str
    kind: Kind
    judgements: int
    infit: float
    outfit: float
    weight: float
    first_share: float | None
    first_low: float | None
    first_high: float | None
    side: float | None
    seconds: float | None
    timed: int
    quick: int
    quick_means: str
    without: float | None
    without_moves: Without | None
    agreed: int | None
    compared: int
    agreed_low: float | None
    agreed_high: float | None
    agreed_expected: float | None
    seldom: bool
    odd: Odd | None


def judges_of(whole: FullModel, fitness: Fitness, words: Floats | None) -> tuple[RankingJudge, ...]:
    """All judges, those with most judgements first. `words`: the length of each script, if known.

    Where there are very many judges and scripts, `without` is left out (WITHOUT_MAX).
    """
    decisions = whole.counted
    made = decisions.judgements
    sides = whole.alike_eyed.weights @ whole.alike_eyed.sides
    some = Some(made, whole.known, whole.alike_eyed, whole.weights)
    stand = standings(made, some.differences, sides_known=decisions.sides_usable)
    few = made.judges < 2 or made.scripts < SCRIPTS_MIN
    alone = few or some.dear
    overall = None if alone else some.places(np.ones(len(made), np.bool_))
    found: list[RankingJudge] = []
    for at, name in enumerate(decisions.judges):
        own = made.judge == at
        low, share, high = _share(made.answer[own])
        seconds, timed, quick, means = _time(decisions, at, words)
        moves = _without(some, at, overall, decisions.scripts) if overall is not None else None
        standing = stand.get(at)
        told = standing if standing and standing.compared else None
        found.append(
            RankingJudge(
                name=name,
                kind=decisions.kinds[at],
                judgements=int(fitness.count[at]),
                infit=float(fitness.infit[at]),
                outfit=float(fitness.outfit[at]),
                weight=float(whole.weights[at]),
                first_share=share,
                first_low=low,
                first_high=high,
                side=float(sides[at]) if len(sides) else None,
                seconds=seconds,
                timed=timed,
                quick=quick,
                quick_means=means,
                without=moves.correlation if moves else None,
                without_moves=moves,
                agreed=told.agreed if told else None,
                compared=told.compared if told else 0,
                agreed_low=told.low if told else None,
                agreed_high=told.high if told else None,
                agreed_expected=told.expected if told else None,
                seldom=told.seldom if told else False,
                odd=_odd(standing, quick, timed),
            )
        )
    return tuple(sorted(found, key=lambda judge: -judge.judgements))


def _share(answers: Ints) -> tuple[float | None, float | None, float | None]:
    """How often the first won, in the middle of its 90 % interval (Jeffreys' prior)."""
    first, second = int((answers > 0).sum()), int((answers < 0).sum())
    if not first + second:
        return None, None, None
    ends = betaincinv(first + 0.5, second + 0.5, np.array([0.05, 0.95]))
    low = 0.0 if not first else float(ends[0])
    high = 1.0 if not second else float(ends[1])
    return low, first / (first + second), high


def _time(
    decisions: Decisions, judge: int, words: Floats | None
) -> tuple[float | None, int, int, str]:
    made = decisions.judgements
    own = (made.judge == judge) & np.isfinite(decisions.took_s)
    took = decisions.took_s[own]
    if not len(took):
        return None, 0, 0, ""
    seconds = float(np.median(took))
    if decisions.kinds[judge] in (Kind.MODEL, Kind.BASELINE):
        return seconds, len(took), 0, ""
    if words is None:
        return seconds, len(took), int((took < QUICK_S).sum()), f"{QUICK_S:.0f} seconds"
    long = (words[made.first[own]] + words[made.second[own]]) * 60 / SKIMMED_PER_MINUTE
    quick = int((took < np.where(np.isfinite(long), long, 0)).sum())
    return seconds, len(took), quick, f"reading both texts at {SKIMMED_PER_MINUTE:,} words a minute"


def _odd(standing: Standing | None, quick: int, timed: int) -> Odd | None:
    """How a judge is off: by what they answered, or else by how fast."""
    if standing is not None and standing.odd is not None:
        return standing.odd
    if timed < DECISIONS_MIN:
        return None
    return Odd.QUICK if betaincinv(quick + 0.5, timed - quick + 0.5, 0.05) > 0.5 else None


class Some:
    """What some of the decisions tell, at the spreads that all of them made probable."""

    def __init__(
        self, made: Judgements, known: Known, believed: Posterior, weights: Floats
    ) -> None:
        self.made = made
        self._known = known
        self._believed = believed
        self._weights = weights
        self._places: dict[bytes, Floats] = {}
        self._drawn: Floats | None = None

    @property
    def dear(self) -> bool:
        """Whether it would take too long to learn again without each judge."""
        return self.made.judges * self.made.scripts > WITHOUT_MAX

    def places(self, rows: Bools) -> Floats:
        """The places that these decisions give (a mask)."""
        key = rows.tobytes()
        if key not in self._places:
            self._learn(rows)
        return self._places[key]

    def _learn(self, rows: Bools) -> Posterior:
        chosen = self.made.chosen(rows)
        believed = learn_at(chosen, self._known, self._believed.best, self._weights)
        self._places[rows.tobytes()] = places_shared(believed.mean()).astype(np.float64)
        return believed

    def differences(self, judge: int, rows: Bools) -> Floats | None:
        """How far the two texts of each of a judge's decisions may lie apart, by these decisions.

        Where judges are too many to learn without each, all decisions serve: one of many hardly
        moves what all find.
        """
        if not rows.any() or self._believed.large is not None:
            return None
        drawn = self._by_all() if self.dear else _draws(self._learn(rows), judge)
        own = self.made.judge == judge
        return drawn[:, self.made.first[own]] - drawn[:, self.made.second[own]]

    def _by_all(self) -> Floats:
        """Abilities as they may be by all decisions, for every judge the same."""
        if self._drawn is None:
            self._drawn = _draws(self._believed, 0)
        return self._drawn


def _draws(believed: Posterior, number: int) -> Floats:
    return believed.draws(DRAWS + SIMULATED, np.random.default_rng([SEED, number]))


def _without(some: Some, judge: int, overall: Floats, scripts: tuple[str, ...]) -> Without | None:
    others = some.made.judge != judge
    if not others.any():
        return None
    places = some.places(others)
    if not (np.ptp(places) and np.ptp(overall)):
        return None  # no order, so none that could be otherwise
    moved = np.abs(places - overall)
    most = int(moved.argmax())
    return Without(
        correlation=float(np.corrcoef(places, overall)[0, 1]),
        places=int(moved[most]),
        script=scripts[most],
    )
