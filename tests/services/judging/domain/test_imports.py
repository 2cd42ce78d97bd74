"""Decisions that were made elsewhere become rows that an import again finds."""

from datetime import UTC, datetime
from uuid import UUID

from huleedu.services.judging.domain.decisions import Decisions, read_decisions
from huleedu.services.judging.domain.imports import Incoming, WrongJudge, incoming
from huleedu.services.judging.domain.judge_names import WhyNot, WrongName

BATCH, NOW = UUID(int=7), datetime(2026, 11, 29, tzinfo=UTC)


def decisions(*lines: str) -> Decisions:
    read = read_decisions("\n".join(("judge,winner,loser,time", *lines)))
    assert isinstance(read, Decisions), read
    return read


def test_the_same_decision_has_the_same_id_and_one_made_twice_has_two() -> None:
    made = decisions("Åsa,a,b,2026-11-01T10:00:00", "Åsa,a,b,2026-11-01T10:00:00", "Bo,b,a,soon")
    rows = incoming(BATCH, made, (3, 1), (), NOW)
    assert isinstance(rows, Incoming)
    assert len(set(rows.ids)) == 3
    assert rows == incoming(BATCH, made, (3, 1), ["Åsa"], NOW)
    assert (rows.first[0], rows.second[0]) in {(3, 1), (1, 3)}
    assert rows.made_at == [datetime(2026, 11, 1, 10, tzinfo=UTC)] * 2 + [NOW]


def test_judges_of_a_file_are_called_as_those_who_are_enrolled_may_be() -> None:
    alike = incoming(BATCH, decisions("Åsa,a,b,"), (0, 1), ["åsa"], NOW)
    assert alike == WrongJudge("Åsa", WrongName(WhyNot.ALIKE, "åsa"))
    each_other = incoming(BATCH, decisions("Bo,a,b,", "Ｂo,a,b,"), (0, 1), (), NOW)
    assert isinstance(each_other, WrongJudge)
    long = incoming(BATCH, decisions("x" * 200 + ",a,b,"), (0, 1), (), NOW)
    assert long == WrongJudge("x" * 200, WrongName(WhyNot.TOO_LONG))
    assert isinstance(incoming(BATCH, decisions("åsa,a,b,"), (0, 1), ["åsa"], NOW), Incoming)
