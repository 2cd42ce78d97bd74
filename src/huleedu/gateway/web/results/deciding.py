"""Decide grades on the page of results: one, all that are clear; and take back what was decided."""

from uuid import UUID, uuid4, uuid5

from huleedu.gateway.grading import act_of
from huleedu.gateway.report.sanitised import one_line
from huleedu.gateway.web.batch import Batch, batch_of
from huleedu.gateway.web.pages import (
    Answer,
    Asked,
    Done,
    NotThere,
    Page,
    Redirect,
    Undo,
    identifier,
)
from huleedu.gateway.web.results.cells import PLAIN, CellState, cell_of
from huleedu.gateway.web.results.loading import grading, load
from huleedu.gateway.web.results.page import results_page
from huleedu.gateway.web.results.rows import ResultRow
from huleedu.gateway.web.results.shown import Shown, of_query
from huleedu.gateway.web.results.told import likeliest, place
from huleedu.services.results.api import NotHeardOf
from huleedu.services.results.api.grades import (
    LATER,
    ChangedSince,
    Decide,
    DecidedNow,
    NoSuchEssay,
    NoSuchGrade,
    ReasonTooLong,
    ReasonWanted,
    Refused,
)

WRONG = 422
SEEN_DIGITS_MAX = 9


async def cell(asked: Asked) -> Answer:
    """The cell of an essay as it is now; without a script, its row on the page."""
    batch, essay = await batch_of(asked, "look"), asked.identifier("essay")
    if not isinstance(batch, Batch) or essay is None:
        return NotThere() if isinstance(batch, Batch) else batch
    shown = of_query(asked.query("back"))
    return await _shows(asked, batch, essay, shown, PLAIN)


async def decide(asked: Asked) -> Answer:
    """Decide the grade of an essay, or say why not yet."""
    batch, essay = await batch_of(asked, "work"), asked.identifier("essay")
    if not isinstance(batch, Batch) or essay is None:
        return NotThere() if isinstance(batch, Batch) else batch
    shown, grade = of_query(asked.first("back")), asked.first("grade")
    reason = LATER if asked.first("later") else asked.first("reason")
    wanted = Decide(essay=essay, grade=grade, reason=reason, seen=_seen(asked))
    outcome = await grading(asked, batch).decide([wanted], act_of(asked.signed_in.person, wanted))
    match outcome:
        case NotHeardOf() | NoSuchEssay():
            return NotThere()
        case DecidedNow():
            return await _decided(asked, batch, essay, shown, outcome)
        case _:
            state = _state(outcome, wanted)
            return await _shows(asked, batch, essay, shown, state)


def _seen(asked: Asked) -> int | None:
    told = asked.first("seen")
    return int(told) if told.isascii() and told.isdigit() and len(told) <= SEEN_DIGITS_MAX else None


def _state(
    outcome: ReasonWanted | ReasonTooLong | NoSuchGrade | ChangedSince, wanted: Decide
) -> CellState:
    match outcome:
        case ChangedSince(now):
            return CellState(asks="whose", grade=wanted.grade, reason=wanted.reason, theirs=now[0])
        case ReasonTooLong(most=most):
            return CellState(
                asks="shorter_reason", grade=wanted.grade, reason=wanted.reason, most=most
            )
        case NoSuchGrade():
            return CellState(asks="grade", reason=wanted.reason)
        case ReasonWanted():
            return CellState(asks="reason", grade=wanted.grade)


async def _decided(
    asked: Asked, batch: Batch, essay: UUID, shown: Shown, outcome: DecidedNow
) -> Answer:
    if asked.part or not outcome.decided:
        return await _shows(asked, batch, essay, shown, PLAIN)
    row = (await load(asked, batch.id, shown)).row(essay)
    if row is None:
        return NotThere()
    [decided] = outcome.decided
    undo = Undo(
        f"/batches/{batch.id}/results/undo",
        {"act": str(outcome.act), "back": shown.query(), "essay": str(essay)},
    )
    facts = {"name": row.line.name, "grade": decided.grade}
    code = "grade_decided" if decided.grade else "grade_undecided"
    return Redirect(_back(batch, shown, essay), Done(code, facts, undo))


async def _shows(asked: Asked, batch: Batch, essay: UUID, shown: Shown, state: CellState) -> Answer:
    """The cell alone for a script; else the whole page, with the cell as it is."""
    if not asked.part:
        if state is PLAIN:
            return Redirect(_back(batch, shown, essay))
        return await results_page(asked, batch, shown, {essay: state}, status=WRONG)
    loaded = await load(asked, batch.id, shown)
    row = loaded.row(essay)
    if row is None:
        return NotThere()
    names = {
        "batch": batch,
        "of": loaded,
        "shown": shown,
        "cell": cell_of(asked, row, state),
        "one_line": one_line,
    }
    return Page("results/cell_alone.html", names)


def _back(batch: Batch, shown: Shown, essay: UUID | None = None) -> str:
    query = shown.query()
    at = f"/batches/{batch.id}/results{'?' if query else ''}{query}"
    return f"{at}#e-{essay}" if essay else at


async def undo(asked: Asked) -> Answer:
    """Take back what one act decided; what was decided since is left alone."""
    batch, act = await batch_of(asked, "work"), identifier(asked.first("act"))
    if not isinstance(batch, Batch) or act is None:
        return NotThere() if isinstance(batch, Batch) else batch
    shown, essay = of_query(asked.first("back")), identifier(asked.first("essay"))
    outcome = await grading(asked, batch).take_back(act, uuid5(act, "undo"))
    if isinstance(outcome, NotHeardOf):
        return NotThere()
    if asked.part and essay:
        return await _shows(asked, batch, essay, shown, PLAIN)
    count = len(outcome.decided) if isinstance(outcome, DecidedNow) else 0
    done = Done("grades_taken_back", {"n": count}) if count else Done("nothing_taken_back")
    return Redirect(_back(batch, shown, essay), done)


async def clear(asked: Asked) -> Answer:
    """The grades that are clear, with their chances, before they are decided at once."""
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return batch
    shown = of_query(str(asked.request.url.query))
    loaded = await load(asked, batch.id, shown)
    if not loaded.clear:
        return Redirect(_back(batch, shown), Done("none_clear"))
    listed = [(row, likeliest(row, asked.words), place(row, asked.words)) for row in loaded.clear]
    names = {"batch": batch, "of": loaded, "shown": shown, "listed": listed, "act": uuid4()}
    return Page("results/clear.html", names)


async def decide_clear(asked: Asked) -> Answer:
    """Decide those of the clear grades that are ticked; what is not clear any more is left."""
    batch, act = await batch_of(asked, "work"), identifier(asked.first("act"))
    if not isinstance(batch, Batch) or act is None:
        return NotThere() if isinstance(batch, Batch) else batch
    shown = of_query(asked.first("back"))
    ticked = {identifier(told) for told in asked.form.get("essay", ())}
    loaded = await load(asked, batch.id, shown)
    rows = [row for row in loaded.clear if row.essay in ticked]
    outcome = await _decide_rows(asked, batch, rows, act)
    if isinstance(outcome, NotHeardOf):
        return NotThere()
    done = outcome.decided
    if not done:
        return Redirect(_back(batch, shown), Done("none_clear"))
    fields = {"act": str(act), "back": shown.query()}
    undo_all = Undo(f"/batches/{batch.id}/results/undo", fields)
    left = len(ticked) - len(done)
    if left:
        facts = {"n": len(done), "left": left}
        return Redirect(_back(batch, shown), Done("grades_decided_but", facts, undo_all))
    return Redirect(_back(batch, shown), Done("grades_decided", {"n": len(done)}, undo_all))


async def _decide_rows(
    asked: Asked, batch: Batch, rows: list[ResultRow], act: UUID
) -> DecidedNow | NotHeardOf:
    """Decide the likeliest grade of each; whoever was decided or changed meanwhile is left out."""
    desk = grading(asked, batch)
    wanted = [Decide(essay=row.essay, grade=row.likeliest, seen=row.seen) for row in rows]
    while True:
        outcome = await desk.decide(wanted, act)
        if isinstance(outcome, DecidedNow | NotHeardOf):
            return outcome
        left_out = _refused(outcome)
        wanted = [one for one in wanted if one.essay not in left_out]


def _refused(outcome: Refused) -> set[UUID]:
    match outcome:
        case ChangedSince(now):
            return {one.essay for one in now}
        case _:
            return set(outcome.essays)
