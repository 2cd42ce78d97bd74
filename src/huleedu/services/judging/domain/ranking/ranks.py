"""Places from abilities."""

import numpy as np

from huleedu.services.judging.domain.judgements import Floats, Ints

ALIKE = 1e-6
"""Logits: abilities that differ by less differ by the rounding of what found them alone."""


def ranks(abilities: Floats) -> Floats:
    """Places from abilities (sets × scripts): 1 for the highest."""
    order = np.argsort(-abilities, axis=1, kind="stable")
    found = np.empty(abilities.shape)
    np.put_along_axis(found, order, np.arange(1.0, abilities.shape[1] + 1)[None, :], axis=1)
    return found


def places_shared(ability: Floats) -> Ints:
    """The place of each script, 1 for the highest; who is alike shares the best of their places."""
    order = np.argsort(-ability, kind="stable")
    apart = np.diff(ability[order], prepend=np.inf) < -ALIKE
    found = np.empty(len(ability), np.int64)
    found[order] = np.maximum.accumulate(np.where(apart, np.arange(1, len(ability) + 1), 1))
    return found
