"""Take in decisions that came with a batch, once it is assessed."""

import logging
from uuid import UUID

from huleedu.contracts.judging import NotOpened
from huleedu.kit.content import Contents
from huleedu.kit.database import Database
from huleedu.services.judging.api.judgings import Imported, Judgings, read_decisions
from huleedu.services.judging.api.opening import (
    Meant,
    RulesRefused,
    Wanted,
    known_names,
    meant,
    rules_from,
)
from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.grading.anchors import Anchored
from huleedu.services.judging.store import given

log = logging.getLogger(__name__)


async def take_in_given(database: Database, contents: Contents, batch: UUID) -> None:
    """Open the batch's judging and take them in, if some wait; again changes nothing."""
    async with database.session() as sql:
        found = await given.waiting(sql, batch)
    if found is None:
        return
    judgings = Judgings(database, lambda: found.at)
    await judgings.open(batch, (), found.title)
    before, scripts = await judgings.rules(batch), await judgings.scripts(batch)
    assert not isinstance(before, NotOpened)
    anchors = Anchored(found.anchors, {})
    rules = rules_from(before, Wanted({"scale": found.scale}, found.scale, anchors), scripts)
    decisions = read_decisions((await contents.fetch(found.decisions)).decode())
    known = known_names(scripts)
    named = meant(decisions.scripts, known) if isinstance(decisions, Decisions) else decisions
    if isinstance(rules, RulesRefused):
        log.warning("what batch %s was given cannot be taken in: %s", batch, rules.why)
    elif not isinstance(decisions, Decisions) or not isinstance(named, Meant):
        log.warning("what batch %s was given cannot be taken in: %s", batch, named)
    else:
        await judgings.open(batch, (), found.title, rules)
        taken = await judgings.take_in(batch, decisions, named.numbers)
        assert isinstance(taken, Imported), "it is open, and its judges have names"
    async with database.transaction() as sql:
        await given.taken(sql, batch, found.at)
