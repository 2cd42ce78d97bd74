"""A ranking from a part of the decisions knows of those that steered which pairs were chosen."""

from dataclasses import replace

import numpy as np
import pytest

from huleedu.bench.worlds import OddWorld, simulated
from huleedu.contracts.judging import Kind
from huleedu.contracts.reason import Reason
from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.inference.full_model import learn_full_model
from huleedu.services.judging.domain.inference.in_parts import learn_in_part
from huleedu.services.judging.domain.inference.posterior import Posterior
from huleedu.services.judging.domain.judgements import Anchors, Floats, Judgements

NONE = Anchors()
HALF = OddWorld("half", scripts=12, sharpness=(1.0,) * 4, left_out=2)
SAID = Reason("ranking.spread_of_all")


def decisions(made: Judgements) -> Decisions:
    return Decisions(
        judgements=made,
        scripts=tuple(f"{at}" for at in range(made.scripts)),
        judges=tuple(f"{at}" for at in range(made.judges)),
        times=("",) * len(made),
        sides_usable=True,
        kinds=(Kind.PERSON,) * made.judges,
        took_s=np.full(len(made), np.nan),
    )


def spread(believed: Posterior) -> float:
    return float(believed.weights @ np.array([one.ability for one in believed.spreads]))


def judged(world: OddWorld, seed: int) -> tuple[Floats, Decisions, Decisions]:
    truth, made, _ = simulated(world, seed)
    everything = decisions(made)
    return truth, everything, everything.chosen(made.judge >= world.left_out)


def test_the_spread_is_taken_from_all_that_steered_and_said_so() -> None:
    noted = 0
    for seed in range(4):
        _, everything, part = judged(HALF, seed)
        alone, known = (learn_in_part(part, also, None, NONE) for also in (None, everything))
        wider = spread(learn_full_model(everything, None, NONE).believed)
        assert spread(known.believed) == pytest.approx(max(spread(alone.believed), wider))
        assert (SAID in known.left_out) == (wider > spread(alone.believed))
        noted += SAID in known.left_out
    assert noted


def test_places_come_from_what_counts() -> None:
    _, everything, part = judged(HALF, 0)
    made = everything.judgements
    turned = np.where(made.judge < HALF.left_out, -made.answer, made.answer)
    other = replace(everything, judgements=replace(made, answer=turned))
    one, two = (learn_in_part(part, also, None, NONE) for also in (everything, other))
    assert np.corrcoef(one.believed.mean(), two.believed.mean()).item(0, 1) > 0.98
    assert len(one.counted.judgements) == len(part.judgements)


def test_a_judge_who_makes_the_class_look_narrow_changes_nothing() -> None:
    world = replace(HALF, sharpness=(-3.0, -3.0, 3.0, 3.0))
    _, everything, part = judged(world, 0)
    assert SAID not in learn_in_part(part, everything, None, NONE).left_out


def test_nothing_is_learned_twice_where_all_counts() -> None:
    _, everything, _ = judged(HALF, 1)
    assert SAID not in learn_in_part(everything, everything, None, NONE).left_out
