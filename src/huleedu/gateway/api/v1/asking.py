"""What can be asked of the API: an address, the rights that it wants, and what it answers."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Any, Generic, Literal, TypeVar, get_args
from uuid import UUID

from huleedu.contracts.judging import Told
from huleedu.contracts.people import Right
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import QueryFields, RequestBody
from huleedu.gateway.web.pages import Web
from huleedu.kit.database import Database, Viewer
from huleedu.services.identity.api import SignedIn

Sent = TypeVar("Sent", bound=RequestBody | None)
Query = TypeVar("Query", bound="QueryFields | None")
Needs = Literal["read", "write", "admin"]
"""Which right the token must have been given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiAsked(Generic[Sent, Query]):
    """One request of somebody's program, read and checked.

    `ids` are those of the address; `once` names a POST, so that it is done once; `if_match` is the
    state that whoever asks has seen.
    """

    web: Web
    who: SignedIn
    ids: Mapping[str, UUID]
    sent: Sent
    query: Query
    once: UUID
    if_match: str

    @property
    def viewer(self) -> Viewer:
        """Whose eyes the database is seen with."""
        return Viewer(self.who.school, self.who.person)

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
    """

    method: Literal["GET", "POST", "PATCH"]
    path: str
    what: str
    needs: Needs
    who: Right | None = None
    takes: type[Sent]
    query: type[Query]
    says: type[Told] | UnionType
    guarded: bool = False
    do: Callable[[ApiAsked[Sent, Query]], Awaitable[Told | HttpRefusal]]

    @property
    def form(self) -> type[RequestBody] | None:
        """What has to be sent, if anything."""
        return self.takes if issubclass(self.takes, RequestBody) else None

    @property
    def fields(self) -> type[QueryFields] | None:
        """What may stand behind the question mark, if anything."""
        return self.query if issubclass(self.query, QueryFields) else None

    @property
    def forms(self) -> tuple[type[Told], ...]:
        """All answers."""
        return get_args(self.says) if isinstance(self.says, UnionType) else (self.says,)


AnyApiRoute = ApiRoute[Any, Any]
NOTHING: type[None] = type(None)
