"""Scores have the mean and the spread that were asked for, and none where they would mislead."""

import statistics

import pytest
from msgspec import structs
from tests.gateway.web.results.judged_class import ranking_of

from huleedu.gateway.report.scores import scores_of


@pytest.mark.parametrize(("mean", "spread"), [(100.0, 15.0), (50.0, 10.0)])
def test_scores_have_the_mean_and_spread_that_were_asked_for(mean: float, spread: float) -> None:
    ranking = structs.replace(ranking_of(), scores=(mean, spread))
    found = scores_of(ranking)
    told = [found[each.essay].score for each in ranking.essays]
    assert statistics.fmean(told) == pytest.approx(mean)
    assert statistics.pstdev(told) == pytest.approx(spread)
    assert told == sorted(told, reverse=True), "in the order of the places"
    one, other = ranking.essays[0], ranking.essays[-1]
    a_logit = (told[0] - told[-1]) / (one.ability - other.ability)
    assert found[one.essay].error == pytest.approx(a_logit * one.error)


def test_there_are_none_where_they_would_mislead() -> None:
    assert scores_of(None) == {}
    assert scores_of(ranking_of("counted")) == {}
    assert scores_of(ranking_of("unlinked")) == {}
    few = structs.replace(ranking_of(), essays=ranking_of().essays[:2])
    assert scores_of(few) == {}
    alike = tuple(structs.replace(each, ability=0.5) for each in ranking_of().essays)
    assert scores_of(structs.replace(ranking_of(), essays=alike)) == {}
