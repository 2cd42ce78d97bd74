"""What a ranking hangs on is what would be missing without it."""

import numpy as np
import pytest

from huleedu.services.judging.domain.decisions import Decisions, read_decisions
from huleedu.services.judging.domain.inference.hyperparameters import learn, learn_at
from huleedu.services.judging.domain.judgements import Known
from huleedu.services.judging.domain.ranking.explained import agreements, deciding, surprises
from huleedu.services.judging.domain.ranking.misfit import misfit


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


def test_agreement_is_set_beside_what_coin_tosses_would_give() -> None:
    lines = [f"{judge},s{n},t{n},no" for n in range(12) for judge in "AB"]
    (found,) = agreements(read("\n".join(["judge,winner,loser,tie", *lines])))
    assert (found.pairs, found.agreed) == (12, 12)
    assert found.chance == pytest.approx(0.5)
    assert found.kappa == pytest.approx(1.0)
    odd = [f"B,t{n},s{n},no" if line.startswith("B") else line for n, line in enumerate(lines)]
    half = (
        [line for n, line in enumerate(lines) if n % 4 < 2]
        + odd[2::4]
        + [f"B,t{n},s{n},no" for n in range(1, 12, 2)]
    )
    (found,) = agreements(read("\n".join(["judge,winner,loser,tie", *half])))
    assert found.agreed == 6
    assert found.kappa == pytest.approx(0.0)


def test_few_pairs_in_common_have_no_kappa() -> None:
    (found,) = agreements(read("judge,winner,loser,tie\nA,x,y,no\nB,x,y,no\n"))
    assert found.kappa is None


def test_ties_of_both_raise_what_chance_gives() -> None:
    lines = [f"{judge},s{n},t{n},{'yes' if n < 6 else 'no'}" for n in range(12) for judge in "AB"]
    (found,) = agreements(read("\n".join(["judge,winner,loser,tie", *lines])))
    assert found.chance == pytest.approx(0.25 + 0.125)


def test_the_places_that_a_judgement_moved_are_those_passed() -> None:
    decisions = drawn(4, scripts=10, count=60)
    believed = learn(decisions.judgements, Known(side_sd=0.0))
    mean = believed.mean()
    for name, each in deciding(decisions, believed).items():
        at = decisions.scripts.index(name)
        for one in each:
            without = mean[at] - one.effect
            others = np.delete(mean, at)
            now, then = (others > mean[at]).sum(), (others > without).sum()
            assert one.places == then - now


def test_much_better_is_said_to_be_so() -> None:
    decisions = read("judge,first,second,answer\nj,a,b,2\nj,b,c,-1\nj,a,c,0\n")
    believed = learn(decisions.judgements, Known(side_sd=0.0))
    told = deciding(decisions, believed)
    assert {each.result for each in told["a"]} == {"much better", "equal"}
    assert {each.result for each in told["b"]} == {"much worse", "worse"}
