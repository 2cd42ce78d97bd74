"""P7: whose essay is each, with the fewest decisions."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from huleedu.contracts.gateway import EssayDecision, MatchPupils
from huleedu.gateway.web.batch import batch_seen
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
from huleedu.gateway.web.soon import soon
from huleedu.services.classes.api.proposals import Matching, ShownEssay, proposals
from huleedu.services.results.api import BatchSeen


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
    matching = await proposals(asked.database("classes"), batch.id)
    names = {
        "batch": batch,
        "matching": matching,
        "may_work": batch.may != "look",
        "places": {essay.id: _places(essay) for essay in matching.to_confirm},
    }
    return Page("pupils.html", names)


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
    if not chosen and not nobody and not undone:
        return Redirect(where, Done("nobody_of_that_name"))
    one = EssayDecision(essay=essay, pupils=() if nobody else tuple(chosen), undone=undone)
    person = asked.signed_in.person
    command = MatchPupils(batch=batch.id, person=person, decisions=(one,))
    await asked.web.batches.commands.send(command)
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
)
