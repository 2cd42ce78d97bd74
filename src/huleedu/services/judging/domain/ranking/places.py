"""Say between which places each script stands, in classes of any size."""

import numpy as np

from huleedu.services.judging.domain.inference.posterior import Posterior
from huleedu.services.judging.domain.judgements import Floats
from huleedu.services.judging.domain.ranking.ranks import places_shared
from huleedu.services.judging.domain.ranking.reliability import DRAWS, Places, places_of

DRAWS_OF_LARGE = 64
"""Draws of a class without a full covariance are dear; over its many scripts so few tell as much
of the reliability as thousands in a small class."""
SURE_90 = 1.645
"""Standard errors to each side that hold 90 % of a normal distribution."""


def draws_for(believed: Posterior) -> int:
    """How many draws to make."""
    return DRAWS if believed.large is None else DRAWS_OF_LARGE


def places_by(believed: Posterior, drawn: Floats) -> Places:
    """The place of each script and its 90 % interval; `drawn` (draws × scripts) are abilities.

    In a large class a script's place is all but given by its own ability: it is the number of
    scripts above, which the draws tell for any ability. So its interval reaches from the place of
    the ability's upper end to that of the lower one.
    """
    if believed.large is None:
        return places_of(believed, drawn)
    mean, error = believed.mean(), believed.error()
    pooled = np.sort(drawn, axis=None)
    scripts = drawn.shape[1]

    def place_at(ability: Floats) -> Floats:
        above = 1 - np.searchsorted(pooled, ability) / pooled.size
        return np.clip(1 + above * (scripts - 1), 1, scripts)

    place = places_shared(mean)
    low = np.floor(place_at(mean + SURE_90 * error)).astype(np.int64)
    high = np.ceil(place_at(mean - SURE_90 * error)).astype(np.int64)
    return Places(
        place=place,
        low=np.minimum(low, place),
        high=np.maximum(high, place),
        expected=place_at(mean),
    )
