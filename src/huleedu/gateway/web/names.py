"""In a blind batch codes stand for names, until its owner has the names shown."""

from huleedu.contracts.gateway import ShowNames
from huleedu.gateway.web.batch import Batch, batch_of
from huleedu.gateway.web.coming import asked_from, people, signed_in
from huleedu.gateway.web.pages import Answer, Asked, Done, Page, PageRoute, Redirect, Undo
from huleedu.gateway.web.setting_up import again
from huleedu.gateway.web.soon import batch_shows, soon
from huleedu.services.identity import api as identity
from huleedu.services.results.api import grades


async def ask(asked: Asked) -> Answer:
    """What showing names would mean, before it is done."""
    batch = await batch_of(asked, "own")
    if not isinstance(batch, Batch):
        return batch
    if not batch.seen.hidden:
        return Redirect(f"/batches/{batch.id}")
    return Page("reveal.html", {"batch": batch})


async def reveal(asked: Asked) -> Answer:
    """Show whose text is whose, to everybody who sees the batch."""
    return await _show(asked, shown=True)


async def hide(asked: Asked) -> Answer:
    """Have codes stand for names again, unless a grade was decided."""
    return await _show(asked, shown=False)


async def _show(asked: Asked, *, shown: bool) -> Answer:
    batch = await batch_of(asked, "own")
    if not isinstance(batch, Batch):
        return batch
    at = f"/batches/{batch.id}"
    if not batch.seen.blind or batch.seen.names_shown == shown:
        return Redirect(at)
    if shown and asked.web.clock() >= asked.signed_in.fresh_until:
        return again(f"{at}/reveal")
    grades_of = asked.database("results"), batch.id, asked.signed_in.school
    if not shown and await grades.has_decided(*grades_of):
        return Redirect(at, Done("names_stay"))
    # noted first: nobody sees a name without a word about it
    await identity.note(
        people(asked),
        signed_in(asked),
        "names_shown" if shown else "names_hidden",
        asked.web.clock(),
        facts={"batch": str(batch.id)},
        address=asked_from(asked).address,
    )
    await asked.web.batches.commands.send(ShowNames(batch=batch.id, shown=shown))
    await soon(batch_shows(asked, batch.id, lambda seen: seen.names_shown == shown))
    if shown:
        return Redirect(at, Done("names_shown", undo=Undo(f"{at}/hide")))
    return Redirect(at, Done("names_hidden"))


NAME_PAGES = (
    PageRoute(
        method="GET",
        path="/batches/{batch}/reveal",
        who="signed-in",
        what="ask whether names are to be shown",
        view=ask,
    ),
    PageRoute(
        method="POST",
        path="/batches/{batch}/reveal",
        who="signed-in",
        what="show the names of a blind batch",
        view=reveal,
    ),
    PageRoute(
        method="POST",
        path="/batches/{batch}/hide",
        who="signed-in",
        what="hide the names of a blind batch again",
        view=hide,
    ),
)
