"""Rank the scripts from decisions on pairs, and say how far the ranking can be trusted."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from huleedu.contracts.reason import Reason, Why
from huleedu.services.judging.domain.baseline import NOTE as BASELINE_NOTE
from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.grading.anchors import anchors_at
from huleedu.services.judging.domain.grading.graded import (
    BandedClass,
    GradedClass,
    NotGraded,
    band_all,
    grade_all,
)
from huleedu.services.judging.domain.grading.grades import GradeScale
from huleedu.services.judging.domain.inference.full_model import (
    FullModel,
    MeasuresTold,
)
from huleedu.services.judging.domain.inference.in_parts import learn_in_part
from huleedu.services.judging.domain.judgements import Floats, Measures
from huleedu.services.judging.domain.past import past_from
from huleedu.services.judging.domain.ranking.compared import PeopleAndModels, people_and_models
from huleedu.services.judging.domain.ranking.drift import Drift, drifted
from huleedu.services.judging.domain.ranking.explained import (
    Agreement,
    Deciding,
    Surprise,
    agreements,
    deciding,
    surprises,
)
from huleedu.services.judging.domain.ranking.graph import Apart, Linked, links
from huleedu.services.judging.domain.ranking.instead import Instead, with_turned, without_odd
from huleedu.services.judging.domain.ranking.misfit import Misfit, misfit
from huleedu.services.judging.domain.ranking.panel import WITHOUT_MAX, RankingJudge, judges_of
from huleedu.services.judging.domain.ranking.places import draws_for, places_by
from huleedu.services.judging.domain.ranking.ranks import ALIKE
from huleedu.services.judging.domain.ranking.reliability import (
    NotKnownYet,
    Places,
    TooLittle,
    as_known,
    reliability_of,
)
from huleedu.services.judging.domain.stopping import Gain, gain_from_more
from huleedu.services.judging.domain.turning import HowCounted

GAIN_SCRIPTS_MAX = 2000
"""Among more scripts, 30 more judgements change nothing that could be seen."""

__all__ = ["Asked", "RankedScript", "Ranking", "RankingJudge", "rank"]


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What else is known of the scripts, and what is asked for; all of it may be missing.

    `grades` (script → grade) are anchors whose grade on `scale` is known, `places` (script → place
    and its error in logits, 0: fixed) anchors whose place is. `bands` cut the ranking by shares of
    the class, from the lowest. `words` is the length of each script. `otherwise_counted`: whose
    decisions count turned, or nowhere, because somebody has said so. `scores`: with which mean and
    spread abilities are told as scores. `steered`: all decisions, if some do
    not count that steered which pairs were chosen.
    """

    measures: Measures | None = None
    grades: Mapping[str, str] = field(default_factory=dict[str, str])
    places: Mapping[str, tuple[float, float]] = field(
        default_factory=dict[str, tuple[float, float]]
    )
    scale: GradeScale | None = None
    bands: tuple[tuple[str, float], ...] = ()
    words: Floats | None = None
    otherwise_counted: tuple[HowCounted, ...] = ()
    scores: tuple[float, float] = (100.0, 15.0)
    steered: Decisions | None = None


@dataclass(frozen=True, slots=True)
class RankedScript:
    """A script with its place (1 is best), the place's 90 % interval, and its ability.

    `ability` and `error` (a standard error) are in logits; `infit` and `outfit` are mean squares,
    about 1 when the judgements of the script agree with the model. `group` numbers the groups that
    no judgement links, the largest first: 0 for all if there is one.
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
    group: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """The scripts by place, the judges by number of judgements, and how sure all this is.

    `reliability` is the likely squared correlation of the ranking with the truth (with two judges
    or more: with what an independent panel would find on endless judging), `low` to `high` its
    90 % interval; None, and the reason in `not_known_yet`, if there is too little to tell.
    `places_off` the typical error in places; `gain` what 30 more judgements would
    bring, None in a very large class. `groups` are the sizes of the groups of
    scripts that no judgement links: 1 group, or the order across groups says nothing.
    `views_differ` is how far a judge's view of a script differs from what all see (a standard
    deviation in logits), None if that was not asked. `not_graded` says why there are no grades,
    if some were asked for; `notes` what a reader must know of what counted and what did not.
    """

    scripts: tuple[RankedScript, ...]
    judges: tuple[RankingJudge, ...]
    judgements: int
    reliability: float | None
    low: float | None
    high: float | None
    not_known_yet: TooLittle | None
    places_off: float
    gain: Gain | None
    groups: tuple[int, ...]
    sides_used: bool
    baseline_alone: bool
    baseline_left_out: int
    measures: MeasuresTold | None
    views_differ: float | None
    deciding: dict[str, tuple[Deciding, ...]]
    """Script → the judgements that moved it most."""
    surprises: tuple[Surprise, ...]
    agreements: tuple[Agreement, ...]
    people_and_models: PeopleAndModels | None
    places: dict[str, tuple[float, float]]
    """Script → its known place and the error of it, for anchors whose place was known."""
    drifted: dict[str, Drift]
    """Anchors whose place was known, and that stand elsewhere now."""
    grades: GradedClass | None
    not_graded: Why
    bands: BandedClass | None
    notes: tuple[Why, ...]
    without_odd: Instead | None
    """What it would be without the judges who are off; None: there are none."""
    scores: tuple[float, float]
    otherwise_counted: tuple[HowCounted, ...]
    """Whose decisions count turned, or nowhere."""
    with_turned: Instead | None
    """The same with those turned who seem to have swapped the two texts."""


ASKED_NOTHING = Asked()


def rank(decisions: Decisions, seed: int, asked: Asked = ASKED_NOTHING) -> Ranking:
    """Rank the scripts of these decisions; the same seed gives the same intervals.

    Raises ValueError for an anchored place of a script that is not among them, and for bands that
    do not fit (`graded.bands_of` checks them).
    """
    places = anchors_at(asked.places, decisions.scripts)
    whole = learn_in_part(decisions, asked.steered, asked.measures, places)
    counted, made, believed = whole.counted, whole.counted.judgements, whole.believed
    drawn = believed.draws(draws_for(believed), np.random.default_rng([seed, 0]))
    sure = reliability_of(believed, drawn)
    told = as_known(sure, made, places)
    unknown = isinstance(told, NotKnownYet)
    fitness = misfit(made, whole.alike_eyed, whole.weights)
    linked = links(made)
    graded = _graded(whole, drawn, asked, np.random.default_rng([seed, 2]))
    banded = bool(asked.bands) and not whole.baseline_alone
    judges = judges_of(whole, fitness.judges, asked.words)
    again = (counted, judges, asked.measures, places, seed)
    return Ranking(
        scripts=_scripts(whole, places_by(believed, drawn), fitness, linked),
        judges=judges,
        judgements=len(made),
        reliability=None if unknown else told.reliability,
        low=None if unknown else told.low,
        high=None if unknown else told.high,
        not_known_yet=told.not_known_yet if unknown else None,
        places_off=sure.places_off,
        gain=_gain(whole, np.random.default_rng([seed, 1])),
        groups=linked.sizes if isinstance(linked, Apart) else (made.scripts,),
        sides_used=counted.sides_usable,
        baseline_alone=whole.baseline_alone,
        baseline_left_out=whole.baseline_left_out,
        measures=whole.measures,
        views_differ=believed.slant_sd if whole.views_asked else None,
        deciding=deciding(counted, whole.alike_eyed, whole.weights),
        surprises=surprises(counted, fitness),
        agreements=agreements(counted),
        people_and_models=people_and_models(counted, whole.known.side_sd),
        places=dict(asked.places),
        drifted={counted.scripts[one.script]: one for one in drifted(whole, places)},
        grades=graded if isinstance(graded, GradedClass) else None,
        not_graded=graded.why if isinstance(graded, NotGraded) else "",
        bands=band_all(counted.scripts, drawn, believed.mean(), asked.bands) if banded else None,
        notes=(*_notes(whole), *map(_counted, asked.otherwise_counted)),
        scores=asked.scores,
        otherwise_counted=asked.otherwise_counted,
        without_odd=without_odd(*again),
        with_turned=with_turned(*again),
    )


def _scripts(
    whole: FullModel, found: Places, fitness: Misfit, linked: Linked | Apart
) -> tuple[RankedScript, ...]:
    ability, error = whole.believed.mean(), whole.believed.error()
    group = linked.group if isinstance(linked, Apart) else np.zeros(len(ability), np.int64)
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
            group=int(group[at]),
        )
        for at, name in enumerate(whole.counted.scripts)
    ]
    return tuple(sorted(scripts, key=lambda script: script.place))


def _graded(
    whole: FullModel, drawn: Floats, asked: Asked, dice: np.random.Generator
) -> GradedClass | NotGraded | None:
    if asked.scale is None:
        return None
    if whole.baseline_alone:
        return NotGraded(Reason("grades.nobody_has_read"))
    names = whole.counted.scripts
    return grade_all(names, drawn, whole.believed.mean(), asked.scale, asked.grades, dice)


def _gain(whole: FullModel, dice: np.random.Generator) -> Gain | None:
    made = whole.counted.judgements
    if made.scripts > GAIN_SCRIPTS_MAX:
        return None
    return gain_from_more(whole.believed, past_from(made), dice)


def _notes(whole: FullModel) -> tuple[Why, ...]:
    said: list[Why] = []
    if whole.baseline_alone:
        said.append(BASELINE_NOTE)
    if whole.baseline_left_out:
        said.append(Reason("ranking.baseline_left_out", {"n": whole.baseline_left_out}))
    made = whole.counted.judgements
    if made.scripts > 1 and not np.ptp(whole.believed.mean()) > ALIKE:
        said.append(Reason("ranking.no_order"))
    for what, is_dear in (
        ("gain", made.scripts > GAIN_SCRIPTS_MAX),
        ("deciding", whole.alike_eyed.large is not None),
        ("without", made.judges > 1 and made.judges * made.scripts > WITHOUT_MAX),
    ):
        if is_dear:
            said.append(Reason(f"ranking.left_out.{what}"))
    return (*said, *whole.left_out)


def _counted(one: HowCounted) -> Reason:
    """That somebody has said how a judge's decisions count."""
    if one.left_out:
        return Reason("ranking.judge_left_out", {"judge": one.judge, "n": one.left_out})
    return Reason("ranking.judge_turned", {"judge": one.judge, "n": one.turned})
