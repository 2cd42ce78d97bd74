"""Have a batch's ranking made from all that is decided, before somebody reads it."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from huleedu.contracts.judging import MakeRanking
from huleedu.kit.cannot_run import CannotRun
from huleedu.services.judging.api.kept import is_due, ranking_kept
from huleedu.services.results import api as results
from huleedu.wiring.batches import batches_of
from huleedu.wiring.program import House

LOOK_EVERY_S = 0.02
LOOK_SELDOM_S = 0.5
PATIENCE_S = 900.0
"""A ranking of tens of thousands of essays takes minutes."""
TOO_LONG = "The ranking was not made within 15 minutes: `huleedu dead list` may say why."
GIVEN_UP = "The ranking was not made ({why}): see `huleedu dead show {message}`."


class NotRanked(CannotRun):
    """The ranking that is due was not made."""


async def make_sure_ranked(house: House, batch: UUID) -> str | None:
    """The address of the ranking; None: nothing is decided.

    What is decided before this is called counts in it. Raises `NotRanked` or `EngineAway`.
    """
    judging = house.database("judging")
    kept, wanted = await ranking_kept(judging, batch)
    sent: Sequence[UUID] = ()
    if is_due(kept, wanted):
        await house.start(["gateway"])
        sent = await house.commands().send(MakeRanking(batch=batch))
    loop = asyncio.get_running_loop()
    patience_until, pause_s = loop.time() + PATIENCE_S, LOOK_EVERY_S
    while True:
        if not is_due(kept, wanted) or kept.made_from.covers(wanted):
            shown = await results.ranking(house.database("results"), batch)
            if shown.number >= kept.number:
                return shown.ranking
        await _complain(house, sent)
        if loop.time() > patience_until:
            raise NotRanked(TOO_LONG)
        await batches_of(house).help_out()
        await asyncio.sleep(pause_s)
        pause_s = min(LOOK_SELDOM_S, 1.2 * pause_s)
        kept, _ = await ranking_kept(judging, batch)


async def _complain(house: House, sent: Sequence[UUID]) -> None:
    """Raises `NotRanked` if it was tried again and again in vain, or what keeps it from trying."""
    if unable := house.unable():
        raise unable
    for letter in await house.bus.dead():
        if letter.envelope.id in sent:
            raise NotRanked(GIVEN_UP.format(why=letter.error, message=letter.envelope.id))
