"""Decide what a batch does next: which step, with which essays, and when a step has ended."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID

from huleedu.contracts.batches import Step
from huleedu.contracts.reason import Reason, Why

STEPS: tuple[Step, ...] = ("spelling", "linguistics")


class Refusal(StrEnum):
    """Why a registration is refused."""

    EMPTY = "no_title"
    OTHER_CONTENT = "other_content"
    """The batch exists with another title, number of slots, language or roster."""


class BatchState(StrEnum):
    """Where a batch is."""

    REGISTERED = "registered"
    """It waits for its essays."""
    WORKING = "working"
    """It takes a step and waits for results."""
    ASSESSED = "assessed"
    FAILED = "failed"
    """No essay was left to go on with; it can be retried."""


@dataclass(frozen=True, slots=True)
class Succeeded:
    """The step's work on an essay was done; what the next step needs is in `detail`."""

    detail: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class FailedResult:
    """The step's work on an essay failed."""

    reason: Why


Result = Succeeded | FailedResult


@dataclass(frozen=True, slots=True)
class Essay:
    """An essay that takes part; `results` are those of the steps that it has taken."""

    essay: UUID
    slot: int
    text: str
    results: Mapping[Step, Result] = field(default_factory=dict[Step, Result])
    settled: bool = True
    """It was said that it takes part; else it has a slot, and more may come."""
    ahead: Step | None = None
    """The step that was asked for before the batch's own, and is not answered."""
    ahead_run: int = 0
    """The number under which that was asked."""

    def succeeded(self, step: Step) -> bool:
        """Has the step been done for this essay?"""
        return isinstance(self.results.get(step), Succeeded)

    def failed_at(self) -> Step | None:
        """The step at which the essay fell out, if it did."""
        for step in STEPS:
            if isinstance(self.results.get(step), FailedResult):
                return step
        return None


@dataclass(frozen=True, slots=True)
class Board:
    """All that decides about one batch, as it stands now. `essays`: those that are settled."""

    batch: UUID
    state: BatchState
    run: int
    revision: int
    """The last settlement that was taken up."""
    step: Step | None
    """The step that is being taken."""
    essays: tuple[Essay, ...]

    def taking(self, step: Step) -> tuple[Essay, ...]:
        """The essays that take part in a step: those that no earlier step has lost."""
        earlier = STEPS[: STEPS.index(step)]
        return tuple(e for e in self.essays if all(e.succeeded(s) for s in earlier))


@dataclass(frozen=True, slots=True)
class StartStep:
    """Ask for this step's work on these essays.

    `reused` had been done before; `ahead` were asked for before and are awaited.
    """

    step: Step
    essays: tuple[Essay, ...]
    reused: int
    ahead: int = 0


@dataclass(frozen=True, slots=True)
class FinishStep:
    """The step has ended for every essay that took part."""

    step: Step
    succeeded: tuple[UUID, ...]
    failed: tuple[tuple[UUID, Why], ...]


@dataclass(frozen=True, slots=True)
class FinishBatch:
    """Every step is done."""

    essays: int
    failed: int


@dataclass(frozen=True, slots=True)
class FailBatch:
    """No essay is left."""

    reason: Reason


Decision = StartStep | FinishStep | FinishBatch | FailBatch

NO_ESSAY = Reason("no_essay")


@dataclass(frozen=True, slots=True)
class Taken:
    """The result counts."""


class Ignored(StrEnum):
    """Why a result changes nothing."""

    DUPLICATE = "a result of this step was taken before"
    UNKNOWN_ESSAY = "no such essay takes part in this batch"
    NOT_EXPECTED = "the batch is not taking this step"
    FELL_OUT = "an earlier step has lost this essay"
    LATE = "it belongs to an earlier run"


def take(board: Board, essay: UUID, step: Step, run: int) -> Taken | Ignored:
    """Does this result count? The board may hold this essay alone."""
    known = {e.essay: e for e in board.essays}
    if essay not in known:
        return Ignored.UNKNOWN_ESSAY
    if step in known[essay].results:
        return Ignored.DUPLICATE
    if known[essay].ahead == step and known[essay].ahead_run == run:
        return Taken()
    if board.step != step:
        return Ignored.NOT_EXPECTED
    if known[essay] not in board.taking(step):
        return Ignored.FELL_OUT
    return Taken() if run == board.run else Ignored.LATE


def next_ahead(essay: Essay, answered: Step) -> Step | None:
    """The step that an essay takes ahead of its batch, now that this one is answered."""
    later = STEPS[STEPS.index(answered) + 1 :]
    return later[0] if later and not essay.settled and essay.succeeded(answered) else None


def awaits(board: Board, essay: Essay, step: Step) -> bool:
    """Does the batch wait for this essay's result of this step?"""
    return board.step == step and essay.settled


def go_on(board: Board) -> tuple[Board, list[Decision]]:
    """What follows from the board: a step ends, the next begins, the batch ends.

    Returns the board as it is afterwards. Nothing follows while a result is awaited.
    """
    decisions: list[Decision] = []
    while board.step is not None:
        step = board.step
        taking = board.taking(step)
        if any(step not in e.results for e in taking):
            break
        decisions.append(
            FinishStep(
                step,
                tuple(e.essay for e in taking if e.succeeded(step)),
                tuple(
                    (e.essay, r.reason)
                    for e in taking
                    if isinstance(r := e.results[step], FailedResult)
                ),
            )
        )
        board, more = _after(board, step)
        decisions += more
    return board, decisions


def _after(board: Board, step: Step) -> tuple[Board, list[Decision]]:
    if not any(e.succeeded(step) for e in board.taking(step)):
        reason = Reason(f"{step}_failed_for_all")
        return replace(board, state=BatchState.FAILED, step=None), [FailBatch(reason)]
    later = STEPS[STEPS.index(step) + 1 :]
    if later:
        return _begin(board, later[0])
    failed = sum(e.failed_at() is not None for e in board.essays)
    end = FinishBatch(len(board.essays), failed)
    return replace(board, state=BatchState.ASSESSED, step=None), [end]


def _begin(board: Board, step: Step) -> tuple[Board, list[Decision]]:
    taking = board.taking(step)
    missing = [e for e in taking if step not in e.results]
    todo = tuple(e for e in missing if e.ahead != step)
    started = replace(board, state=BatchState.WORKING, step=step)
    reused, ahead = len(taking) - len(missing), len(missing) - len(todo)
    return started, [StartStep(step, todo, reused, ahead)]


def remember_asked(board: Board, anew: Collection[UUID] = ()) -> tuple[Board, tuple[UUID, ...]]:
    """The board of a batch at work, whose answers count in its next run, too; and whose these are.

    Args:
        anew: essays that were not asked about yet, or whose answers shall not count.
    """
    step = board.step
    if step is None:
        return board, ()
    still = {
        e.essay
        for e in board.taking(step)
        if step not in e.results and e.ahead is None and e.essay not in anew
    }
    essays = tuple(
        replace(e, ahead=step, ahead_run=board.run) if e.essay in still else e for e in board.essays
    )
    return replace(board, essays=essays), tuple(e.essay for e in essays if e.essay in still)


def begin_run(board: Board) -> tuple[Board, list[Decision]]:
    """A new run: from the first step, skipping what has been done."""
    board = replace(board, run=board.run + 1)
    if not board.essays:
        return replace(board, state=BatchState.FAILED, step=None), [FailBatch(NO_ESSAY)]
    board, decisions = _begin(board, STEPS[0])
    board, more = go_on(board)
    return board, [*decisions, *more]


def retry(board: Board) -> Board:
    """The board without the failures: they are tried again in the next run."""
    return replace(board, essays=tuple(_forget_failures(e) for e in board.essays))


def _forget_failures(essay: Essay) -> Essay:
    kept = {s: r for s, r in essay.results.items() if isinstance(r, Succeeded)}
    return replace(essay, results=kept)


def give_up_waiting(board: Board, reason: Reason) -> tuple[Board, dict[UUID, FailedResult]]:
    """End the step that is being taken: whoever has no result has failed, for this reason."""
    if board.step is None:
        return board, {}
    step = board.step
    missing = {e.essay: FailedResult(reason) for e in board.taking(step) if step not in e.results}
    essays = tuple(
        replace(e, results={**e.results, step: missing[e.essay]}) if e.essay in missing else e
        for e in board.essays
    )
    return replace(board, essays=essays), missing


@dataclass(frozen=True, slots=True)
class NewBatch:
    """It is registered now."""


@dataclass(frozen=True, slots=True)
class SameAgain:
    """It was registered before, with the same content."""


def register(title: str, digest: str, known_digest: str | None) -> NewBatch | SameAgain | Refusal:
    """Is this a registration, a repeated one, or none? A digest stands for all its content."""
    if not title.strip():
        return Refusal.EMPTY
    if known_digest is None:
        return NewBatch()
    return SameAgain() if known_digest == digest else Refusal.OTHER_CONTENT
