"""Keep an essay as an anchor of the school, from its page, or no longer."""

from collections.abc import Awaitable, Callable

from huleedu.gateway.anchoring import Anchoring
from huleedu.gateway.web.essay_page import essay_of, speaker
from huleedu.gateway.web.pages import Answer, Asked, Done, NotThere, PageRoute, Redirect, Undo
from huleedu.services.judging.api import library
from huleedu.services.judging.api.library import IsAnchor
from huleedu.services.results.api import grades


async def keep(asked: Asked) -> Answer:
    """Keep its fingerprint, its place and its decided grade; the text is kept nowhere for that."""
    found = await essay_of(asked, "work")
    if not isinstance(found, tuple):
        return found
    batch, file = found
    at, results = f"/batches/{batch.id}/essays/{file.id}", asked.database("results")
    name = " ".join(asked.first("name").split())
    if not name:
        return Redirect(at, Done("anchor_no_name"))
    by = speaker(asked)
    anchoring = Anchoring(
        judging=asked.database("judging"),
        results=results,
        batch=batch.id,
        school=asked.signed_in.school,
        by=(by.person, by.name),
        now=asked.web.clock(),
    )
    _, ranking = await grades.picture(results, asked.web.contents, batch.id)
    kept, grade = await anchoring.keep(file.id, name, ranking)
    if not isinstance(kept, IsAnchor):
        return Redirect(at, Done("anchor_not_judged"))
    undo = Undo(f"{at}/anchor/{kept.id}/remove")
    facts = {"name": name, "grade": grade}
    return Redirect(at, Done("anchor_kept_graded" if grade else "anchor_kept", facts, undo))


async def remove(asked: Asked) -> Answer:
    """Keep it no longer."""
    found = await essay_of(asked, "work")
    anchor = asked.identifier("anchor")
    if not isinstance(found, tuple) or anchor is None:
        return found if not isinstance(found, tuple) else NotThere()
    batch, file = found
    school, now = asked.signed_in.school, asked.web.clock()
    done = await library.remove(asked.database("judging"), school, anchor, now)
    if not isinstance(done, IsAnchor):
        return NotThere()
    return Redirect(f"/batches/{batch.id}/essays/{file.id}", Done("anchor_removed"))


def _route(path: str, what: str, view: Callable[[Asked], Awaitable[Answer]]) -> PageRoute:
    at = f"/batches/{{batch}}/essays/{{essay}}/anchor{path}"
    return PageRoute(method="POST", path=at, who="signed-in", what=what, view=view)


ESSAY_ANCHOR = (
    _route("", "keep an essay as an anchor of the school", keep),
    _route("/{anchor}/remove", "keep an anchor no longer", remove),
)
