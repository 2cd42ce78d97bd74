"""Learn what is believed of a batch from what its judges have decided, and when it is enough."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from huleedu.contracts.judging import Kind
from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.desk import Assignments, Rules, Script, decisions_of
from huleedu.services.judging.domain.grading.anchors import anchors_at
from huleedu.services.judging.domain.inference.full_model import learn_full_model
from huleedu.services.judging.domain.inference.hyperparameters import learn
from huleedu.services.judging.domain.inference.posterior import Posterior
from huleedu.services.judging.domain.judgements import Anchors, Known, Measures
from huleedu.services.judging.domain.measured import measures_of
from huleedu.services.judging.domain.ranking.reliability import (
    NotKnownYet,
    Reliability,
    as_known,
    reliability,
)
from huleedu.services.judging.domain.stopping import (
    Aims,
    Enough,
    GoOn,
    verdict,
)

SURE_FROM = 5
"""Before so many judgements of each script, on average, no batch is closed for being reliable: the
figure is shown to be true from there on (docs/evidence/judging.md)."""
SEED = 20261126
"""Equal judgements, equal figures."""


@dataclass(frozen=True, slots=True)
class Outline:
    """How a batch stands: what a belief must know of it. `counts_only`: only a baseline judged."""

    scripts: int
    decided: int
    rules: Rules
    counts_only: bool


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """What there is to learn from; the decisions' scripts are named by their essays."""

    decisions: Decisions
    measures: Measures | None
    rules: Rules

    @property
    def made(self) -> int:
        """How many decisions there are."""
        return len(self.decisions.judgements)

    def whole(self) -> Posterior:
        """What a ranking is made from: all that counts, with judges who may differ."""
        return learn_full_model(self.decisions, self.measures, self._anchors).believed

    def reliability_of(self, posterior: Posterior) -> Reliability | NotKnownYet:
        """How far the ranking that is made from all this can be trusted."""
        found = reliability(posterior, np.random.default_rng(SEED))
        return as_known(found, self.decisions.judgements, self._anchors)

    @property
    def _anchors(self) -> Anchors:
        places = {str(essay): place for essay, place in self.rules.places.items()}
        return anchors_at(places, self.decisions.scripts)


@dataclass(frozen=True, slots=True, eq=False)
class CachedPosterior:
    """What is believed after so many decisions.

    `reached` is only worked out if the batch is to be closed by it.
    """

    posterior: Posterior
    decided: int
    rules: Rules
    reached: Reliability | NotKnownYet | None

    def is_about(self, now: Outline) -> bool:
        """Whether it speaks of the same scripts under the same rules."""
        return (self.posterior.scripts, self.rules) == (now.scripts, now.rules)

    def verdict(self, judged: int) -> Enough | GoOn:
        """Whether the batch has enough with so many judgements, and why."""
        budget = self.rules.judgements
        if budget is not None and judged >= budget:
            return Enough.SPENT
        if self.reached is None or self.decided * 2 < SURE_FROM * self.posterior.scripts:
            return GoOn()
        return verdict(self.reached, judged, Aims(self.rules.reliability))


def learn_from(basis: Basis, before: CachedPosterior | None) -> CachedPosterior:
    """What is believed now; `before` is where to begin to look."""
    known = Known()
    if basis.measures:
        known = Known(features=basis.measures.values, oriented=basis.measures.oriented)
    near = before.posterior.best if before else None
    posterior = learn(basis.decisions.judgements, known, near=near)
    reached = (
        basis.reliability_of(basis.whole())
        if basis.rules.reliability is not None and basis.made
        else None
    )
    return CachedPosterior(posterior, basis.made, basis.rules, reached)


def basis_of(
    scripts: Sequence[Script], assigned: Assignments, rules: Rules, kinds: Mapping[str, Kind]
) -> Basis:
    """What there is to learn from."""
    decisions = decisions_of([str(script.essay) for script in scripts], assigned, kinds)
    counts_only = set(decisions.kinds) == {Kind.BASELINE}
    return Basis(
        decisions, measures_of(scripts) if rules.measures and not counts_only else None, rules
    )
