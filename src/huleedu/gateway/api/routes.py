"""Everything that judges' programs can ask, and whether the server is well, in one table."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import UnionType
from typing import Any, Generic, TypeVar, get_args
from uuid import UUID

from huleedu.contracts.judging import (
    Amended,
    Answered,
    CommentDraft,
    DecisionsMade,
    Drafted,
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
    PracticePairs,
    Session,
    Told,
    Undone,
    Unflagged,
)
from huleedu.gateway.api import problems
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import (
    ChangedDecision,
    Decision,
    Drafting,
    Flagging,
    Healthy,
    Holding,
    Listing,
    Naming,
    Ready,
    RequestBody,
    Undoing,
)
from huleedu.services.judging.api.sessions import JudgeSession, Sessions

Sent = TypeVar("Sent", bound=RequestBody | None)

NO_PAIR = UUID(int=0)
AT = "/api/v1/judging"


@dataclass(frozen=True, slots=True)
class JudgesRequest(Generic[Sent]):
    """A judge's request, read and checked.

    `pair` is the address's, or NO_PAIR; `listing` is what stands behind the question mark.
    """

    judging: JudgeSession
    sent: Sent
    pair: UUID
    listing: Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeRoute(Generic[Sent]):
    """What a judge's key opens.

    Args:
        optional: what is sent may be left out.
        listed: which part is wanted may stand behind the question mark.
    """

    method: str
    path: str
    what: str
    takes: type[Sent]
    optional: bool = False
    listed: bool = False
    says: type[Told] | UnionType
    do: Callable[[JudgesRequest[Sent]], Awaitable[Told | HttpRefusal]]

    @property
    def of_pair(self) -> bool:
        """Does the address name a pair?"""
        return "{pair}" in self.path

    @property
    def form(self) -> type[RequestBody] | None:
        """What has to be sent, if anything."""
        return self.takes if issubclass(self.takes, RequestBody) else None

    @property
    def fields(self) -> type[Listing] | None:
        """What may stand behind the question mark, if anything."""
        return Listing if self.listed else None

    @property
    def forms(self) -> tuple[type[Told], ...]:
        """All answers."""
        says = get_args(self.says) if isinstance(self.says, UnionType) else (self.says,)
        return tuple(dict.fromkeys((*says, *get_args(NotLetIn))))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRoute:
    """What anybody may ask."""

    method: str
    path: str
    what: str
    says: type[Told]
    do: Callable[[Sessions], Awaitable[Told]]

    @property
    def forms(self) -> tuple[type[Told], ...]:
        """All answers."""
        return (self.says,)


Route = JudgeRoute[Any] | OpenRoute


async def session(asked: JudgesRequest[None]) -> Session | NotEnrolled | NotOpened:
    """The batch, the criterion, the quota, and how far the judge is."""
    return await asked.judging.session()


async def next_pair(asked: JudgesRequest[Holding]) -> Next:
    """The pair to look at, or the one after it."""
    return await asked.judging.next(asked.sent.holding)


async def decide(asked: JudgesRequest[Decision]) -> Answered:
    """Leave a decision on a pair."""
    sent = asked.sent
    return await asked.judging.decide(
        asked.pair, sent.answer, took_s=sent.took_s, comment=sent.comment, about=sent.about
    )


async def flag(asked: JudgesRequest[Flagging]) -> Left:
    """Leave a pair unjudged."""
    sent = asked.sent
    return await asked.judging.flag(asked.pair, sent.why, which=sent.which, comment=sent.comment)


async def explain_flag(asked: JudgesRequest[Flagging]) -> Flagged | NotYourPair:
    """Say why a pair was left unjudged."""
    sent = asked.sent
    return await asked.judging.explain(asked.pair, sent.why, which=sent.which, comment=sent.comment)


async def take_again(asked: JudgesRequest[None]) -> Unflagged:
    """Have a pair again that was left."""
    return await asked.judging.take_again(asked.pair)


async def take_on(asked: JudgesRequest[None]) -> More:
    """Be asked for more."""
    return await asked.judging.take_on()


async def undo(asked: JudgesRequest[Undoing]) -> Undone:
    """Take back the last decisions."""
    return await asked.judging.undo(asked.sent.count, asked.sent.decided)


async def decisions(asked: JudgesRequest[None]) -> DecisionsMade | HttpRefusal:
    """Some of one's own decisions."""
    try:
        after = UUID(asked.listing.after) if asked.listing.after else None
    except ValueError:
        return problems.wrong_cursor()
    return await asked.judging.decisions(asked.listing.limit, after)


async def change_decision(asked: JudgesRequest[ChangedDecision]) -> Amended:
    """Decide otherwise on a pair that was decided."""
    sent = asked.sent
    return await asked.judging.change(
        asked.pair, sent.answer, took_s=sent.took_s, comment=sent.comment
    )


async def practice(asked: JudgesRequest[None]) -> PracticePairs:
    """What may be tried first."""
    return PracticePairs(items=await asked.judging.practice())


async def name(asked: JudgesRequest[Naming]) -> Named | NameRefused | NotEnrolled:
    """What one is called."""
    return await asked.judging.name(asked.sent.name)


async def get_draft(asked: JudgesRequest[None]) -> CommentDraft:
    """The comment that was begun."""
    return await asked.judging.draft()


async def keep_draft(asked: JudgesRequest[Drafting]) -> Drafted:
    """Keep a comment that is begun."""
    sent = asked.sent
    return await asked.judging.keep_draft(sent.pair, sent.comment, sent.about)


async def healthy(_sessions: Sessions) -> Healthy:
    """Is the server there?"""
    return Healthy()


async def ready(sessions: Sessions) -> Ready:
    """Are the server and its database there?"""
    await sessions.ready()
    return Ready()


ROUTES: tuple[Route, ...] = (
    JudgeRoute(
        method="GET",
        path=f"{AT}/session",
        what="The batch, the criterion, the quota, and how far the judge is",
        takes=type(None),
        says=Session | NotEnrolled | NotOpened,
        do=session,
    ),
    JudgeRoute(
        method="POST",
        path=f"{AT}/next",
        what="The pair to look at, the same until it is decided or flagged; or the pair after it",
        takes=Holding,
        optional=True,
        says=Next,
        do=next_pair,
    ),
    JudgeRoute(
        method="POST",
        path=f"{AT}/pairs/{{pair}}/decision",
        what="Leave a decision; again with the same answer changes nothing and is no error",
        takes=Decision,
        says=Answered,
        do=decide,
    ),
    JudgeRoute(
        method="POST",
        path=f"{AT}/pairs/{{pair}}/flag",
        what="Leave a pair unjudged; again says not_your_pair",
        takes=Flagging,
        says=Left,
        do=flag,
    ),
    JudgeRoute(
        method="PUT",
        path=f"{AT}/pairs/{{pair}}/flag",
        what="Say why a pair was left that one has flagged; the last word counts",
        takes=Flagging,
        says=Flagged | NotYourPair,
        do=explain_flag,
    ),
    JudgeRoute(
        method="DELETE",
        path=f"{AT}/pairs/{{pair}}/flag",
        what="Have a pair again that one has flagged; again says not_your_pair",
        takes=type(None),
        says=Unflagged,
        do=take_again,
    ),
    JudgeRoute(
        method="POST",
        path=f"{AT}/more",
        what="Be asked for ten more when all is made; before that nothing changes",
        takes=type(None),
        says=More,
        do=take_on,
    ),
    JudgeRoute(
        method="POST",
        path=f"{AT}/undo",
        what="Take back the last decisions; again says count_differs and takes back no more",
        takes=Undoing,
        says=Undone,
        do=undo,
    ),
    JudgeRoute(
        method="GET",
        path=f"{AT}/decisions",
        what="One's own decisions, the pair that was handed out last first",
        takes=type(None),
        listed=True,
        says=DecisionsMade,
        do=decisions,
    ),
    JudgeRoute(
        method="PUT",
        path=f"{AT}/decisions/{{pair}}",
        what="Decide otherwise, while judging is open; what was decided before is kept",
        takes=ChangedDecision,
        says=Amended,
        do=change_decision,
    ),
    JudgeRoute(
        method="GET",
        path=f"{AT}/practice",
        what="Pairs to try first, with the answer that is expected and why; none counts",
        takes=type(None),
        says=PracticePairs,
        do=practice,
    ),
    JudgeRoute(
        method="PUT",
        path=f"{AT}/name",
        what="Tell one's name, if the link was made without one; again the same changes nothing",
        takes=Naming,
        says=Named | NameRefused | NotEnrolled,
        do=name,
    ),
    JudgeRoute(
        method="GET",
        path=f"{AT}/draft",
        what="The comment that was begun and not sent",
        takes=type(None),
        says=CommentDraft,
        do=get_draft,
    ),
    JudgeRoute(
        method="PUT",
        path=f"{AT}/draft",
        what="Keep a comment that is begun, in place of any that was",
        takes=Drafting,
        says=Drafted,
        do=keep_draft,
    ),
    OpenRoute(
        method="GET",
        path="/healthz",
        what="Is the server there?",
        says=Healthy,
        do=healthy,
    ),
    OpenRoute(
        method="GET",
        path="/readyz",
        what="Are the server and its database there?",
        says=Ready,
        do=ready,
    ),
)
"""`openapi.py` describes them, beside what teachers' programs can ask."""
