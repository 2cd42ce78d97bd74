"""What the classes service does about each message it hears."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from huleedu.contracts.batches import BatchRegistered
from huleedu.contracts.classes import MatchBatch, MatchedPupil, PupilsMatched
from huleedu.contracts.files import TextRead
from huleedu.contracts.lifecycle import BatchSettled, SlotAssigned
from huleedu.kit.database import Database
from huleedu.kit.messages import Envelope
from huleedu.kit.service import Heard, Route, Routes, Transaction, TryAgain
from huleedu.services.classes import store
from huleedu.services.classes.domain.pupils import Match, NoMatch, RosterPupil, match

EssayEvent = TextRead | SlotAssigned
"""What is said of one essay."""

TOLD_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ClassesPorts:
    """What matching needs besides a transaction."""

    database: Database


@dataclass(frozen=True, slots=True)
class Found:
    """Whose the essays of a batch are, as it was in this version."""

    version: int
    essays: Sequence[MatchedPupil]


@dataclass(frozen=True, slots=True)
class MatchedBefore:
    """Nothing has changed since the batch was matched."""


async def on_batch_registered(tx: Transaction, event: BatchRegistered) -> None:
    """The batch has names, or none."""
    await store.registered(tx.sql, event.batch, event.pupils)


async def on_essay_event(tx: Transaction, batch: UUID, heard: Sequence[Heard[EssayEvent]]) -> None:
    """Keep where an essay may name its writer, and that it takes part."""
    essays: dict[UUID, dict[str, object]] = {}
    for each in heard:
        essays.setdefault(each.message.essay, {}).update(_columns(each.message))
    await store.keep(tx.sql, batch, essays)


def _columns(event: EssayEvent) -> Mapping[str, object]:
    match event:
        case TextRead():
            return {"name": event.name, "header": event.header, "opening": event.opening}
        case SlotAssigned(slot=slot):
            return {"slot": slot}


async def on_batch_settled(tx: Transaction, event: BatchSettled) -> None:
    """It is known who takes part, and so whose essays they may be."""
    # a slot may have been given and not been heard of: what is said of one essay has its own order
    slots = {one.essay: {"slot": one.slot} for one in event.essays}
    await store.keep(tx.sql, event.batch, slots)
    await store.settled(tx.sql, event.batch, event.revision)
    tx.say(MatchBatch(batch=event.batch))


async def find_pupils(
    ports: ClassesPorts, command: MatchBatch, _cause: Envelope
) -> Found | MatchedBefore:
    """Match the whole class beside the event loop, if anything has changed."""
    async with ports.database.session() as sql:
        known = await store.known(sql, command.batch)  # first: what is read later is not older
        if known.matched == known.version:
            return MatchedBefore()
        essays = await store.hints(sql, command.batch) if known.names else []
    pupils = [RosterPupil(name) for name in known.names]
    answers = await asyncio.to_thread(match, pupils, essays)
    return Found(known.version, [_told(UUID(id_), one) for id_, one in answers.items()])


def _told(essay: UUID, answer: Match | NoMatch) -> MatchedPupil:
    match answer:
        case Match(pupil, how):
            return MatchedPupil(essay=essay, pupil=pupil, sure=True, found_in=how)
        case NoMatch(reason):
            return MatchedPupil(essay=essay, reason=reason)


async def match_batch(tx: Transaction, command: MatchBatch, found: Found | MatchedBefore) -> None:
    """Say whose essays these are, as far as that is news."""
    now, told = await store.lock(tx.sql, command.batch)
    if isinstance(found, MatchedBefore) or found.version <= now.matched:
        return
    if found.version != now.version:
        raise TryAgain  # what was decided or settled meanwhile counts
    news = await store.tell(tx.sql, command.batch, found.essays)
    await store.matched(tx.sql, command.batch, found.version, now.settlement)
    for at in range(0, len(news), TOLD_AT_ONCE):
        some, last = tuple(news[at : at + TOLD_AT_ONCE]), at + TOLD_AT_ONCE >= len(news)
        covered = now.settlement if last else told
        tx.say(PupilsMatched(batch=command.batch, essays=some, settlement=covered))
    if not news and now.settlement != told:
        tx.say(PupilsMatched(batch=command.batch, essays=(), settlement=now.settlement))


OF_AN_ESSAY = Route(on_essay_event, together=True)

ROUTES: Routes = {
    BatchRegistered: Route(on_batch_registered),
    TextRead: OF_AN_ESSAY,
    SlotAssigned: OF_AN_ESSAY,
    BatchSettled: Route(on_batch_settled),
    MatchBatch: Route(match_batch, prepare=find_pupils),
}
