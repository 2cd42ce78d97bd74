"""A judge's session: the desk with the texts, and never a pupil's name."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import TYPE_CHECKING
from uuid import UUID
from weakref import WeakValueDictionary

from huleedu.contracts.judging import (
    Amended,
    Answered,
    CommentDraft,
    DecisionMade,
    DecisionsMade,
    Drafted,
    Flag,
    Flagged,
    Left,
    More,
    Named,
    NameRefused,
    Next,
    NotEnrolled,
    NotLetIn,
    NotOpened,
    NotYourPair,
    PairToJudge,
    PracticeToTry,
    SchoolPaused,
    Session,
    Undone,
    Unflagged,
    Which,
)
from huleedu.kit.content import Contents
from huleedu.kit.database import Database
from huleedu.services.judging.api.shown_texts import ShownTexts
from huleedu.services.judging.domain.anonymise import anonymise
from huleedu.services.judging.domain.desk import AssignedPairs, Enrolment, KeyHolder
from huleedu.services.judging.store import sessions

if TYPE_CHECKING:
    from huleedu.services.judging.api.desk import Desk

__all__ = ["JudgeSession", "Sessions", "session_of"]


BEGINNING = 120
"""Letters of a text that stand in a list of decisions."""


class Sessions:
    """All sessions. Methods may raise `EngineAway` or `Collision`; they may then be asked again.

    Args:
        desk: makes the desk once a judge comes: it loads what learns, 50 MB of it.
        paused: why nobody judges for a school just now; None: it is not paused.
    """

    def __init__(
        self,
        desk: "Callable[[], Desk]",
        database: Database,
        contents: Contents,
        paused: Callable[[UUID], Awaitable[SchoolPaused | None]],
    ) -> None:
        self._paused = paused
        self._make_desk = desk
        self._made: Desk | None = None
        self._database = database
        self._contents = contents
        self._shown = ShownTexts(contents)
        self._turns: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()

    async def of(self, key: str) -> "JudgeSession | NotLetIn":
        """The session that this key opens."""
        desk = self._desk()
        holder = await desk.whose(key)
        if not isinstance(holder, KeyHolder):
            return holder
        if refused := await self._paused(holder.school):
            return refused
        turn = self._turns.setdefault(holder.enrolment.batch, asyncio.Lock())
        return JudgeSession(desk, self._contents, self._shown, holder.enrolment, turn)

    def _desk(self) -> "Desk":
        if self._made is None:
            self._made = self._make_desk()
        return self._made

    async def ready(self) -> None:
        """Return when the database answers."""
        async with self._database.session() as sql:
            await sessions.ready(sql)

    async def aclose(self) -> None:
        """Let the desk finish what it is learning."""
        if self._made:
            await self._made.aclose()


class JudgeSession:
    """One judge's session: they can reach no other batch and no other judge's pairs.

    Every method may raise `EngineAway` or `Collision`; the same may then be asked again.

    Args:
        shown: texts as judges see them.
        turn: one for all of the batch who change what they decided. They would wait for one another
            in any case, but each with one of the few connections to the database.
    """

    def __init__(
        self,
        desk: "Desk",
        contents: Contents,
        shown: ShownTexts,
        enrolment: Enrolment,
        turn: asyncio.Lock,
    ) -> None:
        self._desk = desk
        self._contents = contents
        self._shown = shown
        self._enrolment = enrolment
        self._turn = turn

    @property
    def called(self) -> str:
        """What the judge was called when their key was looked up."""
        return self._enrolment.judge

    async def session(self) -> Session | NotEnrolled | NotOpened:
        """What the judge sits down to, and how far they are; their link was opened."""
        at = self._enrolment
        found = await self._desk.session(at.batch, at.judge)
        if isinstance(found, Session):
            await self._desk.opened(at.batch, at.judge)
        return found

    async def practice(self) -> tuple[PracticeToTry, ...]:
        """The pairs to try first, names taken out; what is answered to them is kept nowhere."""
        pairs, pupils = await self._desk.practice(self._enrolment.batch)
        texts = await self._contents.texts([at for one in pairs for at in (one.first, one.second)])

        def shown(address: str, essay: UUID | None) -> str:
            pupil = pupils.get(essay, "") if essay else ""
            return anonymise(texts[address], pupil) if essay else texts[address]

        return tuple(
            PracticeToTry(
                first=shown(one.first, one.first_essay),
                second=shown(one.second, one.second_essay),
                expected=one.expected,
                why=one.why,
            )
            for one in pairs
        )

    async def next(self, holding: UUID | None = None) -> Next:
        """The pair to look at: the same one until it is decided or flagged.

        Args:
            holding: the pair that is looked at just now: what comes after it is told.
        """
        at = self._enrolment
        found = await self._desk.next(at.batch, at.judge, holding=holding)
        if not isinstance(found, AssignedPairs):
            return found
        [pair] = found.pairs
        texts = await self._texts((pair.first, pair.second))
        return PairToJudge(
            pair=pair.pair,
            first=texts[pair.first],
            second=texts[pair.second],
            leased_until=found.until,
        )

    async def _texts(self, numbers: Collection[int]) -> dict[int, str]:
        """What judges see of these scripts."""
        return await self._shown.of(await self._desk.scripts(self._enrolment.batch, [*numbers]))

    async def decide(
        self,
        pair: UUID,
        answer: int,
        *,
        took_s: float | None,
        comment: str,
        about: Which | None = None,
    ) -> Answered:
        """Leave a decision; a second one changes nothing.

        Args:
            about: the text that the comment is about; None: both.
        """
        at = self._enrolment
        return await self._desk.decide(
            pair, at.judge, answer, took_s=took_s, comment=comment, about=about, batch=at.batch
        )

    async def flag(self, pair: UUID, why: Flag, *, which: Which | None, comment: str) -> Left:
        """Leave a pair unjudged.

        Args:
            which: the text that is the problem, if it is one of them.
        """
        at = self._enrolment
        return await self._desk.flag(pair, at.judge, why, comment, which, batch=at.batch)

    async def explain(
        self, pair: UUID, why: Flag, *, which: Which | None, comment: str
    ) -> Flagged | NotYourPair:
        """Say why a pair was left unjudged."""
        at = self._enrolment
        return await self._desk.explain(at.batch, at.judge, pair, why, comment, which)

    async def take_again(self, pair: UUID) -> Unflagged:
        """Have a pair before them again that they had left."""
        return await self._desk.take_again(self._enrolment.batch, self._enrolment.judge, pair)

    async def name(self, told: str) -> Named | NameRefused | NotEnrolled:
        """Hear the name of somebody whose link was made without one."""
        return await self._desk.name(self._enrolment, told)

    async def take_on(self) -> More:
        """Be asked for more than at first."""
        return await self._desk.take_on(self._enrolment.batch, self._enrolment.judge)

    async def change(
        self, pair: UUID, answer: int, *, took_s: float | None, comment: str | None
    ) -> Amended:
        """Decide otherwise on a pair that was decided; what is None stays as it was."""
        at = self._enrolment
        async with self._turn:
            return await self._desk.change(
                pair, at.judge, answer, took_s=took_s, comment=comment, batch=at.batch
            )

    async def decisions(self, limit: int, after: UUID | None) -> DecisionsMade:
        """Some of the judge's own decisions, the last first, with the beginnings of both texts."""
        found = await self._desk.own(self._enrolment.batch, self._enrolment.judge, limit + 1, after)
        told = found[:limit]
        texts = await self._texts({number for one in told for number in (one.first, one.second)})
        return DecisionsMade(
            items=tuple(
                DecisionMade(
                    pair=one.pair,
                    first=_beginning(texts[one.first]),
                    second=_beginning(texts[one.second]),
                    answer=one.answer,
                    comment=one.comment,
                    about=one.about,
                    decided_at=one.decided_at,
                    changed_at=one.changed_at,
                )
                for one in told
            ),
            next=told[-1].pair if len(found) > limit else None,
        )

    async def draft(self) -> CommentDraft:
        """The comment that was begun on a pair that is before the judge."""
        return await self._desk.draft(self._enrolment.batch, self._enrolment.judge)

    async def keep_draft(self, pair: UUID, comment: str, about: Which | None = None) -> Drafted:
        """Keep a comment that is begun, in place of any that was."""
        at = self._enrolment
        return await self._desk.keep_draft(at.batch, at.judge, pair, comment, about)

    async def undo(self, count: int, decided: int) -> Undone:
        """Take back the last decisions.

        Args:
            decided: how many the judge believes to have made; if it is another number, nothing is
                taken back, so that asking again after a lost answer does no harm.
        """
        return await self._desk.undo(
            self._enrolment.batch, self._enrolment.judge, count, decided=decided
        )


def _beginning(text: str) -> str:
    """So much of a text that its reader knows it again."""
    return " ".join(text[: 4 * BEGINNING].split())[:BEGINNING]


def session_of(desk: "Desk", contents: Contents, batch: UUID, judge: str) -> JudgeSession:
    """The session of a judge who needs no key: whoever may run our commands."""
    shown = ShownTexts(contents)
    return JudgeSession(desk, contents, shown, Enrolment(batch, judge), asyncio.Lock())
