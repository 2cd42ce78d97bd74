"""Look at judging as its judges see it; nothing is handed out, and nothing counts."""

import random
from datetime import datetime
from uuid import UUID

from huleedu.contracts.judging import NoPairLeft, NotOpened, PairToJudge, Session
from huleedu.kit.content import Contents
from huleedu.kit.database import Database
from huleedu.services.judging.domain.anonymise import anonymise
from huleedu.services.judging.domain.desk import Rules
from huleedu.services.judging.store import plans, previews, sessions

QUOTA = 20
"""As an example; who judges by a link has one of their own."""


async def session(database: Database, batch: UUID, judge: str, title: str) -> Session:
    """What a judge of this name would sit down to; raises `EngineAway`."""
    async with database.session() as sql:
        rules = await sessions.rules_of(sql, batch)
        if isinstance(rules, NotOpened):
            plan = await plans.one(sql, batch)
            rules = Rules(criterion=plan.criterion) if plan.criterion else Rules()
        essays = len(await previews.texts(sql, batch))
    return Session(
        judge=judge,
        title=title,
        essays=essays,
        criterion=rules.criterion,
        steps=rules.steps,
        quota=QUOTA,
        decided=0,
        closed=None,
    )


async def pair(
    database: Database, contents: Contents, batch: UUID, turn: int, now: datetime
) -> PairToJudge | NoPairLeft:
    """Two of the batch's texts, the same for the same turn; raises `EngineAway`."""
    async with database.session() as sql:
        found = await previews.texts(sql, batch)
    if len(found) < 2:
        return NoPairLeft()
    dice = random.Random(f"{batch}/{turn}")
    [first, second] = dice.sample(found, 2)
    texts = await contents.texts([first[0], second[0]])
    return PairToJudge(
        pair=UUID(int=turn),
        first=anonymise(texts[first[0]], first[1]),
        second=anonymise(texts[second[0]], second[1]),
        leased_until=now,
    )
