"""Ask for an export, look at those that there are, and fetch one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from huleedu.contracts.exports import MakeExport
from huleedu.gateway.exports import store
from huleedu.gateway.exports.facts import Given
from huleedu.gateway.exports.profiles import ProfileCode
from huleedu.gateway.exports.store import Export, ToldOfFile, parts
from huleedu.gateway.words.choice import Language
from huleedu.kit import outbox
from huleedu.kit.database import Database
from huleedu.services.results.api import BatchSeen

__all__ = [
    "Export",
    "add_export",
    "choose_column",
    "export_of",
    "exports_of",
    "may_fetch",
    "parts",
    "revision",
]

KEPT = timedelta(days=7)
AT_ONCE = 5
"""Of one batch; whoever asks for more waits until some are made."""
LISTED = 50


@dataclass(frozen=True, slots=True)
class TooManyAtWork:
    """So many are being made of this batch already."""

    at_once: int = AT_ONCE


@dataclass(frozen=True, slots=True)
class HiddenSince:
    """It was made while names were shown, and they are hidden again."""


@dataclass(frozen=True, slots=True)
class NotMade:
    """It is being made, or will not be; its state says so."""

    export: Export


class ExportAsked(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody asks for.

    `columns` are those of a platform's file among which somebody has to choose.
    """

    id: UUID
    school: UUID
    batch: UUID
    person: UUID
    profile: ProfileCode
    language: Language
    given: Given | None = None
    columns: tuple[str, ...] = ()


async def add_export(
    database: Database, asked: ExportAsked, now: datetime
) -> Export | TooManyAtWork:
    """Have it made; the same id again is the same export. Raises `EngineAway`, as all here do.

    Args:
        database: the exports' tables.
    """
    given = asked.given
    export = Export(
        id=asked.id,
        school=asked.school,
        batch=asked.batch,
        person=asked.person,
        profile=asked.profile,
        language=asked.language,
        asked_at=now,
        state="asks" if asked.columns else "wanted",
        why="",
        done=0,
        whole=0,
        columns=asked.columns,
        chosen=given.column if given else "",
        given_name=given.name if given else "",
        attempt=None,
        name="",
        size_bytes=0,
        names=False,
        told=ToldOfFile(),
        expires_at=now + KEPT,
    )
    async with outbox.speaking(database, now) as tx:
        known = await store.one(tx.sql, asked.id)
        if known:
            return known
        if await store.at_work(tx.sql, asked.batch) >= AT_ONCE:
            return TooManyAtWork()
        added = await store.add(tx, export, given.content if given else None)
        if added and export.state == "wanted":
            tx.say(MakeExport(batch=asked.batch, export=asked.id))
    return export


async def choose_column(database: Database, export: Export, column: str, now: datetime) -> bool:
    """Say which column of the platform's file is meant; False: it has none of that name."""
    async with outbox.speaking(database, now) as tx:
        chosen = await store.choose(tx.sql, export, column)
        if chosen:
            tx.say(MakeExport(batch=export.batch, export=export.id))
    return chosen


async def exports_of(database: Database, batch: UUID) -> Sequence[Export]:
    """The batch's exports, the newest first."""
    async with database.session() as sql:
        return await store.of_batch(sql, batch, LISTED)


async def export_of(database: Database, export: UUID) -> Export | None:
    """This export, if it is of the school of whoever looks."""
    async with database.session() as sql:
        return await store.one(sql, export)


async def revision(database: Database, batch: UUID) -> int:
    """How often the exports of the batch have changed."""
    return (await store.revisions(database, [batch])).get(batch, 0)


def may_fetch(export: Export, seen: BatchSeen) -> NotMade | HiddenSince | None:
    """Why its bytes may not be had; None: they may, by `parts`."""
    if export.state != "made":
        return NotMade(export)
    return HiddenSince() if seen.hidden and export.names else None
