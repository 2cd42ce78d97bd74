"""With whom a batch is shared, and what they may do: its owner says so."""

from dataclasses import dataclass
from uuid import UUID

from huleedu.contracts.gateway import ShareBatch
from huleedu.contracts.people import MayShared
from huleedu.gateway.web.batch import Batch, batch_of
from huleedu.gateway.web.coming import asked_from, people, signed_in
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
from huleedu.services.identity import api as identity
from huleedu.services.results import api as results

MAY: dict[str, MayShared] = {"look": "look", "work": "work"}


@dataclass(frozen=True, slots=True)
class Shared:
    """Somebody with whom a batch is shared."""

    person: UUID
    name: str
    may: MayShared


async def shares(asked: Asked) -> Answer:
    """Who else sees the batch, and who may be let in."""
    return await _page(asked, {})


async def _page(asked: Asked, wrong: dict[str, str]) -> Answer:
    batch = await batch_of(asked, "own")
    if not isinstance(batch, Batch):
        return batch
    given = await results.shares_of(asked.database("results"), batch.id)
    named = await identity.names_of(people(asked), signed_in(asked))
    shared = [Shared(person, named.get(person, ""), may) for person, may in given]
    have = {person for person, _ in given} | {batch.seen.owner}
    names = {
        "batch": batch,
        "shared": sorted(shared, key=lambda one: one.name.casefold()),
        "others": [
            (str(one.id), one.name)
            for one in await identity.colleagues_of(people(asked), signed_in(asked))
            if one.id not in have
        ],
        "wrong": wrong,
    }
    return Page("shares.html", names, 422 if wrong else 200)


async def share(asked: Asked) -> Answer:
    """Let a colleague of the same school look or work, or no longer."""
    batch = await batch_of(asked, "own")
    if not isinstance(batch, Batch):
        return batch
    person, told = identifier(asked.first("person")), asked.first("may")
    may, at = MAY.get(told), f"/batches/{batch.id}/shares"
    if person is None:
        return await _page(asked, {"person": asked.words.say("shares.nobody")})
    given = dict(await results.shares_of(asked.database("results"), batch.id))
    before = given.get(person)
    if told != "none" and may is None:
        return MayNot()
    named = await identity.names_of(people(asked), signed_in(asked))
    if may and person not in await _may_be_let_in(asked):
        return NotThere()
    if may == before:
        return Redirect(at)
    await identity.note(
        people(asked),
        signed_in(asked),
        "batch_shared" if may else "batch_unshared",
        asked.web.clock(),
        about=person,
        facts={"batch": str(batch.id), **({"may": may} if may else {})},
        address=asked_from(asked).address,
    )
    await asked.web.batches.commands.send(ShareBatch(batch=batch.id, person=person, may=may))

    async def shows() -> bool:
        now = dict(await results.shares_of(asked.database("results"), batch.id))
        return now.get(person) == may

    await soon(shows)
    undo = Undo(at, {"person": str(person), "may": before or "none"})
    code = f"shared.{may}" if may else "unshared"
    return Redirect(at, Done(code, {"name": named.get(person, "")}, undo))


async def _may_be_let_in(asked: Asked) -> set[UUID]:
    return {one.id for one in await identity.colleagues_of(people(asked), signed_in(asked))}


SHARE_PAGES = (
    PageRoute(
        method="GET",
        path="/batches/{batch}/shares",
        who="teacher",
        what="with whom a batch is shared",
        view=shares,
    ),
    PageRoute(
        method="POST",
        path="/batches/{batch}/shares",
        who="teacher",
        what="share a batch with a colleague, or no longer",
        view=share,
    ),
)
