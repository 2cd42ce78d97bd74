"""Rank the scripts of a file of decisions, and say how far the ranking can be trusted."""

from dataclasses import dataclass

import numpy as np

from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.explained import (
    Agreement,
    Deciding,
    Surprise,
    agreements,
    deciding,
    surprises,
)
from huleedu.services.judging.domain.graph import Apart, links
from huleedu.services.judging.domain.judgements import Judgements, Known
from huleedu.services.judging.domain.misfit import misfit
from huleedu.services.judging.domain.pairing import past_from
from huleedu.services.judging.domain.reliability import DRAWS, places_of, reliability_of
from huleedu.services.judging.domain.spread import learn
from huleedu.services.judging.domain.stopping import Gain, gain_from_more

SIDE_SD = Known().side_sd


@dataclass(frozen=True, slots=True)
class RankedScript:
    """A script with its place (1 is best), the place's 90 % interval, and its ability.

    `ability` and `error` (a standard error) are in logits; `infit` and `outfit` are mean squares,
    about 1 when the judgements of the script agree with the model.
    """

    name: str
    place: int
    low: int
    high: int
    ability: float
    error: float
    judgements: int
    infit: float
    outfit: float


@dataclass(frozen=True, slots=True)
class RankingJudge:
    """A judge: how many judgements, how well they fit, how often the first shown won.

    `without` is the rank correlation of the ranking with that made without this judge; None
    when nobody else has judged.
    """

    name: str
    judgements: int
    infit: float
    outfit: float
    first_share: float
    without: float | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The scripts by place, the judges by number of judgements, and how sure all this is.

    `reliability` is the likely squared correlation of the ranking with the truth, `low` to `high`
    its 90 % interval. `groups` are the sizes of the groups of scripts that no judgement links: 1
    group, or the order across groups says nothing.
    """

    scripts: tuple[RankedScript, ...]
    judges: tuple[RankingJudge, ...]
    judgements: int
    reliability: float
    low: float
    high: float
    gain: Gain
    groups: tuple[int, ...]
    sides_used: bool
    deciding: dict[str, tuple[Deciding, ...]]
    """Script → the judgements that moved it most."""
    surprises: tuple[Surprise, ...]
    agreements: tuple[Agreement, ...]


def rank(decisions: Decisions, seed: int) -> Ranking:
    """Rank the scripts of these decisions; the same seed gives the same intervals."""
    made = decisions.judgements
    known = Known(side_sd=SIDE_SD if decisions.sides_usable else 0.0)
    believed = learn(made, known)
    drawn = believed.draws(DRAWS, np.random.default_rng([seed, 0]))
    found, sure = places_of(believed, drawn), reliability_of(believed, drawn)
    fitness = misfit(made, believed)
    ability, error = believed.mean(), believed.error()
    linked = links(made)
    scripts = [
        RankedScript(
            name=name,
            place=int(found.place[at]),
            low=int(found.low[at]),
            high=int(found.high[at]),
            ability=float(ability[at]),
            error=float(error[at]),
            judgements=int(fitness.scripts.count[at]),
            infit=float(fitness.scripts.infit[at]),
            outfit=float(fitness.scripts.outfit[at]),
        )
        for at, name in enumerate(decisions.scripts)
    ]
    judges = [
        RankingJudge(
            name=name,
            judgements=int(fitness.judges.count[at]),
            infit=float(fitness.judges.infit[at]),
            outfit=float(fitness.judges.outfit[at]),
            first_share=float((made.answer[made.judge == at] > 0).mean()),
            without=_without(made, known, at, found.place),
        )
        for at, name in enumerate(decisions.judges)
    ]
    return Ranking(
        scripts=tuple(sorted(scripts, key=lambda script: script.place)),
        judges=tuple(sorted(judges, key=lambda judge: -judge.judgements)),
        judgements=len(made),
        reliability=sure.reliability,
        low=sure.low,
        high=sure.high,
        gain=gain_from_more(believed, past_from(made), np.random.default_rng([seed, 1])),
        groups=linked.sizes if isinstance(linked, Apart) else (made.scripts,),
        sides_used=decisions.sides_usable,
        deciding=deciding(decisions, believed),
        surprises=surprises(decisions, fitness),
        agreements=agreements(decisions),
    )


def _without(
    made: Judgements, known: Known, judge: int, place: np.ndarray[tuple[int], np.dtype[np.int64]]
) -> float | None:
    """Spearman's correlation of all places with those that the other judges alone would give."""
    others = made.chosen(made.judge != judge)
    if not len(others) or made.scripts < 2:
        return None
    ability = learn(others, known).mean()
    if float(np.ptp(ability)) == 0.0:
        return None
    order = np.argsort(np.argsort(-ability, kind="stable"), kind="stable")
    return float(np.corrcoef(order, place)[0, 1])
