"""What can be asked of the API: an address, the rights that it wants, and what it answers."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import UnionType
from typing import Any, Generic, Literal, TypeVar, get_args
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from huleedu.contracts.people import Right
from huleedu.gateway.api.problems import HttpRefusal, ProblemKind
from huleedu.gateway.api.request import BODY_BYTES_MAX
from huleedu.gateway.api.schemas import QueryFields, RequestBody
from huleedu.gateway.api.v1.answers import ApiAnswer
from huleedu.gateway.web.pages import Web
from huleedu.kit.database import Database, Viewer
from huleedu.services.identity.api import SignedIn, TokenOf

Sent = TypeVar("Sent", bound=RequestBody | None)
Query = TypeVar("Query", bound="QueryFields | None")
Needs = Literal["read", "write", "admin"]
"""Which right the token must have been given."""
Method = Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiAsked(Generic[Sent, Query]):
    """One request of somebody's program, read and checked.

    `ids` are those of the address; `once` names a POST, so that it is done once; `if_match` is the
    state that whoever asks has seen.
    """

    web: Web
    token: TokenOf
    ids: Mapping[str, UUID]
    sent: Sent
    query: Query
    once: UUID
    if_match: str

    @property
    def who(self) -> SignedIn:
        """Whose token it is."""
        return self.token.who

    @property
    def now(self) -> datetime:
        """The time."""
        return self.web.clock()

    @property
    def viewer(self) -> Viewer:
        """Whose eyes the database is seen with."""
        return Viewer(self.who.school, self.who.person)

    @property
    def people(self) -> Database:
        """Identity's tables, which ask for no school."""
        return self.web.databases("identity").of(Viewer(None))

    def database(self, service: str) -> Database:
        """The tables of a service, as far as this person's school reaches."""
        return self.web.databases(service).of(self.viewer)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiRoute(Generic[Sent, Query]):
    """What stands at one address for one method.

    Args:
        needs: the right that the token must have.
        who: the right that its person must have in their school; None: any.
        guarded: it changes what others may change, too: `If-Match` says what was seen.
        refuses: what else it may refuse than what every address does.
    """

    method: Method
    path: str
    what: str
    needs: Needs
    who: Right | None = None
    takes: type[Sent]
    query: type[Query]
    says: type[ApiAnswer] | UnionType
    guarded: bool = False
    bytes_max: int = BODY_BYTES_MAX
    refuses: tuple[ProblemKind, ...] = ()
    do: Callable[[ApiAsked[Sent, Query]], Awaitable[ApiAnswer | HttpRefusal]]

    @property
    def form(self) -> type[RequestBody] | None:
        """What has to be sent, if anything."""
        return self.takes if issubclass(self.takes, RequestBody) else None

    @property
    def fields(self) -> type[QueryFields] | None:
        """What may stand behind the question mark, if anything."""
        return self.query if issubclass(self.query, QueryFields) else None

    @property
    def forms(self) -> tuple[type[ApiAnswer], ...]:
        """All answers."""
        return get_args(self.says) if isinstance(self.says, UnionType) else (self.says,)

    @property
    def named(self) -> bool:
        """Is it done once under its name?"""
        return self.method == "POST"

    @property
    def takes_files(self) -> bool:
        """Do whole files come to it?"""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class RawApiRoute(Generic[Query]):
    """What stands at an address at which bytes come or go as they are.

    Nothing is done twice by asking twice, so its requests want no name.

    Args:
        takes: the kinds of body that it reads; none: no body.
        headers: those that it reads.
        says: the statuses of its answers, each with its kind of body (empty: none).
        answers: what stands in a body that is JSON.
        takes_files: whole files come to it, however large a file may be.
    """

    method: Method
    path: str
    what: str
    needs: Needs
    who: Right | None = None
    query: type[Query]
    takes: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    says: Mapping[int, str]
    answers: tuple[type[ApiAnswer], ...] = ()
    takes_files: bool = False
    refuses: tuple[ProblemKind, ...] = ()
    do: Callable[[ApiAsked[None, Query], Request], Awaitable[Response | HttpRefusal]]
    guarded: Literal[False] = False
    named: Literal[False] = False
    bytes_max: int = BODY_BYTES_MAX

    @property
    def fields(self) -> type[QueryFields] | None:
        """What may stand behind the question mark, if anything."""
        return self.query if issubclass(self.query, QueryFields) else None

    @property
    def form(self) -> None:
        """What comes is no JSON."""
        return

    @property
    def forms(self) -> tuple[type[ApiAnswer], ...]:
        """All answers in JSON."""
        return self.answers


AnyJsonRoute = ApiRoute[Any, Any]
AnyApiRoute = AnyJsonRoute | RawApiRoute[Any]
NOTHING: type[None] = type(None)
