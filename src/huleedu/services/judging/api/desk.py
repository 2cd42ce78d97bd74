"""The desk where judges get pairs and leave decisions: no judgement lost, none twice.

Everything about one batch happens one after another, under a lock; a pair that is handed out
belongs to its judge until the lease ends, and then to whoever comes.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from huleedu.contracts.judging import (
    Amended,
    Answered,
    Changed,
    CommentDraft,
    Drafted,
    Flag,
    Flagged,
    KeyEnded,
    KeyRevoked,
    Left,
    More,
    MoreAsked,
    Named,
    NameRefused,
    NotEnrolled,
    NotOpened,
    NotYourPair,
    Recorded,
    Session,
    TakenAgain,
    TakenBack,
    Undone,
    Unflagged,
    UnknownKey,
    Which,
)
from huleedu.kit.database import Database
from huleedu.kit.workers import InThisProcess
from huleedu.services.judging.api import naming
from huleedu.services.judging.api.rounds import Doers, PairsWanted, Rounds
from huleedu.services.judging.domain import admission
from huleedu.services.judging.domain.admission import (
    MayCount,
    MayTakeBack,
    MayTakeOn,
)
from huleedu.services.judging.domain.desk import (
    AssignedPair,
    AssignedPairs,
    Enrolment,
    KeyHolder,
    Next,
    OwnDecision,
    Script,
    flag_words,
)
from huleedu.services.judging.domain.keys import hash_of
from huleedu.services.judging.domain.practice import PracticePair
from huleedu.services.judging.store import assignments, own, rankings, sessions
from huleedu.services.judging.store.assignments import Took
from huleedu.services.judging.store.batch_lock import lock

__all__ = ["AssignedPair", "AssignedPairs", "Desk", "Doers", "Enrolment", "Script"]
HERE = Doers(InThisProcess(), InThisProcess())
LEASE_S = 900.0
"""How long a judge may look at a pair."""


class Desk:
    """Where judges sit down; every method may raise `EngineAway`.

    Args:
        doers: learn what is believed of a batch, and choose pairs by it.
        lease_s: how long a pair belongs to the judge it was handed to.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        doers: Doers = HERE,
        *,
        lease_s: float = LEASE_S,
    ) -> None:
        self._database = database
        self._clock = clock
        self._lease = timedelta(seconds=lease_s)
        self._rounds = Rounds(database, clock, doers, self._lease)

    async def aclose(self) -> None:
        """Wait for what is being learnt."""
        await self._rounds.aclose()

    async def whose(self, key: str) -> KeyHolder | UnknownKey | KeyRevoked | KeyEnded:
        """Whose session a key opens."""
        async with self._database.session() as sql:
            return await sessions.whose(sql, hash_of(key), self._clock())

    async def session(self, batch: UUID, judge: str) -> Session | NotEnrolled | NotOpened:
        """What a judge sits down to."""
        async with self._database.session() as sql:
            return await sessions.session(sql, Enrolment(batch, judge))

    async def name(self, where: Enrolment, told: str) -> Named | NameRefused | NotEnrolled:
        """Hear the name of a judge whose link was made without one."""
        return await naming.own_name(self._database, where, told, self._clock())

    async def opened(self, batch: UUID, judge: str) -> None:
        """The judge has opened their link."""
        async with self._database.transaction() as sql:
            await sessions.seen(sql, Enrolment(batch, judge), self._clock())

    async def practice(self, batch: UUID) -> tuple[tuple[PracticePair, ...], dict[UUID, str]]:
        """The pairs to try first, and the pupils of their essays."""
        async with self._database.session() as sql:
            rules = await sessions.rules_of(sql, batch)
            if isinstance(rules, NotOpened) or not rules.practice:
                return (), {}
            pupils = {one.essay: one.pupil for one in await sessions.scripts_of(sql, batch)}
        return rules.practice, pupils

    async def scripts(self, batch: UUID, numbers: Sequence[int]) -> dict[int, Script]:
        """These scripts, by number, with what is known of them by now."""
        async with self._database.session() as sql:
            return await sessions.some_scripts(sql, batch, numbers)

    async def next(
        self, batch: UUID, judge: str, count: int = 1, *, holding: UUID | None = None
    ) -> Next:
        """The pairs that this judge should look at; those still before them come first.

        Args:
            holding: the pair that the judge looks at just now; it stays theirs, and what comes
                after it is told.
        """
        return await self._rounds.next(batch, PairsWanted(judge, count, holding))

    async def decide(
        self,
        pair: UUID,
        judge: str,
        answer: int,
        steps: int | None = None,
        *,
        took_s: float | None = None,
        comment: str = "",
        about: Which | None = None,
        batch: UUID | None = None,
    ) -> Answered:
        """Leave a decision: positive, the script shown first is better; see `ANSWERS`.

        Args:
            steps: how many answers the question had; None: as many as the batch's rules say.
            about: the text that the comment is about; None: both.
            batch: where the judge sits; another batch may have a judge of the same name.
        """
        async with self._database.transaction() as sql:
            now = self._clock()
            place = assignments.Place(pair, judge, batch)
            may = admission.decide(await assignments.pair_at(sql, place), answer, steps, now)
            if not isinstance(may, MayCount):
                return may
            of = about.value if about else None
            took = await assignments.decide(sql, place, answer, may.steps, took_s, comment, of, now)
            if took is Took.PLACE:
                return Recorded()
            return admission.decided_before(
                await assignments.pair_at(sql, place), answer, may.steps
            )

    async def flag(
        self,
        pair: UUID,
        judge: str,
        why: Flag,
        comment: str = "",
        which: Which | None = None,
        *,
        batch: UUID | None = None,
    ) -> Left:
        """Leave a pair unjudged; it does not come to this judge again.

        Args:
            which: the text that is a problem file; that one does not come again at all.
            batch: where the judge sits; another batch may have a judge of the same name.
        """
        async with self._database.transaction() as sql:
            words = flag_words(why, comment)
            place, now = assignments.Place(pair, judge, batch), self._clock()
            may = admission.heard(await assignments.pair_at(sql, place), now)
            if not isinstance(may, MayCount):
                return may
            took = await assignments.flag(sql, place, words, which.value if which else None, now)
        return Flagged() if took is Took.PLACE else NotYourPair()

    async def undo(
        self, batch: UUID, judge: str, count: int = 1, *, decided: int | None = None
    ) -> Undone:
        """Take back the judge's last decisions; their pairs are before them again.

        Args:
            decided: how many decisions the judge believes to have made: if it is another number,
                nothing is taken back, so that asking twice takes back once.
        """
        async with self._database.transaction() as sql:
            await lock(sql, batch)
            now = self._clock()
            may = admission.take_back(await assignments.asking_one(sql, batch, judge, now), decided)
            if not isinstance(may, MayTakeBack):
                return may
            again = await assignments.take_back(sql, batch, judge, count)
            shown = again[: may.shown]
            await rankings.due(sql, batch, now)
            given = [(judge, pair) for pair in shown]
            await assignments.assign(sql, batch, now, now + self._lease, given)
        return TakenBack(len(again))

    async def change(
        self,
        pair: UUID,
        judge: str,
        answer: int,
        *,
        batch: UUID,
        comment: str | None = None,
        took_s: float | None = None,
    ) -> Amended:
        """Decide otherwise on a pair that this judge has decided, while judging is open.

        Args:
            comment: None: it stays; so does `took_s`.
        """
        async with self._database.transaction() as sql:
            await lock(sql, batch)
            now = self._clock()
            place = assignments.Place(pair, judge, batch)
            may = admission.change(await assignments.pair_at(sql, place), answer, comment)
            if not isinstance(may, MayCount):
                return may
            await assignments.change(sql, pair, answer, may.steps, comment, took_s, now)
            await rankings.changed(sql, batch, now)
        return Changed()

    async def own(
        self, batch: UUID, judge: str, limit: int, after: UUID | None
    ) -> list[OwnDecision]:
        """Some of what this judge has decided here, the pair handed out last first.

        Args:
            after: the last pair that was told before.
        """
        async with self._database.session() as sql:
            return await own.decisions(sql, Enrolment(batch, judge), limit, after)

    async def draft(self, batch: UUID, judge: str) -> CommentDraft:
        """The comment that this judge has begun on a pair that is before them."""
        async with self._database.session() as sql:
            return await own.draft(sql, Enrolment(batch, judge)) or CommentDraft()

    async def keep_draft(
        self, batch: UUID, judge: str, pair: UUID, comment: str, about: Which | None = None
    ) -> Drafted:
        """Keep a comment that is begun, in place of any that was."""
        async with self._database.transaction() as sql:
            now = self._clock()
            at = await assignments.pair_at(sql, assignments.Place(pair, judge, batch))
            may = admission.heard(at, now)
            if not isinstance(may, MayCount):
                return may
            if at is None or at.state not in ("out", "lapsed"):
                return NotYourPair()
            draft = CommentDraft(pair=pair, comment=comment, about=about, saved_at=now)
            await own.keep_draft(sql, Enrolment(batch, judge), draft)
        return draft

    async def explain(
        self, batch: UUID, judge: str, pair: UUID, why: Flag, comment: str, which: Which | None
    ) -> Flagged | NotYourPair:
        """Say why a pair was left that this judge has flagged; the last word counts."""
        async with self._database.transaction() as sql:
            words = flag_words(why, comment)
            took = await own.explain(sql, Enrolment(batch, judge), pair, words, which)
        return Flagged() if took is Took.PLACE else NotYourPair()

    async def take_again(self, batch: UUID, judge: str, pair: UUID) -> Unflagged:
        """Put a pair before this judge again that they had flagged, while judging is open."""
        async with self._database.transaction() as sql:
            await lock(sql, batch)
            now, place = self._clock(), assignments.Place(pair, judge, batch)
            may = admission.heard(await assignments.pair_at(sql, place), now)
            if not isinstance(may, MayCount):
                return may
            took = await own.take_again(sql, Enrolment(batch, judge), pair, now + self._lease)
        return TakenAgain() if took is Took.PLACE else NotYourPair()

    async def take_on(self, batch: UUID, judge: str) -> More:
        """Ask more of a judge who has made all that was asked for and wants to go on."""
        async with self._database.transaction() as sql:
            await lock(sql, batch)
            asking = await assignments.asking_one(sql, batch, judge, self._clock())
            may = admission.take_on(asking)
            if not isinstance(may, MayTakeOn):
                return may
            return MoreAsked(await own.take_on(sql, Enrolment(batch, judge), may.more))
