"""A batch is ranked with all that its rules ask for, and with nothing that they cannot give."""

from uuid import UUID

from tests.services.judging.domain.test_learning import agreed, basis

from huleedu.services.judging.domain.desk import Rules, Script
from huleedu.services.judging.domain.ranking.of_batch import ranked


def test_the_rules_say_what_a_ranking_holds() -> None:
    decisions = basis(agreed(6, 1), Rules()).decisions
    scripts = [
        Script(essay=UUID(name), name=f"{n}.txt", text="", measures={"words": 100.0 + n})
        for n, name in enumerate(decisions.scripts)
    ]
    lowest, highest = scripts[0].essay, scripts[-1].essay
    graded = ranked(decisions, scripts, Rules(scale="1,2,3", grades={lowest: "1", highest: "3"}))
    assert graded.grades == ("1", "2", "3")
    assert {one.essay: one.known_grade for one in graded.essays if one.known_grade} == {
        str(lowest): "1",
        str(highest): "3",
    }
    banded = ranked(decisions, scripts, Rules(bands=(("low", 0.5), ("high", 0.5))))
    assert [one.band for one in banded.essays] == ["high"] * 3 + ["low"] * 3
    assert not banded.grades
    plain = ranked(decisions, scripts, Rules(scale="of nobody", measures=False))
    assert (plain.grades, plain.measures) == ((), None)
    assert [one.place for one in plain.essays] == [1, 2, 3, 4, 5, 6]
