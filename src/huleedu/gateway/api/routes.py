"""Everything that can be asked over HTTP, in one table."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import UnionType
from typing import Any, Generic, TypeVar, get_args
from uuid import UUID

from huleedu.contracts.judging import (
    Answered,
    KeyRevoked,
    Left,
    Next,
    NotOpened,
    NotSeated,
    Session,
    Told,
    Undone,
    UnknownKey,
)
from huleedu.gateway.api.schemas import Decision, Flagging, Healthy, RequestBody, Undoing
from huleedu.services.judging.api.sessions import JudgeSession, Sessions

Sent = TypeVar("Sent", bound=RequestBody | None)

NO_PAIR = UUID(int=0)


@dataclass(frozen=True, slots=True)
class JudgesRequest(Generic[Sent]):
    """A judge's request, read and checked. `pair` is the address's, or NO_PAIR."""

    judging: JudgeSession
    sent: Sent
    pair: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeRoute(Generic[Sent]):
    """JudgesRequest with a judge's key."""

    method: str
    path: str
    what: str
    takes: type[Sent]
    says: UnionType
    do: Callable[[JudgesRequest[Sent]], Awaitable[Told]]

    @property
    def of_pair(self) -> bool:
        """Does the address name a pair?"""
        return "{pair}" in self.path

    @property
    def form(self) -> type[RequestBody] | None:
        """What has to be sent, if anything."""
        return self.takes if issubclass(self.takes, RequestBody) else None

    @property
    def forms(self) -> tuple[type[Told], ...]:
        """All answers."""
        return tuple(dict.fromkeys((*get_args(self.says), UnknownKey, KeyRevoked)))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRoute:
    """JudgesRequest by anybody."""

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


async def session(asked: JudgesRequest[None]) -> Session | NotSeated | NotOpened:
    """The batch, the criterion, the quota, and how far the judge is."""
    return await asked.judging.session()


async def next_pair(asked: JudgesRequest[None]) -> Next:
    """The pair to look at."""
    return await asked.judging.next()


async def decide(asked: JudgesRequest[Decision]) -> Answered:
    """Leave a decision on a pair."""
    sent = asked.sent
    return await asked.judging.decide(
        asked.pair, sent.answer, took_s=sent.took_s, comment=sent.comment
    )


async def flag(asked: JudgesRequest[Flagging]) -> Left:
    """Leave a pair unjudged."""
    sent = asked.sent
    return await asked.judging.flag(asked.pair, sent.why, which=sent.which, comment=sent.comment)


async def undo(asked: JudgesRequest[Undoing]) -> Undone:
    """Take back the last decisions."""
    return await asked.judging.undo(asked.sent.count, asked.sent.decided)


async def health(sessions: Sessions) -> Healthy:
    """Are the server and its database there?"""
    await sessions.ready()
    return Healthy()


ROUTES: tuple[Route, ...] = (
    JudgeRoute(
        method="GET",
        path="/api/judging/session",
        what="The batch, the criterion, the quota, and how far the judge is",
        takes=type(None),
        says=Session | NotSeated | NotOpened,
        do=session,
    ),
    JudgeRoute(
        method="POST",
        path="/api/judging/next",
        what="The pair to look at: the same one until it is decided or flagged",
        takes=type(None),
        says=Next,
        do=next_pair,
    ),
    JudgeRoute(
        method="POST",
        path="/api/judging/pairs/{pair}/decision",
        what="Leave a decision; again with the same answer changes nothing and is no error",
        takes=Decision,
        says=Answered,
        do=decide,
    ),
    JudgeRoute(
        method="POST",
        path="/api/judging/pairs/{pair}/flag",
        what="Leave a pair unjudged; again says not_before_you",
        takes=Flagging,
        says=Left,
        do=flag,
    ),
    JudgeRoute(
        method="POST",
        path="/api/judging/undo",
        what="Take back the last decisions; again says count_differs and takes back no more",
        takes=Undoing,
        says=Undone,
        do=undo,
    ),
    OpenRoute(
        method="GET",
        path="/health",
        what="Are the server and its database there?",
        says=Healthy,
        do=health,
    ),
)
"""`openapi.py` describes them; its own address, DESCRIPTION, stands beside them."""

DESCRIPTION = "/api/openapi.json"
