"""As a judge sees it: the judge's page for who may see the batch, on which nothing counts."""

import msgspec

from huleedu.gateway.web.batch import Batch, batch_of
from huleedu.gateway.web.judge import judge_page
from huleedu.gateway.web.pages import Answer, AnyRoute, Asked, Bytes, PageRoute
from huleedu.services.judging.api import preview

PATH = "/batches/{batch}/judging/preview"
TURNS = 1_000_000


async def page(asked: Asked) -> Answer:
    """The judge's page, with a line that says what it is."""
    batch = await batch_of(asked, "look")
    if not isinstance(batch, Batch):
        return batch
    return judge_page(asked, preview_of=batch.id)


async def session(asked: Asked) -> Answer:
    """What a judge would sit down to."""
    batch = await batch_of(asked, "look")
    if not isinstance(batch, Batch):
        return batch
    database = asked.database("judging")
    return _json(await preview.session(database, batch.id, asked.signed_in.name, batch.title))


async def pair(asked: Asked) -> Answer:
    """Two texts; another turn, two others."""
    batch = await batch_of(asked, "look")
    if not isinstance(batch, Batch):
        return batch
    told = asked.query("turn")
    turn = int(told) % TURNS if told.isascii() and told.isdigit() and len(told) < 10 else 0
    database, now = asked.database("judging"), asked.web.clock()
    return _json(await preview.pair(database, asked.web.contents, batch.id, turn, now))


def _json(told: object) -> Bytes:
    return Bytes(msgspec.json.encode(told), "application/json")


PREVIEW_PAGES: tuple[AnyRoute, ...] = (
    PageRoute(
        method="GET", path=PATH, who="signed-in", what="judging as a judge sees it", view=page
    ),
    PageRoute(
        method="GET",
        path=f"{PATH}/session",
        who="signed-in",
        what="what a judge sits down to",
        view=session,
    ),
    PageRoute(
        method="GET", path=f"{PATH}/next", who="signed-in", what="two texts to look at", view=pair
    ),
)
