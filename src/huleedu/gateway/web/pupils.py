"""P7: whose essay is each, with the fewest decisions."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

import msgspec

from huleedu.contracts.gateway import EssayDecision, MatchPupils
from huleedu.gateway.web.batch import batch_seen
from huleedu.gateway.web.hundred import ROWS, hundred
from huleedu.gateway.web.live import Told
from huleedu.gateway.web.pages import (
    Answer,
    Asked,
    Done,
    MayNot,
    NotThere,
    Page,
    PageRoute,
    Redirect,
    Undo,
    identifier,
)
from huleedu.gateway.web.rendering import rendered
from huleedu.gateway.web.soon import soon
from huleedu.services.classes.api.proposals import (
    Matching,
    ShownEssay,
    WhyMissing,
    proposals,
    say_missing,
)
from huleedu.services.results import api as results
from huleedu.services.results.api import BatchSeen

WHY: dict[str, WhyMissing] = {"absent": "absent", "later": "later"}


class MarkedPiece(NamedTuple):
    """A piece of a text, found to be of a name or not."""

    text: str
    found: bool


async def _seen(asked: Asked) -> BatchSeen | None:
    """The batch in the address, if whoever asks may see names in it."""
    batch = asked.identifier("batch")
    found = await batch_seen(asked, batch) if batch else None
    return found if isinstance(found, BatchSeen) else None


async def pupils(asked: Asked) -> Answer:
    """Who is sure, whom to ask about, and who has no essay."""
    batch = await _seen(asked)
    if batch is None:
        return NotThere()
    if batch.hidden:
        return MayNot("pupils.blind")
    # read first: what the page shows is not older than what its stream goes on behind
    revision = await results.revision(asked.database("results"), batch.id)
    return Page("pupils.html", {**await _names(asked, batch), "revision": revision})


async def _names(asked: Asked, batch: BatchSeen) -> dict[str, object]:
    matching = await proposals(asked.database("classes"), batch.id)
    several = [one.id for _, essays in matching.doubled for one in essays]
    return {
        "batch": batch,
        "shown": hundred(asked, matching.sure, _told_of),
        "at_once": ROWS,
        "matching": matching,
        "may_work": batch.may != "look",
        "places": {essay.id: _places(essay) for essay in matching.to_confirm[:ROWS]},
        "came": await results.came_at(asked.database("results"), batch.id, several),
    }


def _told_of(essay: ShownEssay) -> tuple[str, ...]:
    """What an essay is found by."""
    whose = (essay.told.pupil, *essay.told.also) if essay.told else ()
    return essay.name, *whose


async def live_parts(asked: Asked, batch: UUID, after: int) -> Told | None:
    """The page's body, if anything of the batch has changed since that revision."""
    revision = await results.revision(asked.database("results"), batch)
    seen = await batch_seen(asked, batch)
    if revision <= after or not isinstance(seen, BatchSeen) or seen.hidden:
        return None
    html = rendered(asked, "pupils_live.html", await _names(asked, seen), None)
    return Told(revision, html)


def _places(essay: ShownEssay) -> list[tuple[str, Sequence[MarkedPiece]]]:
    """Where we looked, with the found words of the likeliest pupils marked."""
    texts = (("header", essay.header), ("file name", essay.name), ("text", essay.opening))
    return [
        (
            how.replace(" ", "_"),
            _pieces(text, [w for guess in essay.guesses if guess.how == how for w in guess.words]),
        )
        for how, text in texts
        if text.strip()
    ]


def _pieces(text: str, words: Sequence[tuple[int, int]]) -> list[MarkedPiece]:
    pieces: list[MarkedPiece] = []
    at = 0
    for start, end in sorted(set(words)):
        if at <= start < end <= len(text):
            pieces += (
                MarkedPiece(text[at:start], found=False),
                MarkedPiece(text[start:end], found=True),
            )
            at = end
    return [piece for piece in (*pieces, MarkedPiece(text[at:], found=False)) if piece.text]


async def decide(asked: Asked) -> Answer:
    """Take a guess, somebody else, several, or nobody; or undo that."""
    batch, essay = await _seen(asked), identifier(asked.first("essay"))
    if batch is None or essay is None:
        return NotThere()
    if batch.hidden or batch.may == "look":
        return MayNot("pupils.blind" if batch.hidden else "pupils.may_not")
    where = f"/batches/{batch.id}/pupils"
    before = await proposals(asked.database("classes"), batch.id)
    known = {pupil.key: pupil.name for pupil in before.pupils}
    by_name = {pupil.name.casefold(): pupil.key for pupil in before.pupils}
    chosen = [key for key in asked.form.get("pupil", ()) if key in known]
    typed = [" ".join(each.split()) for each in asked.first("named").split(",") if each.strip()]
    chosen += [by_name[name.casefold()] for name in typed if name.casefold() in by_name]
    nobody, undone = asked.first("do") == "nobody", asked.first("do") == "undo"
    if essay not in {one.id for one in before.essays}:
        return NotThere()
    if asked.first("do") == "swap":
        return await _swap(asked, batch.id, before, essay)
    if asked.first("do") == "counts":
        return await _let_count(asked, batch.id, before, essay)
    if asked.first("do") == "back":
        return await _take_back(asked, batch.id, before)
    if not chosen and not nobody and not undone:
        return Redirect(where, Done("nobody_of_that_name"))
    one = EssayDecision(essay=essay, pupils=() if nobody else tuple(chosen), undone=undone)
    await _send(asked, batch.id, one)
    after = await _taken_in(asked, batch.id, before)
    if undone:
        return Redirect(where)
    undo = Undo(where, {"essay": str(essay), "do": "undo"})
    also = _settled_too(before, after, essay)
    told = ", ".join(known[key] for key in chosen)
    if also:
        return Redirect(where, Done("pupil_decided_and", {"name": told, "names": also}, undo))
    return Redirect(
        where, Done("pupil_decided" if told else "nobody_decided", {"name": told}, undo)
    )


async def _send(asked: Asked, batch: UUID, *decisions: EssayDecision) -> None:
    person = asked.signed_in.person
    command = MatchPupils(batch=batch, person=person, decisions=decisions)
    await asked.web.batches.commands.send(command)


async def _swap(asked: Asked, batch: UUID, before: Matching, essay: UUID) -> Answer:
    """Swap the pupils of two essays."""
    where = f"/batches/{batch}/pupils"
    by_id = {one.id: one for one in before.sure}
    chosen = by_id.get(essay)
    if chosen is None:
        return NotThere()
    other = by_id.get(identifier(asked.first("other")) or essay)
    if other is None or other is chosen:
        return Redirect(where, Done("not_swapped"))
    await _send(
        asked,
        batch,
        EssayDecision(essay=chosen.id, pupils=tuple(before.keys_of(other))),
        EssayDecision(essay=other.id, pupils=tuple(before.keys_of(chosen))),
    )
    fields = {"essay": str(other.id), "other": str(chosen.id), "do": "swap"}
    await _taken_in(asked, batch, before)
    return Redirect(where, Done("swapped", undo=Undo(where, fields)))


async def _let_count(asked: Asked, batch: UUID, before: Matching, essay: UUID) -> Answer:
    """Let one of a pupil's several essays count, and remember how it was."""
    where = f"/batches/{batch}/pupils"
    after = f"/batches/{batch}" if asked.first("from") == "files" else where
    chosen = next(one for one in before.essays if one.id == essay)
    decisions = before.counting(chosen)
    if not decisions:  # somebody else chose meanwhile
        return Redirect(after)
    by_id = {one.id: one for one in before.essays}
    was = [
        EssayDecision(essay=one.id, pupils=tuple(before.keys_of(one)), undone=not one.decided)
        for one in (by_id[decision.essay] for decision in decisions)
    ]
    await _send(asked, batch, *decisions)
    await _taken_in(asked, batch, before)
    fields = {"essay": str(essay), "do": "back", "was": msgspec.json.encode(was).decode()}
    facts = {"file": chosen.name, "n": len(decisions) - 1}
    return Redirect(after, Done("this_counts", facts, Undo(where, fields)))


async def _take_back(asked: Asked, batch: UUID, before: Matching) -> Answer:
    """Have it as it was before one of several essays counted."""
    try:
        was = msgspec.json.decode(asked.first("was"), type=list[EssayDecision])
    except msgspec.DecodeError:
        return NotThere()
    keys = {pupil.key for pupil in before.pupils}
    known = {one.id for one in before.essays}
    if not all(one.essay in known and keys.issuperset(one.pupils) for one in was):
        return NotThere()
    await _send(asked, batch, *was)
    await _taken_in(asked, batch, before)
    return Redirect(f"/batches/{batch}/pupils")


async def say_why_missing(asked: Asked) -> Answer:
    """Say of a pupil without an essay that they were absent, or hand in later."""
    batch = await _seen(asked)
    if batch is None:
        return NotThere()
    if batch.hidden or batch.may == "look":
        return MayNot("pupils.blind" if batch.hidden else "pupils.may_not")
    matching = await proposals(asked.database("classes"), batch.id)
    named = {pupil.key: pupil.name for pupil in matching.pupils}
    pupil, school = asked.first("pupil"), asked.signed_in.school
    if pupil not in named:
        return NotThere()
    why, before = WHY.get(asked.first("why")), matching.missing.get(pupil)
    said = asked.signed_in.person, asked.web.clock()
    await say_missing(asked.database("classes"), (school, batch.id), pupil, why, said)
    where = f"/batches/{batch.id}/pupils"
    undo = Undo(f"{where}/missing", {"pupil": pupil, "why": before or ""})
    return Redirect(where, Done(f"missing.{why or 'neither'}", {"name": named[pupil]}, undo))


async def _taken_in(asked: Asked, batch: UUID, before: Matching) -> Matching:
    """Wait until the decision has been taken into account, but not for long."""
    database = asked.database("classes")

    async def shows() -> bool:
        now = await proposals(database, batch)
        return now.matched and now.essays != before.essays

    await soon(shows)
    return await proposals(database, batch)


def _settled_too(before: Matching, after: Matching, essay: UUID) -> str:
    """Whose essays this decision settled as well."""
    unsure = {one.id for one in before.essays if one not in before.sure}
    return ", ".join(
        one.told.pupil for one in after.sure if one.told and one.id in unsure and one.id != essay
    )


PUPIL_PAGES = (
    PageRoute(
        method="GET",
        path="/batches/{batch}/pupils",
        who="teacher",
        what="Whose essay is each",
        view=pupils,
    ),
    PageRoute(
        method="POST",
        path="/batches/{batch}/pupils",
        who="teacher",
        what="Decide whose an essay is",
        view=decide,
    ),
    PageRoute(
        method="POST",
        path="/batches/{batch}/pupils/missing",
        who="teacher",
        what="Say why a pupil has no essay",
        view=say_why_missing,
    ),
)
