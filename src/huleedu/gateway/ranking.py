"""Have a batch's ranking made from all that is decided, before somebody reads it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec

from huleedu.contracts.judging import MakeRanking, RankingMade
from huleedu.contracts.message import Message, name_of
from huleedu.contracts.reason import Fact, Reason
from huleedu.gateway.report.loading import load_report
from huleedu.kit.bus import DeadLetter
from huleedu.kit.content import Contents
from huleedu.kit.database import Database, EngineUnable
from huleedu.services.judging.api.kept import is_due, ranking_kept
from huleedu.services.results import api as results
from huleedu.services.results.api import BatchReport, RankingPicture

LOOK_EVERY_S = 0.02
LOOK_SELDOM_S = 0.5
PATIENCE_S = 900.0
"""A ranking of tens of thousands of essays takes minutes."""
TOO_LONG, GIVEN_UP = "ranking_too_long", "ranking_given_up"


class NotRanked(Exception):
    """The ranking that is due was not made, or did not arrive."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Rankings:
    """What it takes to read a ranking; every method may raise `NotRanked` or `EngineAway`.

    Args:
        send: sends a command; answers the id under which it travels.
        dead: the messages that were given up.
        help_out: does what nobody does at present.
        unable: what keeps the database from its work.
    """

    judging: Database
    results: Database
    contents: Contents
    send: Callable[[Message], Awaitable[Sequence[UUID]]]
    dead: Callable[[], Awaitable[Sequence[DeadLetter]]]
    help_out: Callable[[], Awaitable[object]]
    unable: Callable[[], EngineUnable | None]

    async def report(self, batch: UUID) -> BatchReport:
        """The batch's report as it is now, ranked if anybody has judged."""
        report = await load_report(self.results, self.contents, batch)
        return msgspec.structs.replace(report, ranking=await self.ranking(batch))

    async def ranking(self, batch: UUID) -> RankingPicture | None:
        """The batch's ranking from all that is decided; None: nothing is."""
        address = await self.address(batch)
        if address is None:
            return None
        told = await self.contents.fetch(address)
        return await asyncio.to_thread(msgspec.json.decode, told, type=RankingPicture)

    async def address(self, batch: UUID) -> str | None:
        """Where the ranking is in the content store; None: nothing is decided.

        What is decided before this is called counts in it.
        """
        kept, wanted = await ranking_kept(self.judging, batch)
        sent = await self.send(MakeRanking(batch=batch)) if is_due(kept, wanted) else ()
        loop = asyncio.get_running_loop()
        patience_until, pause_s = loop.time() + PATIENCE_S, LOOK_EVERY_S
        while True:
            if not is_due(kept, wanted) or kept.made_from.covers(wanted):
                shown = await results.ranking(self.results, batch)
                if shown.number >= kept.number:
                    return shown.ranking
            await self._complain(batch, kept.number, sent)
            if loop.time() > patience_until:
                raise NotRanked(Reason(TOO_LONG))
            await self.help_out()
            await asyncio.sleep(pause_s)
            pause_s = min(LOOK_SELDOM_S, 1.2 * pause_s)
            kept, _ = await ranking_kept(self.judging, batch)

    async def _complain(self, batch: UUID, number: int, sent: Sequence[UUID]) -> None:
        """Raises what keeps it from trying, or that it was tried again and again in vain."""
        if unable := self.unable():
            raise unable
        for letter in await self.dead():
            if letter.envelope.id in sent or _tells_of(letter, batch, number):
                facts: dict[str, Fact] = {"why": letter.error, "message": str(letter.envelope.id)}
                raise NotRanked(Reason(GIVEN_UP, facts))


def _tells_of(letter: DeadLetter, batch: UUID, number: int) -> bool:
    """Whether this ranking was made, and whoever shows it could not take it."""
    about = letter.envelope
    if about.type != name_of(RankingMade) or about.batch != batch:
        return False
    return msgspec.json.decode(about.body, type=RankingMade).number == number
