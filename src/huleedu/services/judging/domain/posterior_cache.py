"""Hold what is believed of a batch, as far as its judges' next pairs depend on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from huleedu.contracts.judging import Kind
from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.desk import Assignments, Rules, Script, decisions_of
from huleedu.services.judging.domain.ending import Enough, GoOn
from huleedu.services.judging.domain.judgements import Floats, Measures
from huleedu.services.judging.domain.measured import measures_of

SURE_FROM = 5
"""Before so many judgements of each script, on average, no batch is closed for being reliable: the
figure is shown to be true from there on (docs/evidence/judging.md)."""


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


class Learnt(msgspec.Struct, frozen=True, kw_only=True):
    """What was learnt, as one process tells it another; columns are bytes of float64.

    `mean` and `variance` (scripts) are of the abilities in logits. `covariance` (scripts × scripts)
    and the `doubt` about the spreads (h × scripts), see `Posterior.in_parts`, are empty in a large
    class. `measured`: whether measures were asked for what they explain. `near` is where to begin
    to look the next time: ability, explained and slant of `Spreads`. `reliability` is what was
    reached; None: it was not asked for, or cannot be told yet.
    """

    mean: bytes
    variance: bytes
    covariance: bytes
    doubt: bytes
    measured: bool
    near: tuple[float, float, float]
    reliability: float | None


@dataclass(frozen=True, slots=True, eq=False)
class CachedPosterior:
    """What is believed after so many decisions, to choose pairs by (`pairing.Believed`)."""

    decided: int
    rules: Rules
    near: tuple[float, float, float]
    reliability: float | None
    measured: bool
    means: Floats
    variances: Floats
    covariances: Floats
    doubts: Floats

    @property
    def scripts(self) -> int:
        """How many scripts there are."""
        return len(self.means)

    @property
    def only_variances(self) -> bool:
        """Whether there is no covariance: in a large class."""
        return not self.covariances.size

    def mean(self) -> Floats:
        """One ability per script, in logits."""
        return self.means

    def error(self) -> Floats:
        """The standard deviation of each ability, in logits."""
        return np.sqrt(self.variances)

    def covariance(self, doubt: float = 1.0) -> Floats:
        """Of the abilities (scripts × scripts); `doubt` (0 to 1): how much that about spreads."""
        return self.covariances + doubt * self.doubts.T @ self.doubts

    def is_about(self, now: Outline) -> bool:
        """Whether it speaks of the same scripts under the same rules."""
        return (self.scripts, self.rules) == (now.scripts, now.rules)

    def verdict(self, judged: int) -> Enough | GoOn:
        """Whether the batch has enough with so many judgements, and why."""
        budget, aim = self.rules.judgements, self.rules.reliability
        if budget is not None and judged >= budget:
            return Enough.SPENT
        if aim is None or self.reliability is None or not sure(self.decided, self.scripts):
            return GoOn()
        return Enough.RELIABLE if self.reliability >= aim else GoOn()


def sure(decided: int, scripts: int) -> bool:
    """Whether a reliability after so many decisions is sure enough to end by."""
    return decided * 2 >= SURE_FROM * scripts


def cached(learnt: Learnt, basis: Basis) -> CachedPosterior:
    """What was learnt from this."""
    mean, doubt = np.frombuffer(learnt.mean), np.frombuffer(learnt.doubt)
    across = np.frombuffer(learnt.covariance)
    return CachedPosterior(
        decided=basis.made,
        rules=basis.rules,
        near=learnt.near,
        reliability=learnt.reliability,
        measured=learnt.measured,
        means=mean,
        variances=np.frombuffer(learnt.variance),
        covariances=across.reshape(-1, len(mean)),
        doubts=doubt.reshape(-1, len(mean)),
    )


def basis_of(
    scripts: Sequence[Script], assigned: Assignments, rules: Rules, kinds: Mapping[str, Kind]
) -> Basis:
    """What there is to learn from."""
    decisions = decisions_of([str(script.essay) for script in scripts], assigned, kinds)
    counts_only = set(decisions.kinds) == {Kind.BASELINE}
    return Basis(
        decisions, measures_of(scripts) if rules.measures and not counts_only else None, rules
    )
