"""The bench of odd judges simulates as it says, and its lines tell what was aimed at."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from huleedu.bench import odd_judges
from huleedu.bench.odd_judges import OddNamed, World, simulated
from huleedu.services.judging.api.measuring import Odd

SMALL = World(10, "first", 0.95, (Odd.FIRST,))


def test_the_first_of_four_judges_has_the_habit() -> None:
    truth, made = simulated(SMALL, 1)
    assert len(truth) == 10
    assert np.bincount(made.judge).tolist() == [13, 13, 12, 12]
    assert (made.answer[made.judge == 0] == 1).all()
    assert {*made.answer[made.judge == 1].tolist()} == {-1, 1}
    judged = World(10, "judges", None, ())
    assert not (simulated(judged, 1)[1].answer[:8] == made.answer[:8]).all()


def test_a_world_is_met_if_enough_are_named_and_few_wrongly() -> None:
    assert odd_judges.look(SMALL, 2).good == 3
    assert OddNamed(SMALL, named=0.96, wrongly=0.01, possible=None).met
    assert not OddNamed(SMALL, named=0.94, wrongly=0.01, possible=None).met
    assert not OddNamed(SMALL, named=1.0, wrongly=0.03, possible=None).met


def test_a_line_tells_the_aim_and_what_could_be_reached_at_best(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worlds = (World(8, "judges", None, ()), World(8, "coin", None, (Odd.COIN,)))
    monkeypatch.setattr(odd_judges, "WORLDS", worlds)
    with ThreadPoolExecutor(1) as pool:
        good, coin = odd_judges.lines(range(1, 3), pool)
    assert good[:2] == ("one of four judges: judges, N=8, c=10", "wrongly named ≤ 2 %")
    assert coin[1] == "as far as can be; good ones wrongly ≤ 2 %"
    assert "by who knows the true abilities" in coin[2]
