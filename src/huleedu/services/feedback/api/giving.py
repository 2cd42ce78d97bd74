"""Give pupils what is ready, in one act, and take it back in one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

import msgspec

from huleedu.kit.database import Database, Row
from huleedu.services.feedback import store
from huleedu.services.feedback.domain.pupils_page import PupilsPage
from huleedu.services.feedback.store import InBatch, as_id, giving

_PAGE = msgspec.json.Decoder(PupilsPage)


@dataclass(frozen=True, slots=True)
class ToGive:
    """An essay's page, made from its feedback at this revision."""

    essay: UUID
    revision: int
    page: PupilsPage


@dataclass(frozen=True, slots=True)
class Gift:
    """What a pupil has: the page as it was given, by whom, and when."""

    essay: UUID
    page: PupilsPage
    by: UUID | None
    at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class GivenNow:
    """What was given.

    Args:
        had: pupils who had just this already, as after an answer that was lost.
        left: what is not ready, or was changed meanwhile: it was not given.
    """

    given: Sequence[UUID]
    had: Sequence[UUID]
    left: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class LastAct:
    """What somebody did at once: when, and with which essays."""

    at: datetime
    essays: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Whose pupils have nothing any more; `give_back` undoes what was done at this moment.

    Args:
        before: how many it were, if just this was done before, as after an answer that was lost.
    """

    essays: Sequence[UUID]
    at: datetime
    before: int = 0


async def given(database: Database, batch: UUID, school: UUID) -> dict[UUID, Gift]:
    """What pupils of the batch have now, by essay; raises `EngineAway`, as all of these do.

    The pages hold names: whoever asks sees that names of the batch are shown.
    """
    async with database.session() as sql:
        rows = await giving.now_given(sql, InBatch(school, batch))
    return {one.essay: one for one in map(_gift, rows)}


async def given_to(database: Database, school: UUID, essay: UUID) -> Gift | None:
    """What the pupil of one essay has now, if anything."""
    async with database.session() as sql:
        row = await giving.now_given_one(sql, school, essay)
    return _gift(row) if row else None


async def give(
    database: Database, of: InBatch, pages: Collection[ToGive], *, who: UUID | None, now: datetime
) -> GivenNow:
    """Give these pages, each if its feedback is ready and as it was when the page was made."""
    async with database.transaction() as sql:
        found = await store.locked(sql, of.school, [page.essay for page in pages])
        gifts: list[tuple[UUID, UUID, int, str]] = []
        had: list[UUID] = []
        left: list[UUID] = []
        for page in pages:
            one = found.get(page.essay)
            if one is None or one.revision != page.revision or not one.ready:
                left.append(page.essay)
            elif not one.to_give:
                had.append(page.essay)
            else:
                told = msgspec.json.encode(page.page).decode()
                gifts.append((uuid4(), page.essay, page.revision, told))
        essays = [essay for _, essay, _, _ in gifts]
        if gifts:
            await giving.give(sql, of, gifts, who, now)
            await store.note(sql, of, essays, "given", who, now)
    return GivenNow(essays, had, left)


async def withdraw(
    database: Database,
    of: InBatch,
    essays: Collection[UUID] | None,
    *,
    who: UUID | None,
    now: datetime,
) -> Withdrawn:
    """Take back what the pupils of these essays have (None: of all); again, nothing changes."""
    async with database.transaction() as sql:
        gone = await giving.withdraw(sql, of, essays, who, now)
        await store.note(sql, of, gone, "withdrawn", who, now)
    return Withdrawn(gone, now)


async def last_act(
    database: Database,
    of: InBatch,
    what: Literal["given", "withdrawn", "given_back"],
    *,
    who: UUID | None,
    since: datetime,
) -> LastAct | None:
    """What this person did last of this kind; None: nothing since then."""
    async with database.session() as sql:
        found = await store.last_act(sql, of, what, who, since)
    return LastAct(*found) if found else None


async def give_back(
    database: Database, of: InBatch, at: datetime, *, who: UUID | None, now: datetime
) -> Sequence[UUID]:
    """As if this person had taken nothing back then; returns whose pupils have it again."""
    async with database.transaction() as sql:
        essays = await giving.give_back(sql, of, at, who)
        await store.note(sql, of, essays, "given_back", who, now)
    return essays


def _gift(row: Row) -> Gift:
    return Gift(
        UUID(int=row["essay"].int),
        _PAGE.decode(row["page"]),
        as_id(row["given_by"]),
        row["given_at"],
        row["revision"],
    )
