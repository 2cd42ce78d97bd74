"""Simulated classes for the tests of judging."""

from collections.abc import Callable

import numpy as np
import pytest

from huleedu.services.judging.domain.judgements import Floats, Judgements

Simulate = Callable[..., tuple[Floats, Judgements]]


@pytest.fixture
def simulate() -> Simulate:
    """Abilities of a class and judgements on random pairs of it."""

    def run(
        scripts: int,
        count: int,
        *,
        ability_sd: float = 1.5,
        steps: int = 2,
        gaps: tuple[float, float] = (0.5, 1.5),
        judges: int = 1,
        sides: tuple[float, ...] = (),
        sharpness: tuple[float, ...] = (),
        seed: int = 1,
    ) -> tuple[Floats, Judgements]:
        dice = np.random.default_rng(seed)
        truth = dice.normal(size=scripts) * ability_sd
        first = dice.integers(0, scripts, count)
        second = (first + dice.integers(1, scripts, count)) % scripts
        judge = np.arange(count) % judges
        sharp = np.array(sharpness or (1.0,) * judges)[judge]
        lean = np.array(sides or (0.0,) * judges)[judge]
        seen = sharp * (truth[first] - truth[second]) + lean + dice.logistic(size=count)
        inner, outer = gaps[0], gaps[0] + gaps[1]
        edges = {2: [0.0], 3: [-inner, inner], 5: [-outer, -inner, inner, outer]}[steps]
        answer = np.searchsorted(edges, seen) - steps // 2
        if steps == 2:
            answer = np.where(seen > 0, 1, -1)
        return truth, Judgements(
            scripts, judges, first, second, judge, answer, np.full(count, steps)
        )

    return run
