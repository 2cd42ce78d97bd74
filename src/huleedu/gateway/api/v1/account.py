"""Whose token it is, and the tokens of its person."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from huleedu.contracts.people import Right
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import Listing, RequestBody
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.answers import ApiAnswer, ToldOnce
from huleedu.gateway.api.v1.asking import NOTHING, AnyJsonRoute, ApiAsked, ApiRoute
from huleedu.gateway.api.v1.forms import Title
from huleedu.gateway.api.v1.paging import part
from huleedu.services.identity import api as identity
from huleedu.services.identity.api import TokenRight

AT = "/api/v1"


class Me(ApiAnswer, frozen=True, kw_only=True, tag="me"):
    """Whose token it is."""

    person: UUID
    name: str
    email: str
    school: UUID
    school_name: str
    rights: tuple[Right, ...]


class TokenLine(msgspec.Struct, frozen=True, kw_only=True):
    """An access token without its secret."""

    id: UUID
    name: str
    rights: tuple[TokenRight, ...]
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None


class TokenPage(ApiAnswer, frozen=True, kw_only=True, tag="tokens"):
    """Some of one's tokens, the oldest first."""

    items: tuple[TokenLine, ...]
    next: str | None


class NewToken(RequestBody, frozen=True, kw_only=True):
    """A token to be made: it may do no more than the one that asks, and ends no later."""

    name: Title
    rights: Annotated[
        tuple[TokenRight, ...],
        Meta(min_length=1, max_length=4, description="some of read, write, judge-admin, admin"),
    ]
    ends_on: Annotated[
        date, Meta(description="the first day on which it works no more, within a year")
    ]


class TokenMade(ToldOnce, frozen=True, kw_only=True, tag="token_made"):
    """The token is there; its secret is told this once."""

    token: UUID


class TokenEnded(ApiAnswer, frozen=True, kw_only=True, tag="token_ended"):
    """The token opens nothing any more."""

    token: UUID


async def me(asked: ApiAsked[None, None]) -> Me:
    """Whose token it is."""
    who = asked.who
    return Me(
        person=who.person,
        name=who.name,
        email=who.email,
        school=who.school,
        school_name=who.school_name,
        rights=tuple(sorted(who.rights)),
    )


async def list_tokens(asked: ApiAsked[None, Listing]) -> TokenPage | HttpRefusal:
    """Some of one's own tokens."""
    seen = await identity.tokens_of(asked.people, asked.who)
    some = part(seen, lambda one: [one.made_at.isoformat(), str(one.id)], asked.query)
    if isinstance(some, HttpRefusal):
        return some
    items = (
        TokenLine(
            id=one.id,
            name=one.name,
            rights=tuple(sorted(one.rights)),
            made_at=one.made_at,
            ends_at=one.ends_at,
            used_at=one.used_at,
        )
        for one in some[0]
    )
    return TokenPage(items=tuple(items), next=some[1])


async def make_token(asked: ApiAsked[NewToken, None]) -> TokenMade | HttpRefusal:
    """Make a token that is no more than the one that asks."""
    sent = asked.sent
    made = await identity.make_token(
        asked.people, asked.who, sent.name, sent.rights, sent.ends_on, asked.now, by=asked.token
    )
    match made:
        case identity.TokenMade(token, secret):
            return TokenMade(token=token, secret=secret)
        case identity.FormRefused(problems):
            return refusals.refused_form(problems)
        case identity.NotFresh():
            return HttpRefusal(refusals.NO_RIGHT)


async def end_token(asked: ApiAsked[None, None]) -> TokenEnded | HttpRefusal:
    """End one of one's own tokens, perhaps the one that asks."""
    token = asked.ids["token"]
    if token not in {one.id for one in await identity.tokens_of(asked.people, asked.who)}:
        return HttpRefusal(refusals.NOT_THERE)
    await identity.end_token(asked.people, asked.who, token, asked.now, by=asked.token)
    return TokenEnded(token=token)


ROUTES: tuple[AnyJsonRoute, ...] = (
    ApiRoute(
        method="GET",
        path=f"{AT}/me",
        what="Whose token it is",
        needs="read",
        takes=NOTHING,
        query=NOTHING,
        says=Me,
        do=me,
    ),
    ApiRoute(
        method="GET",
        path=f"{AT}/tokens",
        what="Some of one's tokens, the oldest first",
        needs="read",
        takes=NOTHING,
        query=Listing,
        says=TokenPage,
        do=list_tokens,
    ),
    ApiRoute(
        method="POST",
        path=f"{AT}/tokens",
        what="Make a token that can do no more than the one that asks, and ends no later",
        needs="write",
        takes=NewToken,
        query=NOTHING,
        says=TokenMade,
        do=make_token,
    ),
    ApiRoute(
        method="DELETE",
        path=f"{AT}/tokens/{{token}}",
        what="End a token of one's own",
        needs="write",
        takes=NOTHING,
        query=NOTHING,
        says=TokenEnded,
        do=end_token,
    ),
)

EXAMPLES: tuple[RequestBody, ...] = (
    NewToken(name="our timetable", rights=("read",), ends_on=date(2027, 6, 30)),
)
