"""Who is off is named in a sentence, in both languages, with what the ranking is without them."""

import msgspec
import pytest
from tests.gateway.web.results.judged_class import ranking_of

from huleedu.contracts.ranking import RankedOtherwise, RankingPicture
from huleedu.gateway.report.odd_words import odd_judges
from huleedu.gateway.words.choice import LANGUAGES, Language
from huleedu.gateway.words.words import words


def with_odd(odd: str) -> RankingPicture:
    """A ranking whose first judge is off."""
    ranking = ranking_of()
    line = msgspec.structs.replace(
        ranking.panel[0],
        name="Ann",
        odd=odd,
        agreed=17,
        compared=60,
        agreed_low=0.196,
        agreed_high=0.385,
        agreed_expected=0.708,
        first_share=0.98,
        quick=40,
        timed=60,
        quick_means="5 seconds",
    )
    essays = ranking.essays
    places = {each.essay: each.place for each in essays}
    first, second = essays[0].essay, essays[1].essay
    places |= {first: 2, second: 1}
    instead = RankedOtherwise(judgements=80, reliability=0.8, low=0.6, high=0.9, places=places)
    return msgspec.structs.replace(
        ranking,
        reliability=0.7,
        panel=(line, *ranking.panel[1:]),
        without_odd=None if odd == "quick" else instead,
        with_turned=instead if odd == "reversed" else None,
    )


def names(ranking: RankingPicture) -> dict[str, str]:
    """What each essay is called."""
    return {each.essay: f"E{each.place}" for each in ranking.essays}


def test_a_reversed_judge_is_told_with_both_rankings_that_would_be_otherwise() -> None:
    ranking = with_odd("reversed")
    told = odd_judges(ranking, names(ranking), words("en"))
    assert len(told.judges) == 1
    assert told.judges[0].startswith("Ann answers as if the two texts were swapped: 17 of 60")
    assert "71" in told.judges[0]
    without, turned = told.otherwise
    assert without.startswith("Without Ann the reliability would be 0.80 (0.60 to 0.90)")
    assert "2 essays would have other places" in without
    assert turned.startswith("With the answers of Ann turned")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("odd", ["reversed", "first", "second", "coin", "quick"])
def test_each_way_to_be_off_has_its_sentence(odd: str, language: Language) -> None:
    ranking = with_odd(odd)
    told = odd_judges(ranking, names(ranking), words(language))
    assert told.judges[0].startswith("Ann ")
    assert "{" not in "".join((*told.judges, *told.otherwise))


def test_nothing_is_said_where_nobody_is_off() -> None:
    ranking = ranking_of()
    assert not ranking.odd
    told = odd_judges(ranking, names(ranking), words("en"))
    assert told.judges == told.otherwise == ()
