"""Learn a class with all that counts: whose word, how sharp an eye, what the measures tell."""

from dataclasses import dataclass, field, replace

import numpy as np

from huleedu.contracts.judging import Kind
from huleedu.contracts.reason import Reason
from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.inference.fit import ALIKE, Spreads
from huleedu.services.judging.domain.inference.hyperparameters import Grid, grid_for, learn, weigh
from huleedu.services.judging.domain.inference.judge_precision import learn_with_judges
from huleedu.services.judging.domain.inference.model import design
from huleedu.services.judging.domain.inference.posterior import Posterior
from huleedu.services.judging.domain.judgements import Anchors, Floats, Known, Measures
from huleedu.services.judging.domain.ranking.ranks import ranks

SIDE_SD = Known().side_sd
ENOUGH = 10
"""From so many judgements on, a judge's own eye and own views are asked for."""
VIEWS_MAX = 1000
"""Each judge has an own view of each script seen; with more such views this is left out, as the
time grows with their third power (1,000 take about 4 s)."""
WEIGHED_SCRIPTS_MAX = 2000
"""In a larger class all judges count alike: with so many scripts it would take minutes."""
EXPLAINED_FIRST = 0.4
"""Where the search for what the measures explain begins."""
MEASURED_SCRIPTS_MIN = 5
"""With fewer scripts no measure can be seen to go with quality."""


@dataclass(frozen=True, slots=True)
class MeasuresTold:
    """What the measures were worth.

    `explained` is the share of the abilities' variance (0 to 1) that they are believed to explain.
    `moved_places` is how many places they moved any script at most, and `moved` which script.
    """

    names: tuple[str, ...]
    explained: float
    moved_places: int
    moved: str


@dataclass(frozen=True, slots=True, eq=False)
class FullModel:
    """What is believed of a class.

    `counted` are the decisions that count and `baseline_left_out` how many of a baseline do not.
    `believed` is what the ranking is made from; `alike_eyed` the same without judges' own views
    (the same object if these were not asked for), for what is said of single judgements. `weights`
    are of the judges (1 on average over the judgements). `left_out` says in sentences what the
    model could have, and why it was left out.
    """

    counted: Decisions
    baseline_left_out: int
    baseline_alone: bool
    known: Known
    believed: Posterior
    alike_eyed: Posterior
    weights: Floats
    measures: MeasuresTold | None
    views_asked: bool
    left_out: tuple[Reason, ...] = field(default=())


def learn_full_model(
    decisions: Decisions, measures: Measures | None, anchors: Anchors
) -> FullModel:
    """What is believed after these decisions.

    A baseline's decisions count only while nobody else has judged. Judges are weighed, and may
    each have an own view of a script, as soon as two have made ENOUGH judgements; measures count
    unless only a baseline has judged, which would be circular.
    """
    machine = decisions.by(Kind.BASELINE)
    alone = bool(len(machine)) and bool(machine.all())
    counted = decisions if alone or not machine.any() else decisions.chosen(~machine)
    made = counted.judgements
    often = np.bincount(made.judge, minlength=made.judges)
    panel = int((often >= ENOUGH).sum()) >= 2
    weighed = panel and made.scripts <= WEIGHED_SCRIPTS_MAX
    side_sd = SIDE_SD if counted.sides_usable else 0.0
    known = Known(side_sd=side_sd, anchors=anchors, weigh_judges=weighed)
    believed, weights = learn_with_judges(made, known)
    told = None
    if measures is not None and not alone and _tell_apart(measures, made.scripts):
        bare, known = believed, replace(known, features=measures.values, oriented=measures.oriented)
        # from "nothing explained" a large class's fixed point could not get away
        believed = learn(made, known, weights, near=replace(bare.best, explained=EXPLAINED_FIRST))
        told = _told(measures, counted.scripts, bare, believed)
    views = design(made, replace(known, judges_differ=True), weights).layout.slants if panel else 0
    asked = panel and views <= VIEWS_MAX and made.scripts <= WEIGHED_SCRIPTS_MAX
    return FullModel(
        counted=counted,
        baseline_left_out=0 if alone else int(machine.sum()),
        baseline_alone=alone,
        known=known,
        believed=_with_views(counted, known, weights, believed) if asked else believed,
        alike_eyed=believed,
        weights=weights,
        measures=told,
        views_asked=asked,
        left_out=_left_out(panel=panel, weighed=weighed, asked=asked, judges=made.judges),
    )


def _left_out(*, panel: bool, weighed: bool, asked: bool, judges: int) -> tuple[Reason, ...]:
    said: list[Reason] = []
    if judges > 1 and not panel:
        said.append(Reason("ranking.judges_alike.few", {"enough": ENOUGH}))
    if panel and not weighed:
        said.append(Reason("ranking.judges_alike.many", {"scripts": WEIGHED_SCRIPTS_MAX}))
    if panel and not asked:
        said.append(Reason("ranking.views_left_out", {"views": VIEWS_MAX}))
    return tuple(said)


def _tell_apart(measures: Measures, scripts: int) -> bool:
    """Whether there is a measure that differs between scripts."""
    if scripts < MEASURED_SCRIPTS_MIN or not measures.names:
        return False
    values = measures.values
    there = np.isfinite(values)
    low = np.where(there, values, np.inf).min(0)
    high = np.where(there, values, -np.inf).max(0)
    return bool((high > low).any())


def _told(
    measures: Measures, scripts: tuple[str, ...], without: Posterior, believed: Posterior
) -> MeasuresTold:
    moved = np.abs(ranks(without.mean()[None])[0] - ranks(believed.mean()[None])[0])
    most = int(moved.argmax())
    shares = np.array([one.explained if one.ability > ALIKE else 0.0 for one in believed.spreads])
    return MeasuresTold(
        names=measures.names,
        explained=float(believed.weights @ shares),
        moved_places=int(moved[most]),
        moved=scripts[most],
    )


def _with_views(
    counted: Decisions, known: Known, weights: Floats, believed: Posterior
) -> Posterior:
    """The same with an own view of each script for each judge.

    To stay within a second, the spread of abilities is weighed only next to where it was found,
    and the measures' worth is taken as it was found.
    """
    differing = replace(known, judges_differ=True)
    whole = grid_for(counted.judgements, differing)
    best = believed.best
    nearest = whole.near(best)
    around = [0, *(nearest.ability + step for step in (-1, 0, 1))]
    near = [at for at in around if at == 0 or 0 < at < len(whole.abilities)]
    shares = np.array([one.explained for one in believed.spreads])
    mean_share = float(believed.weights @ shares)
    grid = Grid(
        abilities=tuple(whole.abilities[at] for at in near),
        log_priors=tuple(whole.log_priors[at] for at in near),
        explained=(min(whole.explained, key=lambda one: abs(one - mean_share)),),
        slants=whole.slants,
    )
    laid = design(counted.judgements, differing, weights)
    return weigh(laid, differing, grid, Spreads(best.ability, grid.explained[0], 0.5))
