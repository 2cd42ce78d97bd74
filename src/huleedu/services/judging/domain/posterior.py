"""Hold what is believed about the abilities of all scripts, with every doubt carried along."""

from dataclasses import dataclass, field

import numpy as np
from scipy.linalg import solve_triangular

from huleedu.services.judging.domain.fit import Fit, diagonal
from huleedu.services.judging.domain.judgements import Floats, no_floats
from huleedu.services.judging.domain.solving import conjugate_gradients, factor, inverse

FULL_MAX = 1600
"""Up to so many unknowns the covariance is computed in full; above, from draws."""
DRAWS_FOR_ERRORS = 48
"""With Rao and Blackwell's help, so many draws know a standard error to about half a percent."""
SEED = 20261124
"""Draws that only replace an integral are the same each time: equal judgements, equal errors."""


@dataclass(frozen=True, slots=True, eq=False)
class Belief:
    """A normal distribution of the abilities: one per set of spreads that is thought possible.

    `covariance` (scripts × scripts) is empty for a large class; then `variance` is all there is,
    and `fit` gives draws. The class mean is 0 unless anchors fix the scale.
    """

    fit: Fit
    weight: float
    mean: Floats
    variance: Floats
    covariance: Floats = field(default_factory=no_floats)

    @property
    def anchored(self) -> bool:
        """Whether anchors fix the scale."""
        return self.fit.design.anchored


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """What is believed: beliefs under each possible set of spreads, weighted by the evidence.

    `mean` and `error` (one per script, logits) are of the whole; `error` is a standard deviation
    and counts the doubt about the spread too.
    """

    beliefs: tuple[Belief, ...]
    mean: Floats
    error: Floats

    @property
    def scripts(self) -> int:
        """How many scripts there are."""
        return len(self.mean)

    @property
    def best(self) -> Belief:
        """The belief with the most weight."""
        return max(self.beliefs, key=lambda belief: belief.weight)

    @property
    def ability_sd(self) -> float:
        """How far abilities spread in the class, in logits: root of the mean variance."""
        return float(np.sqrt(sum(one.weight * one.fit.spreads.ability**2 for one in self.beliefs)))

    @property
    def explained(self) -> float:
        """The share of the abilities' variance that the measures explain, 0 to 1."""
        return float(sum(one.weight * one.fit.spreads.explained for one in self.beliefs))

    @property
    def slant_sd(self) -> float:
        """How far single judges' views of a script differ, in logits."""
        return float(np.sqrt(sum(one.weight * one.fit.spreads.slant**2 for one in self.beliefs)))

    def covariance(self) -> Floats:
        """Of the whole (scripts × scripts). Raises ValueError for a class too large for it."""
        total = np.zeros((self.scripts, self.scripts))
        for one in self.beliefs:
            if not one.covariance.size:
                raise ValueError(f"no full covariance of {self.scripts} scripts")
            away = one.mean - self.mean
            total += one.weight * (one.covariance + np.outer(away, away))
        return total

    def draws(self, count: int, dice: np.random.Generator) -> Floats:
        """Abilities as they may be (count × scripts), in logits."""
        shares = dice.multinomial(count, [one.weight for one in self.beliefs])
        drawn = [
            _draws(one, int(share), dice)
            for one, share in zip(self.beliefs, shares, strict=True)
            if share
        ]
        return np.concatenate(drawn)


def believe(fits: list[Fit], weights: Floats) -> Posterior:
    """The posterior from fits under different spreads and the weight of each (they sum to 1)."""
    beliefs = tuple(
        belief_of(one, float(weight)) for one, weight in zip(fits, weights, strict=True)
    )
    mean: Floats = sum((one.weight * one.mean for one in beliefs), np.zeros(len(beliefs[0].mean)))
    variance: Floats = sum(
        (one.weight * (one.variance + (one.mean - mean) ** 2) for one in beliefs),
        np.zeros(len(mean)),
    )
    return Posterior(beliefs, mean, np.sqrt(variance))


def belief_of(fit: Fit, weight: float = 1.0) -> Belief:
    """The abilities' distribution around the most probable ones (Laplace's approximation)."""
    mean = _centred(fit, fit.abilities)
    if fit.design.layout.size > FULL_MAX:
        return Belief(fit, weight, mean, _variance_from_draws(fit))
    upper = factor(fit.hessian()) if fit.upper is None else fit.upper
    layout, measures = fit.design.layout, fit.design.measures
    everything = inverse(upper)
    own = slice(0, layout.scripts)
    covariance = everything[own, own]
    if layout.shared:
        across = measures @ everything[layout.shared_at, own]
        shared = measures @ everything[layout.shared_at, layout.shared_at] @ measures.T
        covariance = covariance + across + across.T + shared
    if not fit.design.anchored:
        means = covariance.mean(0)
        covariance = covariance - means - means[:, None] + means.mean()
    return Belief(fit, weight, mean, np.maximum(covariance.diagonal(), 0), covariance)


def _centred(fit: Fit, abilities: Floats) -> Floats:
    return abilities if fit.design.anchored else abilities - abilities.mean(-1, keepdims=True)


def _draws(belief: Belief, count: int, dice: np.random.Generator) -> Floats:
    fit = belief.fit
    noise = dice.standard_normal((fit.design.layout.size, count))
    if fit.design.layout.size > FULL_MAX:
        away = _perturbed(fit, dice, count)
    else:
        upper = factor(fit.hessian()) if fit.upper is None else fit.upper
        away = np.asarray(solve_triangular(upper, noise, lower=False, check_finite=False))
    layout = fit.design.layout
    moved = (away[: layout.scripts] + fit.design.measures @ away[layout.shared_at]).T
    return belief.mean + _centred(fit, moved)


def _perturbed(fit: Fit, dice: np.random.Generator, count: int) -> Floats:
    """Draws around the mode for a large class, without a factor (Papandreou and Yuille 2010)."""
    rows = fit.design.rows
    by_rows = dice.standard_normal((rows.shape[0], count)) * np.sqrt(fit.weights)[:, None]
    by_prior = dice.standard_normal((len(fit.extra), count)) * np.sqrt(fit.extra)[:, None]
    right = np.asarray(rows.T @ by_rows) + by_prior
    scale = diagonal(fit.design, fit.weights, fit.extra)
    return conjugate_gradients(fit.applied, scale, right, 1e-3)


def _variance_from_draws(fit: Fit) -> Floats:
    """The variance of each ability in a large class (Sidén, Lindgren, Bolin, Villani 2018).

    Given all others, an unknown's variance is 1 over its diagonal entry, exactly; only what the
    others add, a small part, is measured on draws.
    """
    dice = np.random.default_rng(SEED)
    layout = fit.design.layout
    scale = diagonal(fit.design, fit.weights, fit.extra)
    drawn = _perturbed(fit, dice, DRAWS_FOR_ERRORS)
    from_others = drawn - fit.applied(drawn) / scale[:, None]
    own, shared = from_others[: layout.scripts], drawn[layout.shared_at]
    abilities = own + fit.design.measures @ shared
    if not fit.design.anchored:
        abilities = abilities - abilities.mean(0)
    spread: Floats = (abilities**2).mean(1)
    return spread + 1 / scale[: layout.scripts]
