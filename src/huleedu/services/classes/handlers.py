"""What the classes service does about each message it hears."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import msgspec

from huleedu.contracts.batches import BatchRegistered
from huleedu.contracts.classes import MatchBatch, MatchedPupil, PupilsMatched
from huleedu.contracts.files import TextRead
from huleedu.contracts.gateway import MatchPupils
from huleedu.contracts.lifecycle import BatchSettled, SlotAssigned, SlotHandedOver
from huleedu.kit.database import Database, Sql
from huleedu.kit.messages import Envelope
from huleedu.kit.service import Heard, Route, Routes, Transaction, TryAgain
from huleedu.services.classes import store
from huleedu.services.classes.domain.pupils import (
    ONLY_ONE_LEFT,
    Decision,
    Match,
    NoMatch,
    RosterPupil,
    match,
    of_one_pupil,
)
from huleedu.services.classes.store import ShownGuess, classes, imports, replacing

EssayEvent = TextRead | SlotAssigned
"""What is said of one essay."""

TOLD_AT_ONCE = 500
LISTS_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ClassesPorts:
    """What matching needs besides a transaction."""

    database: Database


@dataclass(frozen=True, slots=True)
class Found:
    """Whose the essays of a batch are, as it was in this version."""

    version: int
    essays: Sequence[tuple[MatchedPupil, Sequence[ShownGuess]]]


@dataclass(frozen=True, slots=True)
class MatchedBefore:
    """Nothing has changed since the batch was matched."""


async def on_batch_registered(tx: Transaction, event: BatchRegistered) -> None:
    """The batch has names, or none."""
    await store.registered(tx.sql, event.batch, event.pupils, event.school, event.class_)


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


async def on_slot_handed_over(tx: Transaction, event: SlotHandedOver) -> None:
    """Another text takes part: whose it is follows from whose the one before was."""
    await store.keep(tx.sql, event.batch, {event.by: {"name": event.name}})
    await replacing.hand_over(tx.sql, event.batch, event.essay, event.by, event.slot, tx.now)
    tx.say(MatchBatch(batch=event.batch))


async def find_pupils(
    ports: ClassesPorts, command: MatchBatch, _cause: Envelope
) -> Found | MatchedBefore:
    """Match the whole class beside the event loop, if anything has changed."""
    async with ports.database.session() as sql:
        known = await store.known(sql, command.batch)  # first: what is read later is not older
        if known.matched == known.version:
            return MatchedBefore()
        pupils = await _pupils(sql, known)
        essays = await store.hints(sql, command.batch) if pupils else []
        decided = await store.decisions(sql, command.batch)
    at = {pupil.id: number for number, pupil in enumerate(pupils)}
    by_hand = {
        essay: Decision(tuple(at[key] for key in keys if key in at))
        for essay, keys in decided.items()
    }
    answers = await asyncio.to_thread(match, pupils, essays, by_hand)
    there = {essay.id for essay in essays}
    by_hand = {essay: decision for essay, decision in by_hand.items() if essay in there}
    told = [(_told(UUID(id_), one, pupils), _guesses(one, pupils)) for id_, one in answers.items()]
    told += [
        (_decided(UUID(essay), [pupils[at] for at in decision.pupils]), ())
        for essay, decision in by_hand.items()
    ]
    others = of_one_pupil(answers, by_hand)
    return Found(known.version, [(_with(one, others), guesses) for one, guesses in told])


def _with(told: MatchedPupil, others: Mapping[str, Sequence[str]]) -> MatchedPupil:
    """The same, with the other essays of its pupil."""
    return msgspec.structs.replace(told, others=tuple(map(UUID, others.get(str(told.essay), ()))))


async def _pupils(sql: Sql, known: store.KnownBatch) -> list[RosterPupil]:
    """The batch's class as it is now, or the names that came with the batch."""
    if known.class_ is None:
        return [RosterPupil(name, id=name) for name in known.names]
    return [
        RosterPupil(
            pupil.name, id=str(pupil.id), called=pupil.called, email=pupil.email, ids=pupil.ids
        )
        for pupil in await classes.pupils(sql, known.school, known.class_)
    ]


def _told(essay: UUID, answer: Match | NoMatch, pupils: Sequence[RosterPupil]) -> MatchedPupil:
    likely = answer.guesses and answer.guesses[0].why != ONLY_ONE_LEFT
    first = pupils[answer.guesses[0].pupil] if likely else None
    name, id_ = (first.name, _id(first)) if first else ("", None)
    match answer:
        case Match(how=how):
            return MatchedPupil(essay=essay, pupil=name, pupil_id=id_, sure=True, found_in=how)
        case NoMatch(reason):
            return MatchedPupil(essay=essay, pupil=name, pupil_id=id_, reason=reason)


def _decided(essay: UUID, pupils: Sequence[RosterPupil]) -> MatchedPupil:
    if not pupils:
        return MatchedPupil(essay=essay, by_hand=True, found_in="by hand")
    first, *others = pupils
    return MatchedPupil(
        essay=essay,
        pupil=first.name,
        pupil_id=_id(first),
        also=tuple(other.name for other in others),
        sure=True,
        by_hand=True,
        found_in="by hand",
    )


def _id(pupil: RosterPupil) -> UUID | None:
    """A pupil of a class has one; a name that came with the batch has none."""
    try:
        return UUID(pupil.id)
    except ValueError:
        return None


def _guesses(answer: Match | NoMatch, pupils: Sequence[RosterPupil]) -> list[ShownGuess]:
    return [
        ShownGuess(
            key=pupils[guess.pupil].id,
            name=pupils[guess.pupil].name,
            why=guess.why,
            how=guess.how,
            words=guess.words,
        )
        for guess in answer.guesses
    ]


async def match_pupils(tx: Transaction, command: MatchPupils) -> None:
    """What somebody decided stands, and may settle others."""
    await store.decide(tx, command.batch, command.person, command.decisions)
    tx.say(MatchBatch(batch=command.batch))


async def match_due(tx: Transaction) -> None:
    """Have those batches matched anew whose class changed, or to which a text came."""
    tx.say(*(MatchBatch(batch=batch) for batch in await store.take_due(tx.sql)))


async def forget_lists(tx: Transaction) -> None:
    """Lists that nobody took in are not kept: they hold names."""
    await imports.forget_old(tx.sql, tx.now - LISTS_KEPT)


async def match_batch(tx: Transaction, command: MatchBatch, found: Found | MatchedBefore) -> None:
    """Say whose essays these are, as far as that is news."""
    now, told, class_changed = await store.lock(tx.sql, command.batch)
    if isinstance(found, MatchedBefore) or found.version <= now.matched:
        return
    if found.version != now.version:
        raise TryAgain  # what was decided or settled meanwhile counts
    news = await store.tell(tx.sql, command.batch, found.essays, class_changed=class_changed)
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
    SlotHandedOver: Route(on_slot_handed_over),
    MatchPupils: Route(match_pupils),
    MatchBatch: Route(match_batch, prepare=find_pupils),
}
