"""More judgements of an essay, by judges who have not seen it: who is still to give them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

MORE_MAX = 20
"""So many judgements may be asked for at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAgain:
    """`more` judgements of an essay were asked for; `judged` have come, `out` are with judges.

    `script` is its number; `seen_by` are the judges who had seen it before, who do not count.
    """

    id: UUID
    essay: UUID
    script: int
    more: int
    judged: int
    out: int
    seen_by: frozenset[str]
    asked_at: datetime
    by_name: str
    withdrawn_at: datetime | None = None

    @property
    def left(self) -> int:
        """How many nobody is at yet."""
        return 0 if self.withdrawn_at else max(0, self.more - self.judged - self.out)

    @property
    def over(self) -> bool:
        """Whether nothing more is waited for."""
        return self.withdrawn_at is not None or self.judged >= self.more


def due_for(looks: Sequence[LookAgain], judge: str, barred: Collection[int]) -> dict[int, int]:
    """The scripts that this judge should see first, and how many judgements of each are left."""
    due: dict[int, int] = {}
    for look in sorted(looks, key=lambda one: -one.left):
        if look.left and judge not in look.seen_by and look.script not in barred:
            due[look.script] = due.get(look.script, 0) + look.left
    return due
