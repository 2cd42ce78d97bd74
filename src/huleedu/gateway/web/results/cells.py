"""The cell in which a grade is decided: what it shows before, while and after somebody does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

from huleedu.gateway.web.pages import Asked
from huleedu.gateway.web.results.rows import ResultRow
from huleedu.services.results.api.grades import LATER, DecidedGrade

UNDO_FOR = timedelta(minutes=2)
"""So long the cell itself offers to take back what one has decided; then the essay's page does."""
AsksFor = Literal["nothing", "reason", "shorter_reason", "grade", "whose"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellState:
    """What somebody wanted and is asked about; `theirs` is what was decided meanwhile."""

    asks: AsksFor = "nothing"
    grade: str = ""
    reason: str = ""
    theirs: DecidedGrade | None = None
    most: int = 0
    """Signs that a reason may have."""


PLAIN = CellState()


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeCell:
    """A cell as the template shows it."""

    row: ResultRow
    state: CellState
    grade: str
    """What the select holds."""
    mine: bool
    """Whoever looks has just decided it, and may take it back here."""
    reason_later: bool

    @property
    def essay(self) -> UUID:
        """The essay."""
        return self.row.essay

    @property
    def seen(self) -> int:
        """Which decision was seen; of one that was changed meanwhile, that change."""
        return self.state.theirs.number if self.state.theirs else self.row.seen


def cell_of(asked: Asked, row: ResultRow, state: CellState = PLAIN) -> GradeCell:
    """The cell of a row."""
    now, latest = asked.web.clock(), row.latest
    mine = (
        latest is not None
        and latest.by == asked.signed_in.person
        and now - latest.at < UNDO_FOR
        and state.asks == "nothing"
    )
    decided = row.decided
    return GradeCell(
        row=row,
        state=state,
        grade=state.grade if state.asks != "nothing" else decided.grade if decided else "",
        mine=mine,
        reason_later=decided is not None and decided.reason == LATER,
    )


def cells_of(
    asked: Asked, rows: list[ResultRow], states: Mapping[UUID, CellState]
) -> dict[UUID, GradeCell]:
    """The cells of these rows, by essay."""
    return {row.essay: cell_of(asked, row, states.get(row.essay, PLAIN)) for row in rows}
