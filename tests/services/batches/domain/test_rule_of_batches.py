"""The rule of batches: results in any order, twice, late or never; and what follows."""

from dataclasses import replace
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from huleedu.contracts.batches import Step
from huleedu.contracts.reason import Reason
from huleedu.services.batches.domain import (
    STEPS,
    BatchState,
    Board,
    Decision,
    Essay,
    FailBatch,
    FailedResult,
    FinishBatch,
    FinishStep,
    Ignored,
    NewBatch,
    Refusal,
    Result,
    SameAgain,
    StartStep,
    Succeeded,
    Taken,
    begin_run,
    give_up_waiting,
    go_on,
    register,
    retry,
    take,
)


def board(essays: int) -> Board:
    return Board(
        batch=uuid4(),
        state=BatchState.REGISTERED,
        run=0,
        revision=1,
        step=None,
        essays=tuple(Essay(UUID(int=n), n, f"text {n}") for n in range(1, essays + 1)),
    )


def with_result(board: Board, essay: UUID, step: Step, result: Result) -> Board:
    essays = (
        replace(e, results={**e.results, step: result}) if e.essay == essay else e
        for e in board.essays
    )
    return replace(board, essays=tuple(essays))


def play(
    start: Board, answers: list[tuple[int, Result]], step: Step
) -> tuple[Board, list[Decision], list[Taken | Ignored]]:
    """Give these answers for the step, in this order; returns all that was decided."""
    now = start
    decided: list[Decision] = []
    verdicts: list[Taken | Ignored] = []
    for number, result in answers:
        verdict = take(now, UUID(int=number), step, now.run)
        verdicts.append(verdict)
        if verdict == Taken():
            now, more = go_on(with_result(now, UUID(int=number), step, result))
            decided += more
    return now, decided, verdicts


def finished(decisions: list[Decision]) -> list[FinishStep]:
    return [decision for decision in decisions if isinstance(decision, FinishStep)]


def test_a_run_begins_with_the_first_step_for_all() -> None:
    begun, decisions = begin_run(board(3))
    assert decisions == [StartStep("spelling", begun.essays, 0)]
    assert begun.state == BatchState.WORKING
    assert begun.run == 1


results = st.booleans().map(lambda ok: Succeeded() if ok else FailedResult("no"))


@given(st.data(), st.integers(1, 12))
def test_a_step_ends_once_whatever_the_order_and_however_often(data: st.DataObject, n: int) -> None:
    outcome = {number: data.draw(results) for number in range(1, n + 1)}
    twice = data.draw(st.permutations([*outcome.items(), *outcome.items()]))
    begun, _ = begin_run(board(n))
    after, decisions, verdicts = play(begun, list(twice), "spelling")
    assert len(finished(decisions)) == 1
    assert verdicts.count(Taken()) == n
    end = finished(decisions)[0]
    good = {UUID(int=k) for k, r in outcome.items() if isinstance(r, Succeeded)}
    assert set(end.succeeded) == good
    assert {essay for essay, _ in end.failed} == {UUID(int=k) for k in outcome} - good
    assert after.state == (BatchState.WORKING if good else BatchState.FAILED)


def test_the_next_step_starts_with_those_that_succeeded() -> None:
    begun, _ = begin_run(board(25))
    answers: list[tuple[int, Result]] = [(n, Succeeded()) for n in range(1, 25)]
    after, decisions, _ = play(
        begun, [*answers, (25, FailedResult("no such language"))], "spelling"
    )
    end, start = decisions
    assert isinstance(end, FinishStep)
    assert end.failed == ((UUID(int=25), "no such language"),)
    assert isinstance(start, StartStep)
    assert start.step == "linguistics"
    assert len(start.essays) == 24
    after, decisions, _ = play(after, answers, "linguistics")
    assert decisions[-1] == FinishBatch(25, 1)
    assert after.state == BatchState.ASSESSED


def test_none_of_n_ends_the_batch_visibly() -> None:
    begun, _ = begin_run(board(2))
    after, decisions, _ = play(begun, [(1, FailedResult("a")), (2, FailedResult("b"))], "spelling")
    assert isinstance(decisions[-1], FailBatch)
    assert after.state == BatchState.FAILED
    assert after.step is None


def test_a_batch_without_essays_fails_at_once_and_says_why() -> None:
    after, decisions = begin_run(board(0))
    assert after.state == BatchState.FAILED
    assert isinstance(decisions[0], FailBatch)


def test_what_does_not_count_is_told_apart() -> None:
    begun, _ = begin_run(board(2))
    assert take(begun, uuid4(), "spelling", 1) == Ignored.UNKNOWN_ESSAY
    assert take(begun, UUID(int=1), "linguistics", 1) == Ignored.NOT_EXPECTED
    assert take(begun, UUID(int=1), "spelling", 0) == Ignored.LATE
    after = with_result(begun, UUID(int=1), "spelling", Succeeded())
    assert take(after, UUID(int=1), "spelling", 1) == Ignored.DUPLICATE


def test_a_result_for_an_essay_that_fell_out_does_not_stand_for_one_that_is_awaited() -> None:
    begun, _ = begin_run(board(2))
    after, _, _ = play(begun, [(1, FailedResult("no")), (2, Succeeded())], "spelling")
    assert after.step == "linguistics"
    assert take(after, UUID(int=1), "linguistics", 1) == Ignored.FELL_OUT
    assert take(after, UUID(int=2), "linguistics", 1) == Taken()


def assessed(n: int, failed: int = 0) -> Board:
    now, _ = begin_run(board(n))
    for step in STEPS:
        taking = now.taking(step)
        answers: list[tuple[int, Result]] = [
            (e.essay.int, FailedResult("no") if e.essay.int <= failed else Succeeded())
            for e in taking
        ]
        now, _, _ = play(now, answers, step)
    return now


def test_a_second_run_skips_what_is_done_and_says_so() -> None:
    again, decisions = begin_run(assessed(3))
    starts = [d for d in decisions if isinstance(d, StartStep)]
    assert [(d.step, len(d.essays), d.reused) for d in starts] == [
        ("spelling", 0, 3),
        ("linguistics", 0, 3),
    ]
    assert again.state == BatchState.ASSESSED
    assert again.run == 2


def test_a_retry_asks_again_for_what_failed_and_for_nothing_else() -> None:
    again, decisions = begin_run(retry(assessed(5, failed=2)))
    assert isinstance(decisions[0], StartStep)
    assert [e.essay.int for e in decisions[0].essays] == [1, 2]
    assert decisions[0].reused == 3
    assert again.step == "spelling"


def test_giving_up_names_whoever_is_missing_and_goes_on_with_the_others() -> None:
    begun, _ = begin_run(board(3))
    some, _, _ = play(begun, [(1, Succeeded()), (2, Succeeded())], "spelling")
    closed, missing = give_up_waiting(some, Reason("too_late"))
    assert missing == {UUID(int=3): FailedResult(Reason("too_late"))}
    after, decisions = go_on(closed)
    assert finished(decisions)[0].failed == ((UUID(int=3), Reason("too_late")),)
    assert after.step == "linguistics"


def test_giving_up_on_a_batch_that_waits_for_nothing_changes_nothing() -> None:
    done = assessed(2)
    assert give_up_waiting(done, Reason("too_late")) == (done, {})


def test_a_registration_is_new_the_same_or_refused() -> None:
    assert register("9b", "abc", None) == NewBatch()
    assert register("9b", "abc", "abc") == SameAgain()
    assert register("9b", "abc", "xyz") == Refusal.OTHER_CONTENT
    assert register("  ", "abc", None) == Refusal.EMPTY


@given(st.integers(0, 6), st.integers(0, 6))
def test_failures_are_counted_and_never_guessed(n: int, failed: int) -> None:
    now = assessed(n, min(n, failed))
    assert sum(e.failed_at() is not None for e in now.essays) == min(n, failed)
