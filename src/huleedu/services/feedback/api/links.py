"""Links by which pupils read what was given to them; of a key nothing is kept but its SHA-256.

Whoever comes by one is nobody as yet: the tables are asked as somebody of no school, and show the
one row whose hash is presented.
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import msgspec

from huleedu.kit.database import Database, Row
from huleedu.services.feedback.domain.pupils_page import PupilsPage
from huleedu.services.feedback.store import InBatch, giving, links

KEY_BYTES = 32
DAYS_MAX = 366
SESSION_LASTS = timedelta(hours=12)
"""A browser is somebody else's tomorrow; the link leads there again."""
_PAGE = msgspec.json.Decoder(PupilsPage)


@dataclass(frozen=True, slots=True)
class PupilsLink:
    """A new link's key, told once."""

    essay: UUID
    key: str


@dataclass(frozen=True, slots=True)
class LivingLink:
    """A link that works: made and ending when, and first opened when, if it was."""

    made_at: datetime
    ends_at: datetime
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class LinkGone:
    """There is no such link, or it has ended: which of them is told to nobody."""


@dataclass(frozen=True, slots=True)
class NotGivenNow:
    """The link works, and what was given was taken back."""

    school: UUID


@dataclass(frozen=True, slots=True)
class SeenByPupil:
    """What the pupil sees."""

    school: UUID
    page: PupilsPage
    given_at: datetime


async def make_links(
    database: Database,
    of: InBatch,
    essays: Collection[UUID],
    *,
    who: UUID | None,
    now: datetime,
    ends_at: datetime,
) -> Sequence[PupilsLink]:
    """A new link for each essay whose pupil has something; older ones end."""
    async with database.transaction() as sql:
        have = {UUID(int=row["essay"].int) for row in await giving.now_given(sql, of)}
        made = [
            (uuid4(), essay, secrets.token_urlsafe(KEY_BYTES)) for essay in essays if essay in have
        ]
        if made:
            await links.end(sql, of, [essay for _, essay, _ in made], now)
            hashed = [(id_, essay, hash_of(key)) for id_, essay, key in made]
            await links.make(sql, of, hashed, who, now, ends_at)
    return [PupilsLink(essay, key) for _, essay, key in made]


async def end_links(
    database: Database, of: InBatch, essays: Collection[UUID] | None, *, now: datetime
) -> Sequence[UUID]:
    """End the links of these essays (None: all of the batch); returns which had one."""
    async with database.transaction() as sql:
        return await links.end(sql, of, essays, now)


async def links_of(database: Database, of: InBatch, now: datetime) -> Mapping[UUID, LivingLink]:
    """The links of the batch that work, by essay."""
    async with database.session() as sql:
        rows = await links.living(sql, of, now)
    return {
        UUID(int=row["essay"].int): LivingLink(row["made_at"], row["ends_at"], row["opened_at"])
        for row in rows
    }


async def come_by(database: Database, key: str, now: datetime) -> str | LinkGone:
    """Exchange a link's key for a secret of this browser's own, to be kept in a cookie."""
    async with database.transaction() as sql:
        await links.present(sql, hash_of(key))
        link = await links.by_key(sql, hash_of(key))
        if not _works(link, now):
            return LinkGone()
        assert link
        secret = secrets.token_urlsafe(KEY_BYTES)
        school = UUID(int=link["school"].int)
        await links.let_in(sql, school)
        ends_at = min(now + SESSION_LASTS, link["ends_at"])
        await links.come_in(sql, school, link["id"], hash_of(secret), now, ends_at)
    return secret


async def seen_by_pupil(
    database: Database, secret: str, now: datetime
) -> SeenByPupil | NotGivenNow | LinkGone:
    """What whoever came by a link sees now: what is given, and nothing else."""
    async with database.transaction() as sql:
        await links.present(sql, hash_of(secret))
        session = await links.session(sql, hash_of(secret), now)
        if session is None:
            return LinkGone()
        school = UUID(int=session["school"].int)
        await links.let_in(sql, school)
        link = await links.by_id(sql, school, session["link"])
        if link is None or not _works(link, now):
            return LinkGone()
        row = await giving.now_given_one(sql, school, link["essay"])
    if row is None:
        return NotGivenNow(school)
    return SeenByPupil(school, _PAGE.decode(row["page"]), row["given_at"])


def _works(link: Row | None, now: datetime) -> bool:
    return link is not None and link["ended_at"] is None and now < link["ends_at"]


def hash_of(secret: str) -> str:
    """What is kept of a secret, whatever letters somebody sends for one."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
