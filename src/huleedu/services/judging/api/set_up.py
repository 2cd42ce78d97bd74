"""What is needed to set the judging of a batch up: rules, practice pairs, and what they mean."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from huleedu.contracts.judging import Kind
from huleedu.kit.database import Database
from huleedu.services.judging.domain.desk import Rules
from huleedu.services.judging.domain.practice import PRACTICE_MAX, PracticePair
from huleedu.services.judging.domain.shares import evenly, judgements_for, minutes_each
from huleedu.services.judging.store import last_judges, overview, plans

__all__ = [
    "PRACTICE_MAX",
    "Kind",
    "PracticePair",
    "Rules",
    "essays_ready",
    "evenly",
    "judgements_for",
    "judges_of_last",
    "minutes_each",
    "plan_rules",
    "planned_rules",
    "with_practice",
]


def with_practice(rules: Rules, practice: tuple[PracticePair, ...]) -> Rules:
    """The same rules with these pairs to try first."""
    return msgspec.structs.replace(rules, practice=practice)


async def essays_ready(database: Database, batch: UUID) -> list[tuple[UUID, float]]:
    """The essays that can be judged, each with its number of words (0: not known yet)."""
    async with database.session() as sql:
        return await overview.ready(sql, batch)


async def judges_of_last(database: Database, batches: Sequence[UUID]) -> list[tuple[str, str]]:
    """Who judged that of these batches whose judging was opened last: names and addresses."""
    async with database.session() as sql:
        return await last_judges.last(sql, batches)


async def planned_rules(database: Database, batch: UUID) -> Rules | None:
    """By which rules a batch is to be judged once it is opened, if all of them were told."""
    async with database.session() as sql:
        told = await plans.rules_told(sql, batch)
    return msgspec.json.decode(told, type=Rules) if told else None


async def plan_rules(database: Database, batch: UUID, school: UUID, rules: Rules) -> None:
    """Judge the batch by these rules once it is opened."""
    async with database.transaction() as sql:
        await plans.keep_rules(sql, batch, school, msgspec.json.encode(rules).decode())
