"""How a class was judged stands on one page that names nobody, in both languages."""

import re

import pytest
from msgspec import structs

from huleedu.contracts.reason import Reason
from huleedu.gateway.report.method import method_page
from huleedu.gateway.words.choice import LANGUAGES, Language
from huleedu.gateway.words.words import words
from huleedu.services.results.api import BatchReport

RULES: dict[str, object] = {"criterion": "Which is the <b>better</b> text?", "steps": 5}


def told(report: BatchReport, language: Language = "en") -> str:
    return re.sub(r"\s+", " ", method_page(report, RULES, words(language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_has_the_figures_of_the_class_and_names_nobody(
    judged: BatchReport, language: Language
) -> None:
    assert judged.ranking
    page = told(judged, language)
    assert "Which is the &lt;b&gt;better&lt;/b&gt; text?" in page
    assert words(language).number(judged.ranking.reliability or 0.0, 2) in page
    assert page.count("<h2>") == 6
    names = {essay.pupil.name for essay in judged.essays if essay.pupil}
    known = names | {essay.file for essay in judged.essays} | set(judged.ranking.judges)
    assert known
    assert not [one for one in known if one in page]


def test_what_somebody_has_changed_is_said(judged: BatchReport) -> None:
    assert judged.ranking
    assert "count the other way round" not in told(judged)
    [first, *rest] = judged.ranking.panel
    changed = structs.replace(
        judged.ranking,
        panel=(structs.replace(first, turned=60, odd="reversed"), *rest),
        note=(Reason("ranking.judge_left_out", {"judge": "Bo Ek", "n": 41}),),
        groups=(20, 10),
    )
    page = told(structs.replace(judged, ranking=changed, decided_grades={"1": "A", "2": "B"}))
    assert "60 decisions count the other way round" in page
    assert "41 decisions were left out" in page
    assert "1 judge looked odd" in page
    assert "2 groups" in page
    assert "A person has decided the grade of 2 of 30 texts" in page
    assert "Bo Ek" not in page


def test_without_a_ranking_there_is_nothing_to_state(judged: BatchReport) -> None:
    page = told(structs.replace(judged, ranking=None))
    assert "Nobody has judged these texts yet" in page
    assert "<h2>" not in page
