"""The whole model ranks: who counts, how much, what measures and anchors add, what is left out."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from huleedu.contracts.judging import Kind
from huleedu.contracts.reason import Reason, code_of
from huleedu.services.judging.domain.decisions import Decisions, read_decisions
from huleedu.services.judging.domain.grading.grades import A_TO_F
from huleedu.services.judging.domain.judgements import Floats, Judgements, Measures
from huleedu.services.judging.domain.ranking.panel import RankingJudge
from huleedu.services.judging.domain.ranking.ranking import Asked, Ranking, rank


def judged(
    *,
    scripts: int = 12,
    count: int = 160,
    kinds: tuple[Kind, ...] = (Kind.PERSON, Kind.PERSON),
    sharp: tuple[float, ...] = (),
    sides: tuple[float, ...] = (),
    seed: int = 1,
) -> tuple[Floats, Decisions]:
    """True abilities, falling from script to script, and decisions of a panel on random pairs."""
    dice = np.random.default_rng(seed)
    truth: Floats = np.linspace(2.5, -2.5, scripts)
    first = dice.integers(0, scripts, count)
    second = (first + dice.integers(1, scripts, count)) % scripts
    judge = np.arange(count) % len(kinds)
    seen = np.array(sharp or (1.0,) * len(kinds))[judge] * (truth[first] - truth[second])
    seen = seen + np.array(sides or (0.0,) * len(kinds))[judge] + dice.logistic(size=count)
    made = Judgements(
        scripts, len(kinds), first, second, judge, np.where(seen > 0, 1, -1), np.full(count, 2)
    )
    return truth, Decisions(
        judgements=made,
        scripts=tuple(f"s{n:02}" for n in range(scripts)),
        judges=tuple(f"j{n}" for n in range(len(kinds))),
        times=("",) * count,
        sides_usable=True,
        kinds=kinds,
        took_s=np.full(count, np.nan),
    )


def judge(ranking: Ranking, name: str) -> RankingJudge:
    """One of the judges."""
    return next(one for one in ranking.judges if one.name == name)


def abilities(ranking: Ranking) -> dict[str, float]:
    """Script → ability."""
    return {script.name: script.ability for script in ranking.scripts}


def test_a_baseline_counts_only_while_nobody_else_has_judged() -> None:
    _, both = judged(kinds=(Kind.PERSON, Kind.BASELINE))
    ranking = rank(both, 1)
    people = rank(both.chosen(both.by(Kind.PERSON)), 1)
    assert abilities(ranking) == pytest.approx(abilities(people))
    assert [one.name for one in ranking.judges] == ["j0"]
    assert (ranking.judgements, ranking.baseline_left_out) == (80, 80)
    assert Reason("ranking.baseline_left_out", {"n": 80}) in ranking.notes
    assert not ranking.baseline_alone


def test_a_baseline_alone_is_no_grading_and_takes_no_measures() -> None:
    truth, alone = judged(kinds=(Kind.BASELINE,))
    asked = Asked(
        measures=Measures(("words",), truth[:, None]),
        grades={"s00": "A", "s11": "E"},
        scale=A_TO_F,
        bands=(("low", 0.5), ("high", 0.5)),
    )
    ranking = rank(alone, 1, asked)
    assert ranking.baseline_alone
    assert ranking.notes[0] == Reason("ranking.only_counted")
    assert (ranking.grades, ranking.bands, ranking.measures) == (None, None, None)
    assert ranking.not_graded == Reason("grades.nobody_has_read")


def test_who_sees_sharply_counts_for_more() -> None:
    _, made = judged(sharp=(2.5, 0.1), count=400)
    ranking = rank(made, 1)
    assert judge(ranking, "j0").weight > 1.1 > judge(ranking, "j1").weight


def test_judges_count_alike_before_two_have_judged_enough() -> None:
    _, made = judged(count=18)
    ranking = rank(made, 1)
    assert [one.weight for one in ranking.judges] == [1.0, 1.0]
    assert ranking.views_differ is None
    assert Reason("ranking.judges_alike.few", {"enough": 10}) in ranking.notes
    assert rank(judged(kinds=(Kind.PERSON,))[1], 1).notes == ()


def test_judges_who_differ_make_the_reliability_that_of_an_independent_panel() -> None:
    dice = np.random.default_rng(3)
    truth, made = judged(count=400, kinds=(Kind.PERSON,) * 4)
    views = truth + 1.5 * dice.normal(size=(4, 12))
    one = made.judgements
    away = views[one.judge, one.first] - views[one.judge, one.second]
    answer = np.where(away + dice.logistic(size=400) > 0, 1, -1)
    told = replace(made, judgements=replace(one, answer=answer))
    ranking = rank(told, 1)
    alike = rank(
        replace(
            told,
            judges=("one",),
            kinds=(Kind.PERSON,),
            judgements=replace(one, answer=answer, judge=np.zeros(400, np.int64), judges=1),
        ),
        1,
    )
    assert ranking.views_differ is not None
    assert ranking.views_differ > 0.5
    assert ranking.reliability is not None
    assert alike.reliability is not None
    assert ranking.reliability < alike.reliability - 0.02


def test_measures_count_as_far_as_the_class_bears_them_out() -> None:
    truth, made = judged(scripts=30, count=150, kinds=(Kind.PERSON,))
    noise = np.random.default_rng(8).normal(size=(30, 1))
    good = rank(made, 1, Asked(measures=Measures(("good",), truth[:, None])))
    bad = rank(made, 1, Asked(measures=Measures(("bad",), noise)))
    assert good.measures is not None
    assert bad.measures is not None
    assert good.measures.explained > 0.6 > 0.3 > bad.measures.explained
    bare = {script.name: script.place for script in rank(made, 1).scripts}
    moves = {s.name: abs(s.place - bare[s.name]) for s in good.scripts}
    assert good.measures.moved_places == max(moves.values()) == moves[good.measures.moved]
    without = rank(made, 1).reliability
    assert good.reliability is not None
    assert without is not None
    assert good.reliability > without


def test_measures_that_are_the_same_for_all_are_left_aside() -> None:
    _, made = judged()
    same = Measures(("same",), np.ones((12, 1)))
    assert rank(made, 1, Asked(measures=same)).measures is None


def test_who_prefers_the_first_is_told() -> None:
    _, made = judged(count=600, sides=(1.5, 0.0), seed=2)
    ranking = rank(made, 1)
    leaning, fair = judge(ranking, "j0"), judge(ranking, "j1")
    assert leaning.first_low is not None
    assert leaning.first_low > 0.5
    assert leaning.side is not None
    assert leaning.side > 0.5
    assert fair.first_low is not None
    assert fair.first_high is not None
    assert fair.first_low < 0.5 < fair.first_high


def test_without_a_judge_the_ranking_moves_as_far_as_is_said() -> None:
    _, made = judged(count=300, kinds=(Kind.PERSON,) * 3)
    one = made.judgements
    upside_down = np.where(one.judge == 2, -one.answer, one.answer)
    ranking = rank(replace(made, judgements=replace(one, answer=upside_down)), 1)
    odd = judge(ranking, "j2").without_moves
    assert odd is not None
    assert odd.places >= 1
    others = [judge(ranking, name).without for name in ("j0", "j1")]
    assert all(other is not None for other in others)
    assert rank(judged(kinds=(Kind.PERSON,))[1], 1).judges[0].without is None


def test_time_is_told_with_what_was_too_quick_to_have_read() -> None:
    _, made = judged(kinds=(Kind.PERSON, Kind.MODEL))
    took = np.where(made.judgements.judge == 0, 30.0, 0.2)
    took[0] = 10.0
    took[2] = np.nan
    timed = replace(made, took_s=took)
    asked = Asked(words=np.full(12, 200.0))
    person, model = (judge(rank(timed, 1, asked), name) for name in ("j0", "j1"))
    assert (person.seconds, person.timed, person.quick) == (30.0, 79, 1)  # 400 words: 24 s
    assert "1,000 words a minute" in person.quick_means
    assert (model.seconds, model.quick) == (pytest.approx(0.2), 0)
    short = judge(rank(replace(made, took_s=np.full(160, 4.0)), 1), "j0")
    assert (short.quick, short.quick_means) == (80, "5 seconds")
    untold = judge(rank(made, 1), "j0")
    assert (untold.seconds, untold.timed) == (None, 0)


def test_people_and_models_are_compared_on_pairs_and_by_their_rankings() -> None:
    _, made = judged(count=600, kinds=(Kind.PERSON, Kind.MODEL))
    one = made.judgements
    # the models see the last script as the best
    last = (one.judge == 1) & ((one.first == 11) | (one.second == 11))
    answer = np.where(last, np.where(one.first == 11, 1, -1), one.answer)
    found = rank(replace(made, judgements=replace(one, answer=answer)), 1).people_and_models
    assert found is not None
    worst = found.apart[0]
    assert (worst.script, worst.models) == ("s11", 1)
    assert worst.people > 8
    assert worst.errors > 2
    sizes = [abs(each.people - each.models) for each in found.apart]
    assert sizes == sorted(sizes, reverse=True)
    assert 0 < found.agreed < found.pairs
    assert rank(made, 1).people_and_models is not None
    assert rank(judged()[1], 1).people_and_models is None


def test_a_fixed_place_holds_and_an_uncertain_one_gives_way() -> None:
    _, made = judged()
    ranking = rank(made, 1, Asked(places={"s00": (5.0, 0.0), "s11": (9.0, 2.0)}))
    found = abilities(ranking)
    assert found["s00"] == pytest.approx(5.0, abs=0.01)
    assert found["s11"] < 5.0


def test_a_single_judgement_is_a_ranking_too() -> None:
    _, made = judged(scripts=2, count=1, kinds=(Kind.PERSON,))
    ranking = rank(made, 1, Asked(bands=(("low", 0.5), ("high", 0.5))))
    assert [script.place for script in ranking.scripts] == [1, 2]
    assert ranking.bands is not None
    assert [each.band for each in ranking.bands.scripts] == ["high", "low"]


def test_a_large_class_is_ranked_and_says_what_was_left_out() -> None:
    scripts = 2100
    dice = np.random.default_rng(2)
    truth = dice.normal(size=scripts) * 1.5
    first = dice.integers(0, scripts, 12_000)
    second = (first + dice.integers(1, scripts, 12_000)) % scripts
    seen = truth[first] - truth[second] + dice.logistic(size=12_000)
    _, small = judged()
    made = Judgements(
        *(scripts, 2, first, second, np.arange(12_000) % 2),
        *(np.where(seen > 0, 1, -1), np.full(12_000, 2)),
    )
    measure = (truth + dice.normal(size=scripts))[:, None]
    ranking = rank(
        replace(
            small,
            judgements=made,
            scripts=tuple(f"s{n:04}" for n in range(scripts)),
            times=("",) * 12_000,
            took_s=np.full(12_000, np.nan),
        ),
        1,
        Asked(measures=Measures(("good",), measure)),
    )
    assert ranking.measures is not None
    assert ranking.measures.explained > 0.4
    assert {code_of(note) for note in ranking.notes} >= {
        "ranking.judges_alike.many",
        "ranking.views_left_out",
        "ranking.left_out.gain",
        "ranking.left_out.deciding",
    }
    assert (ranking.gain, ranking.deciding) == (None, {})
    place = np.empty(scripts)
    place[np.argsort(-truth)] = np.arange(1, scripts + 1)
    covered = [s.low <= place[int(s.name[1:])] <= s.high for s in ranking.scripts]
    assert np.mean(covered) == pytest.approx(0.9, abs=0.03)
    assert all(s.low <= s.place <= s.high for s in ranking.scripts)


def test_ties_alone_share_the_place_and_it_is_said_that_there_is_no_order() -> None:
    lines = [f"{judge},{one},{other},1" for judge in "jk" for one, other in combinations("abcd", 2)]
    found = read_decisions("judge,winner,loser,tie\n" + "\n".join(lines))
    assert isinstance(found, Decisions)
    ranking = rank(found, 1)
    assert {script.place for script in ranking.scripts} == {1}
    assert all(script.low == 1 for script in ranking.scripts)
    assert Reason("ranking.no_order") in ranking.notes
    assert all(judge.without is None for judge in ranking.judges)


def test_a_decision_takes_the_shared_place_apart() -> None:
    lines = [f"j,{one},{other},1" for one, other in combinations("abcd", 2)]
    found = read_decisions("judge,winner,loser,tie\n" + "\n".join([*lines, "j,a,b,"]))
    assert isinstance(found, Decisions)
    ranking = rank(found, 1)
    assert [(script.name, script.place) for script in ranking.scripts] == [
        ("a", 1),
        ("c", 2),
        ("d", 2),
        ("b", 4),
    ]
    assert Reason("ranking.no_order") not in ranking.notes
