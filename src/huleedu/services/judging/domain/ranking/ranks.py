"""Places from abilities."""

import numpy as np

from huleedu.services.judging.domain.judgements import Floats


def ranks(abilities: Floats) -> Floats:
    """Places from abilities (sets × scripts): 1 for the highest."""
    order = np.argsort(-abilities, axis=1, kind="stable")
    found = np.empty(abilities.shape)
    np.put_along_axis(found, order, np.arange(1.0, abilities.shape[1] + 1)[None, :], axis=1)
    return found
