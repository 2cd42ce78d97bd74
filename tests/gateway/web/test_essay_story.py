"""What the page of one essay tells, in words and figures."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from huleedu.contracts.ranking import RankedEssay
from huleedu.contracts.reason import Reason
from huleedu.gateway.web.essay_story import chances, life, marked_text, measures
from huleedu.gateway.words.words import words
from huleedu.services.lifecycle.api import MoveRow, State
from huleedu.services.results.api import EssayReport, Misspelling, NotMeasured
from huleedu.services.results.api.own_words import EssayLook
from huleedu.services.results.api.talk import TalkSaid

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
EN, SV = words("en"), words("sv")
ESSAY = EssayReport(
    id="1", slot=1, file="a.docx", text="Teh end", language="en",
    misspellings=(Misspelling(start=0, end=3, word="Teh", suggestions=("The",)),),
    measures={"words": 2, "lix": NotMeasured(Reason("very_short", {"n": 2}))},
)  # fmt: skip


def test_grades_are_told_the_best_first_and_none_that_is_next_to_impossible() -> None:
    ranked = RankedEssay(
        essay="1", place=1, low=1, high=2, ability=0.0, error=1.0, judgements=4,
        chances={"E": 0.004, "D": 0.38, "C": 0.616},
    )  # fmt: skip
    assert [(one.grade, one.hundredths, one.said) for one in chances(ranked, EN)] == [
        ("C", 62, "62\u00a0%"),
        ("D", 38, "38\u00a0%"),
    ]
    assert chances(None, EN) == []


def test_a_text_is_cut_at_its_marks_and_one_without_a_place_has_none() -> None:
    assert [piece.text for piece in marked_text(ESSAY, EN).pieces] == ["", "Teh", " end"]
    assert [piece.text for piece in marked_text("<b>", EN).pieces] == ["<b>"]
    assert marked_text(None, EN).pieces == ()


def test_a_measure_stands_beside_the_middle_of_the_class_if_there_is_one() -> None:
    of_class = [{"words": 2.0}, {"words": 10.0}, {"words": 1234.0}]
    [count, lix] = measures(ESSAY, of_class, SV)
    assert (count.value, count.middle, count.chief) == ("2", "10", True)
    assert lix.reason
    assert lix.middle == ""
    assert measures(ESSAY, of_class[:2], EN)[0].middle == "", "two are no class"


def test_its_life_is_told_the_last_first_and_without_names_where_they_are_hidden() -> None:
    move = MoveRow(NOW, None, State.REFUSED, Reason("same_text", {"name": "Anna Åberg.docx"}))
    look = EssayLook("Ali Berg", NOW + timedelta(minutes=1))
    said = TalkSaid(
        id=UUID(int=1), number=1, essay=UUID(int=2), kind="closed", at=NOW + timedelta(minutes=2),
        by=None, by_name="Karin", outcome="stays", line="We agree", present="Ali",
    )  # fmt: skip
    lines = life([move], [look], [said], [], EN, hidden=False)
    assert [line.by for line in lines] == ["Karin", "Ali Berg", ""]
    assert lines[0].more == "We agree · there: Ali"
    assert "Anna" in lines[2].more
    hidden = life([move], [look], [said], [], EN, hidden=True)
    assert not any("Anna" in line.more for line in hidden)
