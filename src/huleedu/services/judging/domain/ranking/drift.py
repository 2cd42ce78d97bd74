"""Find anchors that do not stand any more where they were known to stand.

Each is placed by the judgements and by the other anchors alone, and held against what was known of
it. The farthest is taken away first, for one that has drifted makes the others look so, too.
"""

from dataclasses import dataclass, replace

import numpy as np

from huleedu.services.judging.domain.inference.full_model import FullModel
from huleedu.services.judging.domain.inference.hyperparameters import learn_at
from huleedu.services.judging.domain.judgements import Anchors, Floats, Ints

FAR = 2.5
"""Standard errors, of what was known and of what is found together. Of 300 anchors that had not
drifted one was named (60 simulated classes of 30 with 12 comparisons of each and five anchors,
known to ±0.3); of those that had drifted by 2 logits 42 %, by 2.5 logits 63 %."""
FOUND_MIN = 3
"""Judgements of an anchor; with fewer nothing is said of it."""
DEAR = 20_000
"""Anchors times scripts; with more it would take seconds."""


@dataclass(frozen=True, slots=True)
class Drift:
    """An anchor known to stand at `known` stands at `found` by all else, which has an error."""

    script: int
    known: float
    found: float
    error: float


def drifted(whole: FullModel, anchors: Anchors) -> tuple[Drift, ...]:
    """Anchors that have drifted, the farthest first; of two that disagree both.

    One alone is held against nothing: it is what says where the scale lies.
    """
    made = whole.counted.judgements
    often = np.bincount(np.concatenate([made.first, made.second]), minlength=made.scripts)
    left = np.flatnonzero(often[anchors.script] >= FOUND_MIN)
    if len(left) * made.scripts > DEAR:
        return ()
    found: list[Drift] = []
    while len(left) > 1:
        held = [_held(whole, anchors, left, at) for at in left.tolist()]
        far = [
            abs(one.found - one.known) / np.hypot(one.error, anchors.error[at])
            for one, at in zip(held, left.tolist(), strict=True)
        ]
        worst = int(np.argmax(far))
        if far[worst] < FAR:
            break
        if len(left) == 2:
            return (*found, *held)
        found.append(held[worst])
        left = np.delete(left, worst)
    return tuple(found)


def _held(whole: FullModel, anchors: Anchors, left: Ints, at: int) -> Drift:
    """Where an anchor stands by the judgements and the others that are left."""
    others = left[left != at]
    columns: tuple[Ints, Floats, Floats] = (
        anchors.script[others],
        anchors.place[others],
        anchors.error[others],
    )
    known = replace(whole.known, anchors=Anchors(*columns))
    believed = learn_at(whole.counted.judgements, known, whole.alike_eyed.best, whole.weights)
    script = int(anchors.script[at])
    return Drift(
        script=script,
        known=float(anchors.place[at]),
        found=float(believed.mean()[script]),
        error=float(believed.error()[script]),
    )
