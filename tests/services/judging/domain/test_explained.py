"""What a ranking hangs on is what would be missing without it."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest

from huleedu.services.judging.domain import Decisions, read_decisions
from huleedu.services.judging.domain.explained import agreements, deciding, surprises
from huleedu.services.judging.domain.judgements import Known
from huleedu.services.judging.domain.misfit import misfit
from huleedu.services.judging.domain.picture import svg
from huleedu.services.judging.domain.ranking import rank
from huleedu.services.judging.domain.spread import learn, learn_at


def read(text: str) -> Decisions:
    found = read_decisions(text)
    assert isinstance(found, Decisions)
    return found


def drawn(seed: int, scripts: int = 12, count: int = 120) -> Decisions:
    """Decisions by Bradley and Terry's model."""
    dice = np.random.default_rng(seed)
    truth = dice.normal(0, 1.5, scripts)
    lines = ["judge,winner,loser"]
    for _ in range(count):
        a, b = dice.choice(scripts, 2, replace=False)
        wins = dice.random() < 1 / (1 + np.exp(truth[b] - truth[a]))
        lines.append(f"j{dice.integers(2)},s{a if wins else b},s{b if wins else a}")
    return read("\n".join(lines))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_deciding_judgement_moves_the_script_as_far_as_it_is_said(seed: int) -> None:
    decisions = drawn(seed)
    made = decisions.judgements
    known = Known(side_sd=0.0)
    # both with the same spreads: what one judgement teaches of them is another matter
    best = learn(made, known).best
    believed = learn_at(made, known, best, np.ones(made.judges))
    before = believed.mean()
    told = deciding(decisions, believed)
    said: list[float] = []
    really: list[float] = []
    for at, name in enumerate(decisions.scripts):
        first = told[name][0]
        other = decisions.scripts.index(first.other)
        judge = decisions.judges.index(first.judge)
        rows = (made.judge == judge) & (
            ((made.first == at) & (made.second == other))
            | ((made.first == other) & (made.second == at))
        )
        answer = np.where(made.first == at, made.answer, -made.answer)
        wanted = {"better": 1, "worse": -1}[first.result]
        k = int(np.flatnonzero(rows & (answer == wanted))[0])
        left = made.chosen(np.arange(len(made)) != k)
        after = learn_at(left, known, best, np.ones(made.judges)).mean()
        said.append(first.effect)
        really.append(float(before[at] - after[at]))
        assert np.sign(first.effect) == np.sign(really[-1])
        assert (first.effect > 0) == (first.result == "better")
    assert np.corrcoef(said, really)[0, 1] > 0.95
    assert np.median(np.array(said) / np.array(really)) == pytest.approx(1, abs=0.25)


def test_what_is_surprising_stands_first() -> None:
    ordered = [f"j,{a},{b}" for a, b in ("ab", "bc", "cd", "ac", "bd", "ad")] * 4
    decisions = read("\n".join(["judge,winner,loser", *ordered, "odd,d,a"]))
    believed = learn(decisions.judgements, Known(side_sd=0.0))
    first, *_ = surprises(decisions, misfit(decisions.judgements, believed))
    assert (first.judge, first.better, first.worse, first.equal) == ("odd", "d", "a", False)
    assert first.residual > 2


def test_agreement_is_counted_over_pairs_that_both_have_seen() -> None:
    decisions = read(
        "judge,winner,loser,tie\nÅ,a,b,no\nB,a,b,no\nÅ,c,b,no\nB,b,c,no\nC,a,b,yes\nÅ,a,d,no\n"
    )
    found = {frozenset(each.judges): (each.agreed, each.pairs) for each in agreements(decisions)}
    assert found == {
        frozenset(("Å", "B")): (1, 2),
        frozenset(("Å", "C")): (0, 1),
        frozenset(("B", "C")): (0, 1),
    }


def test_the_picture_shows_every_script_with_its_error() -> None:
    ranking = rank(read("judge,winner,loser\nj,<Åsa & Bo>,b\nj,b,c\nj,<Åsa & Bo>,c\n"), 1)
    image = ET.fromstring(svg(ranking))
    space = "{http://www.w3.org/2000/svg}"
    texts = [text.text for text in image.iter(f"{space}text")]
    assert "<Åsa & Bo>" in texts
    bars = [line for line in image.iter(f"{space}line") if line.get("class") == "bar"]
    assert len(bars) == 3
    assert all(float(bar.attrib["x1"]) < float(bar.attrib["x2"]) for bar in bars)
