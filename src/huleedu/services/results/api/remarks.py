"""Which kinds of remarks are looked for: in a batch, and in the new batches of a school.

Every text is remarked on by all rules when it is checked; those that are left out are kept and not
shown, so that switching a rule shows at once, in every page, report, export and count.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from huleedu.contracts.spelling import REMARK_RULES
from huleedu.kit.database import Database
from huleedu.services.results.store import remarks as store
from huleedu.services.results.store import revisions

__all__ = ["RULES", "RulesKept", "change", "change_in_school", "of_batch", "of_school"]

RULES: tuple[str, ...] = tuple(dict.fromkeys((*REMARK_RULES["en"], *REMARK_RULES["sv"])))
"""The code of every rule, each once."""


@dataclass(frozen=True, slots=True)
class RulesKept:
    """Which rules are left out, and what each found in the batch whether it is or not.

    `languages` are those in which essays of the batch are checked; none yet: any may come.
    """

    off: tuple[str, ...]
    found: Mapping[str, int] = field(default_factory=dict[str, int])
    languages: Collection[str] = ()

    def fits(self, rule: str) -> bool:
        """Whether the rule is one of the languages of the batch."""
        meant = [kind for kind, rules in REMARK_RULES.items() if rule in rules]
        return not self.languages or any(kind in self.languages for kind in meant)


async def of_batch(database: Database, batch: UUID) -> RulesKept:
    """Those of a batch, which must be known; raises `EngineAway`."""
    async with database.session() as sql:
        return RulesKept(
            await store.of_batch(sql, batch),
            await store.found(sql, batch),
            await store.languages(sql, batch),
        )


async def change(
    database: Database, batch: UUID, wanted: Callable[[Collection[str]], Collection[str]]
) -> tuple[str, ...]:
    """Leave other rules out in a batch, which must be known; raises `EngineAway`.

    Args:
        wanted: those to leave out from now on, by those that were until now.

    Returns:
        Those that were left out before.
    """
    async with database.transaction() as sql:
        await revisions.changes(sql, batch)
        before = await store.of_batch(sql, batch)
        after = wanted(before)
        if sorted(after) != sorted(before):
            await store.switch(sql, batch, after)
        return before


async def of_school(database: Database, school: UUID) -> RulesKept:
    """Those that new batches of the school begin with; raises `EngineAway`."""
    async with database.session() as sql:
        return RulesKept(await store.of_school(sql, school))


async def change_in_school(
    database: Database, school: UUID, wanted: Callable[[Collection[str]], Collection[str]]
) -> tuple[str, ...]:
    """Begin new batches of the school otherwise; see `change`. Batches that there are stay."""
    async with database.transaction() as sql:
        before = await store.hold_school(sql, school)
        await store.switch_in_school(sql, school, wanted(before))
        return before
