"""Why an essay is on the list, which is the hardest, and what an outcome closes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from huleedu.contracts.ranking import (
    ApartLine,
    PeopleAgainstModels,
    RankedEssay,
    RankingPicture,
)
from huleedu.services.results.domain.talk import (
    INFIT_FROM,
    JUDGED_FROM,
    FlaggedText,
    JudgedSide,
    TalkList,
    TalkSaid,
    talk_list,
)

NOW = datetime(2026, 12, 1, tzinfo=UTC)
A, B, C, D = (UUID(int=n) for n in (1, 2, 3, 4))
ALL = (A, B, C, D)


def ranked(essay: UUID, ability: float, **more: Any) -> RankedEssay:
    place = 1 + ALL.index(essay)
    told: dict[str, Any] = {"low": 1, "high": 4, "error": 0.3, "judgements": 8, "infit": 1.0}
    told |= more
    return RankedEssay(essay=str(essay), place=place, ability=ability, **told)


def picture(*essays: RankedEssay, apart: Sequence[ApartLine] = ()) -> RankingPicture:
    both = PeopleAgainstModels(pairs=9, agreed=5, essays=4, correlation=0.5, apart=tuple(apart))
    return RankingPicture(
        note=(), judges=(), judgements=16, reliability=None, reliability_low=None,
        reliability_high=None, essays=essays, people_and_models=both,
    )  # fmt: skip


CALM = (ranked(A, 3.0), ranked(B, 1.0), ranked(C, -1.0), ranked(D, -3.0))


def side(n: int, essay: UUID, other: UUID, better: int) -> JudgedSide:
    return JudgedSide(pair=UUID(int=100 + n), essay=essay, other=other, better=better)


def said(number: int, essay: UUID, kind: Any, **more: Any) -> TalkSaid:
    told: dict[str, Any] = {"by": None, "by_name": "Karin", **more}
    return TalkSaid(
        id=UUID(int=500 + number), number=number, essay=essay, kind=kind, at=NOW, **told
    )


def of(
    ranking: RankingPicture | None = None,
    judged: Sequence[JudgedSide] = (),
    flagged: Sequence[FlaggedText] = (),
    talked: Sequence[TalkSaid] = (),
) -> TalkList:
    return talk_list(ranking, judged, flagged, talked, ALL)


def keys(found: TalkList) -> dict[UUID, tuple[str, ...]]:
    return {entry.essay: entry.keys for entry in found.open}


def test_a_calm_ranking_needs_no_talk() -> None:
    assert of(picture(*CALM)) == TalkList((), (), {})
    assert of() == TalkList((), (), {})


def test_judges_who_disagree_are_counted() -> None:
    odd = picture(CALM[0], ranked(B, 1.0, infit=INFIT_FROM, judgements=JUDGED_FROM), *CALM[2:])
    votes = [side(1, B, C, 1), side(2, B, D, 1), side(3, B, A, 1), side(4, B, C, 0)]
    [entry] = of(odd, votes).open
    [reason] = entry.reasons
    assert (reason.why.code, reason.why.facts) == ("talk_disagree", {"fits": 2, "against": 1})
    assert (entry.fits, entry.against, entry.judgements) == (2, 1, 4), "equal is for neither"


def test_few_or_expected_judgements_are_no_disagreement() -> None:
    votes = [side(3, B, A, 1)]
    for more in ({"infit": INFIT_FROM - 0.01}, {"judgements": JUDGED_FROM - 1, "infit": 9.0},
                 {"infit": None}):  # fmt: skip
        assert not of(picture(CALM[0], ranked(B, 1.0, **more), *CALM[2:]), votes).open
    loud = picture(CALM[0], ranked(B, 1.0, infit=9.0), *CALM[2:])
    assert not of(loud, [side(1, B, C, 1)]).open, "nothing speaks against its place"


def test_borderline_apart_and_a_misplaced_anchor_are_told_with_their_facts() -> None:
    chances = {"C": 0.45, "B": 0.5, "A": 0.05}
    line = ApartLine(essay=str(C), people=2, models=9, errors=2.5)
    found = of(
        picture(
            ranked(A, 3.0, misplaced=True, borderline=True, known_grade="E", grade="A"),
            ranked(B, 1.0, borderline=True, chances=chances),
            *CALM[2:],
            apart=[line],
        )
    )
    told = {entry.essay: entry.reasons[0].why for entry in found.open}
    assert told[A].facts == {"known": "E", "grade": "A"}
    assert (told[B].code, told[B].facts) == ("talk_borderline", {"grade": "B", "other": "C"})
    assert (told[C].code, told[C].facts) == ("talk_apart", {"people": 2, "models": 9})


def test_an_anchor_that_has_drifted_is_talked_about() -> None:
    found = of(picture(ranked(A, 3.0, known_place=3.0, found_place=0.5), *CALM[1:]))
    assert [entry.reasons[0].why.code for entry in found.open] == ["talk_anchor_drifted"]


def test_a_flagged_text_is_the_hardest_then_who_has_most_reasons() -> None:
    chances = {"B": 0.5, "C": 0.5}
    apart = [ApartLine(essay=str(C), people=2, models=9, errors=2.5)]
    essays = (
        ranked(A, 3.0, borderline=True, chances={"B": 0.8, "C": 0.2}),
        ranked(B, 1.0, borderline=True, chances=chances),
        ranked(C, -1.0, borderline=True, chances=chances),
        CALM[3],
    )
    flag = FlaggedText(pair=UUID(int=9), essay=D, judge="Bo", why="problem_file", comment="off")
    found = of(picture(*essays, apart=apart), flagged=[flag])
    assert [entry.essay for entry in found.open] == [D, C, B, A]
    assert found.open[0].reasons[0].line == "off"


def test_a_flag_of_the_pair_or_the_judge_is_none_of_the_text() -> None:
    for why in ("too_alike", "knows_pupil", "cannot_judge"):
        flag = FlaggedText(pair=UUID(int=9), essay=D, judge="Bo", why=why, comment="")
        assert not of(flagged=[flag]).open
    flag = FlaggedText(pair=UUID(int=9), essay=D, judge="Bo", why="worrying", comment="")
    assert keys(of(flagged=[flag])) == {D: (f"flagged:{UUID(int=9)}",)}


def test_the_two_judgements_that_disagree_most_are_the_widest_apart() -> None:
    votes = [side(1, B, A, 1), side(2, B, C, 1), side(3, B, D, -1), side(4, B, C, -1)]
    talked = [said(1, B, "put")]
    assert of(picture(*CALM), votes, talked=talked).by_essay[B].opposed == (
        UUID(int=101), UUID(int=103),
    )  # fmt: skip
    assert of(picture(*CALM), votes[:2], talked=talked).by_essay[B].opposed == (UUID(int=101),)
    assert of(picture(*CALM), votes[2:], talked=talked).by_essay[B].opposed == (UUID(int=103),)
    assert of(None, votes, talked=talked).by_essay[B].opposed == (), "nobody knows who is strong"


def test_what_is_put_there_by_hand_is_there_until_it_is_closed_or_undone() -> None:
    put = said(1, D, "put", line="Her parents ask")
    [entry] = of(talked=[put]).open
    assert entry.reasons[0].line == "Her parents ask"
    assert entry.reasons[0].why.facts == {"by": "Karin"}
    closed = said(2, D, "closed", outcome="stays", covers=entry.keys)
    assert of(talked=[put, closed]).closed == (closed,)
    assert not of(talked=[put, closed]).open
    again = said(3, D, "undone")
    assert keys(of(talked=[put, closed, again])) == {D: entry.keys}
    assert of(talked=[put, closed, again, said(4, D, "undone")]) == TalkList((), (), {})
    assert keys(of(talked=[put, closed, said(3, D, "put")])) == {D: (f"put:{UUID(int=503)}",)}


def test_an_outcome_closes_what_was_known_and_another_reason_opens_it_again() -> None:
    border = ranked(B, 1.0, borderline=True, chances={"B": 0.5, "C": 0.5})
    closed = said(1, B, "closed", outcome="grade", covers=("borderline",))
    assert not of(picture(border), talked=[closed]).open
    apart = [ApartLine(essay=str(B), people=1, models=4, errors=2.0)]
    found = of(picture(border, apart=apart), talked=[closed])
    assert keys(found) == {B: ("apart",)}
    assert not found.closed


def test_a_look_again_closes_until_the_judgements_are_in() -> None:
    border = picture(CALM[0], ranked(B, 1.0, borderline=True, chances={"B": 0.5, "C": 0.5}))
    votes = [side(n, B, A, -1) for n in range(5)]
    closed = said(
        1, B, "closed", outcome="look_again", covers=("borderline",), judgements=3, more=2
    )
    assert not of(border, votes[:4], talked=[closed]).open
    assert keys(of(border, votes, talked=[closed])) == {B: ("borderline",)}, "it is so still"
    stays = replace(closed, outcome="stays")
    assert not of(border, votes, talked=[stays]).open


def test_who_takes_no_part_is_not_listed() -> None:
    gone = UUID(int=77)
    assert not of(picture(*CALM), talked=[said(1, gone, "put")]).open


@given(st.lists(st.tuples(st.sampled_from(ALL), st.sampled_from(["put", "closed", "undone"]))))
def test_each_essay_is_open_or_closed_or_neither(moves: list[tuple[UUID, str]]) -> None:
    talked = [
        said(n, essay, kind, outcome="stays" if kind == "closed" else None,
             covers=tuple(f"put:{UUID(int=500 + k)}" for k in range(n)))
        for n, (essay, kind) in enumerate(moves)
    ]  # fmt: skip
    found = of(talked=talked)
    there = [entry.essay for entry in found.open] + [one.essay for one in found.closed]
    assert len(there) == len(set(there))
    assert of(talked=list(reversed(talked))) == found, "their numbers tell the order"
