"""Hold what is believed about the abilities of all scripts, with every doubt carried along."""

from dataclasses import dataclass, field, replace

import numpy as np
from scipy.linalg import solve_triangular

from huleedu.services.judging.domain.inference.expectation_propagation import Average, tilted
from huleedu.services.judging.domain.inference.fit import ALIKE, Fit, Spreads
from huleedu.services.judging.domain.inference.linear_algebra import (
    conjugate_gradients,
    factor,
    inverse,
)
from huleedu.services.judging.domain.inference.model import Design
from huleedu.services.judging.domain.judgements import Floats, no_floats

FULL_MAX = 1600
"""Up to so many unknowns the covariance can be had in full; above, only draws."""
DRAWS_MIN, DRAWS_MAX = 24, 240
"""Errors are measured on so many draws: 24 do where pairs are well mixed, more where scripts were
compared with neighbours alone, so that what is far apart moves together."""
ERROR_OF_ERRORS = 0.01
"""How far a measured standard error scatters around the exact one, typically."""
RESIDUAL_OF_DRAWS = 1e-3
"""Draws need not be solved for more exactly than they scatter."""
SEED = 20261124
"""Draws that only replace an integral are the same each time: equal judgements, equal errors."""


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """What is believed: a normal distribution of the abilities per set of spreads thought possible.

    h sets of spreads with `weights` (h; they sum to 1) and `spreads`; `means` (h × scripts) and
    `covariances` (h × scripts × scripts) of the abilities in logits, `gaps` (h × 0, 1 or 2) the
    widths of the steps, `sides` (h × judges) the side biases. Without anchors only differences
    between abilities mean anything; `mean`, `error` and draws then have the class's mean at 0.
    With many hundred scripts there is one normal distribution, given by the fit that it is
    `around`; `variances` (scripts) are those of the centred abilities, and `covariances` are empty
    (`in_full` works them out, if the class is not too large).
    """

    weights: Floats
    spreads: tuple[Spreads, ...]
    means: Floats
    covariances: Floats
    gaps: Floats
    sides: Floats
    anchored: bool
    around: Fit | None = None
    variances: Floats = field(default_factory=no_floats)

    @property
    def scripts(self) -> int:
        """How many scripts there are."""
        return self.means.shape[1]

    @property
    def large(self) -> Fit | None:
        """The fit of a class that is too large for covariances; None for any other."""
        fit = self.around
        return fit if fit is not None and fit.design.layout.size > FULL_MAX else None

    @property
    def best(self) -> Spreads:
        """The most probable spreads, if the scripts are not all alike."""
        return max(
            zip(self.weights, self.spreads, strict=True),
            key=lambda one: (one[1].ability > ALIKE, one[0]),
        )[1]

    @property
    def alike(self) -> float:
        """The probability that the scripts are all alike, so that judges toss coins."""
        return float(
            sum(
                weight
                for weight, one in zip(self.weights, self.spreads, strict=True)
                if one.ability <= ALIKE
            )
        )

    @property
    def only_variances(self) -> bool:
        """Whether it stands around a fit, whose covariance has to be worked out."""
        return self.around is not None

    @property
    def measured(self) -> bool:
        """Whether measures were asked for what they explain."""
        return any(one.explained > 0 for one in self.spreads)

    @property
    def slant_sd(self) -> float:
        """How far single judges' views of a script differ, in logits (root mean square)."""
        return float(np.sqrt(self.weights @ np.array([one.slant**2 for one in self.spreads])))

    def mean(self) -> Floats:
        """One ability per script, in logits: the expectation."""
        return self.centred(self.weights @ self.means)

    def error(self) -> Floats:
        """The standard deviation of each ability, in logits, with the doubt about spreads."""
        if self.around is not None:
            return np.sqrt(self.variances)
        away = self.means - self.weights @ self.means
        mixed = self.weights @ (np.diagonal(self.covariances, axis1=1, axis2=2) + away**2)
        if not self.anchored:
            means = self.weights @ (self.covariances.mean(1) + away * away.mean(1)[:, None])
            mixed = mixed - 2 * means + means.mean()
        return np.sqrt(np.maximum(mixed, 0))

    def covariance(self, doubt: float = 1.0) -> Floats:
        """Of the abilities (scripts × scripts), over all spreads. A large class has none.

        `doubt` (0 to 1) is how much the doubt about the spreads counts.
        """
        if self.around is not None:
            return self.in_full().covariance(doubt)
        total, away = self.in_parts()
        return total + doubt * away.T @ away

    def in_parts(self) -> tuple[Floats, Floats]:
        """The covariance without the doubt about the spreads (scripts × scripts), and that doubt.

        The doubt (h × scripts) is how far each mean lies from all, times the root of its weight:
        its product with itself is to be added.
        """
        total = self._centred_both(np.tensordot(self.weights, self.covariances, 1))
        away = np.sqrt(self.weights)[:, None] * (self.means - self.weights @ self.means)
        return total, self.centred(away)

    def in_full(self) -> "Posterior":
        """The same with its covariances. Raises ValueError for a large class."""
        if self.around is None:
            return self
        if self.large is not None:
            raise ValueError("a class of this size has no full covariance")
        covariance = _of_abilities(self.around.design, inverse(self.around.upper()))
        return replace(self, covariances=covariance[None], around=None, variances=no_floats())

    def _centred_both(self, covariance: Floats) -> Floats:
        if self.anchored:
            return covariance
        means = covariance.mean(0)
        return covariance - means - means[:, None] + means.mean()

    def draws(self, count: int, dice: np.random.Generator) -> Floats:
        """Abilities as they may be (count × scripts), in logits."""
        if self.around is not None:
            away = _perturbed(self.around, dice, count)
            return self.centred(self.means[0] + _abilities(self.around.design, away))
        shares = dice.multinomial(count, self.weights / self.weights.sum())
        blocks: list[Floats] = []
        for share, mean, covariance in zip(shares, self.means, self.covariances, strict=True):
            if share:
                noise = dice.standard_normal((int(share), self.scripts))
                blocks.append(mean + noise @ factor(firm(covariance)))
        return self.centred(np.concatenate(blocks))

    def centred(self, abilities: Floats) -> Floats:
        """Abilities (… × scripts) with the class's mean at 0, unless anchors fix the scale."""
        return abilities if self.anchored else abilities - abilities.mean(-1, keepdims=True)

    def after(
        self, first: int, second: int, answer: int, steps: int = 2, judge: int | None = None
    ) -> "Posterior":
        """What is believed after one more judgement: quick, and nearly as good as all anew.

        Each belief takes in the answer as Opper (1998) does: the normal distribution with the
        right mean and variance; and beliefs that expected the answer gain weight. Raises
        ValueError for a large class, which has to be learned anew.
        """
        if self.around is not None:
            return self.in_full().after(first, second, answer, steps, judge)
        lower, upper = bounds(answer, steps, self.gaps)
        lean = self.sides[:, judge] if judge is not None and self.sides.size else 0.0
        weights, means, covariances = self.weights, self.means, self.covariances
        for sign, bound in ((1.0, lower), (-1.0, upper)):
            if np.isinf(bound).all():
                continue
            along = sign * (covariances[:, :, first] - covariances[:, :, second])
            variance = sign * (along[:, first] - along[:, second])
            seen = sign * (means[:, first] - means[:, second] + lean - bound)
            chance, average, spread = tilted(seen, np.maximum(variance, 1e-12))
            gain = along / np.maximum(variance, 1e-12)[:, None]
            means = means + gain * (average - seen)[:, None]
            covariances = covariances - (
                gain[:, :, None] * gain[:, None, :] * (variance - spread)[:, None, None]
            )
            weights = weights * chance
        return replace(self, weights=weights / weights.sum(), means=means, covariances=covariances)


def bounds(answer: int, steps: int, gaps: Floats) -> tuple[Floats, Floats]:
    """The interval of the line that an answer stands for, under each belief (h; infinite: none)."""
    count = len(gaps)
    inner = gaps[:, 0] if gaps.shape[1] and steps > 2 else np.zeros(count)
    outer = inner + gaps[:, 1] if gaps.shape[1] > 1 and steps > 3 else inner
    never = np.full(count, np.inf)
    upward = {0: inner, 1: outer, 2: never} if steps == 5 else {0: inner, 1: never}
    if answer < 0:
        lower, upper = bounds(-answer, steps, gaps)
        return -upper, -lower
    if answer == 0:
        return -inner, inner
    return (inner if answer == 1 else outer), upward[answer]


def believe(design: Design, averages: list[Average], weights: Floats) -> Posterior:
    """The posterior from averages under different spreads and the weight of each (sum 1)."""
    layout = design.layout
    means = np.array([_abilities(design, one.mean[:, None])[0] for one in averages])
    return Posterior(
        weights=weights,
        spreads=tuple(one.spreads for one in averages),
        means=means,
        covariances=np.array([_of_abilities(design, one.covariance) for one in averages]),
        gaps=np.array([one.mean[layout.gap_at] for one in averages]),
        sides=np.array([one.mean[layout.side_at] for one in averages]),
        anchored=design.anchored,
    )


def believe_fit(fit: Fit) -> Posterior:
    """The posterior around the most probable abilities of one fit (Laplace's approximation)."""
    few = isinstance(fit.curved, np.ndarray)
    around = Posterior(
        weights=np.ones(1),
        spreads=(fit.spreads,),
        means=fit.abilities[None],
        covariances=np.zeros((0, 0, 0)),
        gaps=fit.gaps[None],
        sides=fit.sides[None],
        anchored=fit.design.anchored,
        around=fit,
        variances=no_floats() if few else _variances(fit),
    )
    return around.in_full() if few else around


def trace_of_own(fit: Fit, draws: int) -> float:
    """The sum of the variances of the scripts' own parts, from a few draws."""
    _, from_others = _conditioned(fit, draws, np.random.default_rng(SEED))
    own = slice(0, fit.design.layout.scripts)
    alone = 1 / fit.sparse_hessian().diagonal()
    return float((from_others[own] ** 2).mean(1).sum() + alone[own].sum())


def _abilities(design: Design, unknowns: Floats) -> Floats:
    """Abilities (sets × scripts) from unknowns (unknowns × sets)."""
    layout = design.layout
    own: Floats = unknowns[: layout.scripts]
    return (own + design.measures @ unknowns[layout.shared_at]).T


def _of_abilities(design: Design, covariance: Floats) -> Floats:
    """The covariance of the abilities from that of all unknowns."""
    layout, measures = design.layout, design.measures
    own = slice(0, layout.scripts)
    if not layout.shared:
        return covariance[own, own]
    across = measures @ covariance[layout.shared_at, own]
    shared = measures @ covariance[layout.shared_at, layout.shared_at] @ measures.T
    return covariance[own, own] + across + across.T + shared


def firm(covariance: Floats) -> Floats:
    """A copy that can be factored, where rounding or a fixed anchor leaves no variance."""
    firm = covariance.copy()
    firm[np.diag_indices_from(firm)] += 1e-10 + 1e-10 * float(covariance.diagonal().max())
    return firm


def _perturbed(fit: Fit, dice: np.random.Generator, count: int) -> Floats:
    """Draws around the mode (unknowns × count), by a factor if there are few unknowns."""
    if fit.design.layout.size > FULL_MAX:
        return _perturbed_by_noise(fit, dice, count)
    noise = dice.standard_normal((len(fit.extra), count))
    return np.asarray(solve_triangular(fit.upper(), noise, lower=False, check_finite=False))


def _perturbed_by_noise(fit: Fit, dice: np.random.Generator, count: int) -> Floats:
    """Draws around the mode from noise on each comparison and on the prior (Papandreou 2010)."""
    rows = fit.design.rows
    by_rows = dice.standard_normal((rows.shape[0], count)) * np.sqrt(fit.weights)[:, None]
    by_prior = dice.standard_normal((len(fit.extra), count)) * np.sqrt(fit.extra)[:, None]
    right = np.asarray(rows.T @ by_rows) + by_prior
    return conjugate_gradients(fit.sparse_hessian(), right, RESIDUAL_OF_DRAWS)


def _conditioned(fit: Fit, draws: int, dice: np.random.Generator) -> tuple[Floats, Floats]:
    """Draws, and what each unknown is expected to be, given all others of its draw.

    Given all others, an unknown's variance is 1 over its entry on the Hessian's diagonal, exactly;
    only what the others add is measured on draws (Sidén, Lindgren, Bolin, Villani 2018).
    """
    hessian = fit.sparse_hessian()
    drawn = _perturbed_by_noise(fit, dice, draws)
    return drawn, drawn - (hessian @ drawn) / hessian.diagonal()[:, None]


def _variances(fit: Fit) -> Floats:
    """The variance of each ability in a class of many hundreds; centred, unless anchored.

    The mean of k squares scatters by a share of √(2/k), of what is measured; a root by half that.
    """
    dice = np.random.default_rng(SEED)
    alone = (1 / fit.sparse_hessian().diagonal())[: fit.design.layout.scripts]
    spread = _spread_from_others(fit, DRAWS_MIN, dice)
    share = float((spread / (spread + alone)).mean())
    draws = int(min(share**2 / (2 * ERROR_OF_ERRORS**2), DRAWS_MAX))
    if draws > DRAWS_MIN:
        more = _spread_from_others(fit, draws - DRAWS_MIN, dice)
        spread = spread + (1 - DRAWS_MIN / draws) * (more - spread)
    return spread + alone


def _spread_from_others(fit: Fit, draws: int, dice: np.random.Generator) -> Floats:
    """The part of each ability's variance that comes from the others' (scripts)."""
    shared = fit.design.layout.shared_at
    drawn, from_others = _conditioned(fit, draws, dice)
    from_others[shared] = drawn[shared]
    abilities = _abilities(fit.design, from_others).T
    if not fit.design.anchored:
        abilities = abilities - abilities.mean(0)
    spread: Floats = (abilities**2).mean(1)
    return spread
