"""What is said of results, in both languages: the state, the trust, the advice, the terms."""

from dataclasses import replace

import msgspec
import pytest
from tests.gateway.web.results.judged_class import ranking_of
from tests.gateway.web.results.test_rows import GRADES, LINES, SCALE, decided

from huleedu.contracts.ranking import RankingPicture
from huleedu.gateway.web.live import PageRevision
from huleedu.gateway.web.results import told
from huleedu.gateway.web.results.loading import Results
from huleedu.gateway.web.results.rows import rows_of
from huleedu.gateway.words.choice import LANGUAGES, Language
from huleedu.gateway.words.words import words
from huleedu.services.judging.api.steering import Brief, NotOpened

EN = words("en")


def results(
    ranking: RankingPicture | None, grades: dict[int, str] | None = None, count: int = 30
) -> Results:
    lines = LINES[:count]
    latest = {lines[at].id: decided(lines[at].id, grade) for at, grade in (grades or {}).items()}
    return Results(
        revision=PageRevision(1, 0),
        number=1 if ranking else 0,
        newest=1 if ranking else 0,
        ranking=ranking,
        rows=rows_of(lines, ranking, latest, {}),
        grades=GRADES,
        scale=SCALE,
    )


def test_the_heading_is_a_sentence_about_the_state() -> None:
    judged = results(ranking_of())
    assert told.heading(judged, EN) == f"30 essays ranked, {judged.borderline} are borderline"
    assert told.heading(results(None), EN) == "30 essays, not ranked yet"
    assert told.heading(results(None, count=0), EN) == "No results yet"
    judged_just_now = replace(results(None), judging=Brief(closed=True, decided=9))
    assert told.heading(judged_just_now, EN) == "30 essays, their ranking is being made"
    assert judged_just_now.news == 0
    ranked_since = replace(judged_just_now, newest=1)
    assert told.heading(ranked_since, EN) == "30 essays ranked"
    assert ranked_since.news == 9, "which the reader is told, and asks for"
    few = ranking_of("few")
    assert told.heading(results(few), EN) == f"{few.judgements} judgements: too few for an order"
    assert told.heading(results(ranking_of("counted")), EN) == "30 essays counted, not judged"
    assert told.heading(results(ranking_of("without_anchors")), EN) == "30 essays ranked"
    every = dict.fromkeys(range(30), "B")
    assert told.heading(results(ranking_of(), every), EN) == "All 30 grades are decided"
    clear = msgspec.structs.replace(
        ranking_of(),
        essays=tuple(msgspec.structs.replace(e, borderline=False) for e in ranking_of().essays),
    )
    assert told.heading(results(clear), EN) == "30 essays ranked, every grade is clear"


def test_trust_says_who_judged_and_how_far_off_places_are() -> None:
    said = told.trust(ranking_of(), EN)
    assert said.startswith("From 420 judgements by 3 people and 1 language model.")
    assert "105 of these judgements are language models’." in said
    assert "most would stand within ±" in said
    assert "Do not act upon the order yet" in told.trust(ranking_of("few"), EN)
    assert told.trust(ranking_of("counted"), EN).endswith("by 1 program that only counts.")


def test_the_advice_says_when_to_stop_and_how_many_are_missing() -> None:
    usual = ranking_of()
    more = msgspec.structs.replace(usual, typical_error=2.3, error_then=2.1, more=30)
    enough = msgspec.structs.replace(usual, typical_error=1.0, error_then=0.95, more=30)
    assert told.advice(more, EN) == (
        "30 more judgements would bring places from within ±2.3 to within ±2.1."
    )
    assert "you can stop here" in told.advice(enough, EN)
    assert told.advice(ranking_of("few"), EN).startswith("About 24 more judgements are needed")
    assert "compare the essays" in told.advice(ranking_of("counted"), EN)
    assert told.advice(msgspec.structs.replace(usual, error_then=None), EN) == ""


def test_without_anchors_it_says_how_there_would_be_grades() -> None:
    english = told.without_grades(ranking_of("without_anchors"), EN)
    assert "anchors of at least two different grades" in english
    swedish = told.without_grades(ranking_of("without_anchors"), words("sv"))
    assert swedish.startswith("Inga betyg: de kräver ankare")
    assert told.without_grades(ranking_of(), EN) == ""
    assert told.without_grades(ranking_of("counted"), EN) == "", "it is not for grading at all"


def test_what_needs_somebody_leads_to_where_it_is_done_and_goes_when_it_is_decided() -> None:
    of = results(ranking_of("unlinked"))
    found = {need.code: need for need in told.needs(of, "/batches/x")}
    assert found["borderline"].to == "/batches/x/talk"
    assert (found["unlinked"].n, found["unlinked"].to) == (1, "/batches/x/judging")
    every = results(ranking_of("unlinked"), dict.fromkeys(range(30), "B"))
    assert told.needs(every, "/batches/x") == []


def test_a_place_is_told_with_its_range_and_the_grade_with_its_chance() -> None:
    rows = results(ranking_of()).rows
    [first, *_] = [row for row in rows if row.ranked and not row.ranked.known_grade]
    assert first.ranked
    low, high = EN.ordinal(first.ranked.low), EN.ordinal(first.ranked.high)
    assert told.place(first, EN) == f"between {low} and {high}"
    assert told.likeliest(first, EN) == f"{first.likeliest} ({EN.percent(first.chances[0][1])})"
    assert told.second(first, EN).startswith("or ")
    [anchor, *_] = [row for row in rows if row.ranked and row.ranked.known_grade]
    assert told.likeliest(anchor, EN).endswith(", known")
    assert anchor.ranked
    usual = msgspec.structs.replace(anchor.ranked, grade=anchor.ranked.known_grade)
    assert told.second(replace(anchor, ranked=usual), EN) == ""
    other = msgspec.structs.replace(anchor.ranked, grade="none")
    said = told.second(replace(anchor, ranked=other), EN)
    assert said.startswith("the judgements alone: "), "where they disagree, that is said"
    counted = results(ranking_of("counted")).rows[0]
    assert (told.likeliest(counted, EN), told.second(counted, EN)) == ("", "")


def test_judges_are_told_in_words() -> None:
    usual = ranking_of()
    line = usual.panel[0]
    odd = msgspec.structs.replace(
        line, seldom=True, first_low=0.55, first_high=0.8, seconds=150.0, quick=3
    )
    even = msgspec.structs.replace(
        line, seldom=False, first_low=0.2, first_high=0.45, seconds=31.0, quick=0
    )
    unknown = msgspec.structs.replace(
        line, agreed=None, first_low=None, first_high=None, seconds=None, without_places=None
    )
    names = told.names_of(results(usual).rows)
    ranking = msgspec.structs.replace(usual, panel=(odd, even, unknown))
    one, two, three = told.judges(ranking, names, EN)
    assert one.agreement.startswith("often against the others")
    assert one.side == "prefers the left one"
    assert "2.5 minutes" in one.speed
    assert "3 of" in one.speed
    assert (two.agreement, two.side) == ("as one expects", "prefers the right one")
    assert two.speed == "typically 31 seconds each"
    assert (three.agreement, three.side, three.speed) == (
        "too little to tell",
        "not known",
        "not known",
    )
    assert three.without == ""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["judged", "without_anchors", "counted", "few", "unlinked"])
def test_every_kind_of_ranking_is_explained_in_both_languages(
    language: Language, kind: str
) -> None:
    said = words(language)
    of = results(ranking_of(kind))  # type: ignore[arg-type]
    assert of.ranking
    terms = told.explained(of, said)
    assert all(term and what for term, what in terms)
    assert len(terms) == {"judged": 6, "unlinked": 6, "without_anchors": 3}.get(kind, len(terms))
    assert [*told.people_against_models(of.ranking, said)] or kind in ("counted", "few")
    assert told.judges(of.ranking, told.names_of(of.rows), said)


def test_how_many_grades_are_wrong_is_told_by_their_own_chances() -> None:
    of = results(ranking_of())
    free = [row for row in of.rows if row.ranked and not row.ranked.known_grade]
    assert told.likely_wrong(of.rows) == pytest.approx(
        sum(1 - row.chances[0][1] for row in free), abs=0.01
    )
    assert (
        EN.number(told.likely_wrong(of.rows), 1)
        in dict(told.explained(of, EN))["How often such a grade is wrong"]
    )


def test_an_early_look_is_told_from_the_final_one() -> None:
    early = told.stage(Brief(closed=False, decided=64), ranked=True, words=EN)
    assert early == "An early look: judging goes on, with 64 judgements so far."
    assert "final" in told.stage(Brief(closed=True, decided=64), ranked=True, words=EN)
    assert told.stage(NotOpened(), ranked=True, words=EN) == ""
    assert told.stage(Brief(closed=False, decided=0), ranked=False, words=EN) == ""
