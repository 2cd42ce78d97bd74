"""What a page is: its address, who may ask for it, what it is asked with, and how it answers."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol
from urllib.parse import quote
from uuid import UUID

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from huleedu.contracts.reason import Fact
from huleedu.gateway.batches import Batches
from huleedu.gateway.uploads import Uploads
from huleedu.gateway.web.installation import Installation
from huleedu.gateway.web.live import Live
from huleedu.gateway.words.choice import Language
from huleedu.gateway.words.words import Words
from huleedu.kit.content import Contents
from huleedu.kit.database import Database, Viewer, ViewersDatabase
from huleedu.kit.mail import Mailer
from huleedu.kit.sealing import Seals
from huleedu.kit.sign_in_service import SignInService
from huleedu.services.judging.api.sessions import Sessions

FILES_AT_ONCE = 2
"""Of the six connections to the database that pages share."""
TYPESET_AT_ONCE = 2
"""Each takes a core."""
Who = Literal["anybody", "signed-in", "teacher", "administrator", "operator"]
"""Who may ask; what may be asked of one batch or one class is looked up when it is."""
Theme = Literal["auto", "light", "dark"]
TextSize = Literal["normal", "large", "larger"]
Form = Mapping[str, Sequence[str]]
FORM_BYTES_MAX = 256 * 1024
SESSION = "__Host-huleedu"
"""The cookie that keeps somebody signed in."""


class SignedIn(Protocol):
    """Somebody who is signed in."""

    @property
    def session(self) -> UUID: ...
    @property
    def person(self) -> UUID: ...
    @property
    def school(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def school_name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def rights(self) -> Collection[str]: ...
    @property
    def language(self) -> Language | None: ...
    @property
    def keys(self) -> bool: ...
    @property
    def text_size(self) -> TextSize: ...
    @property
    def fresh_until(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody wants to see pages: kept in their browser, for it is no secret."""

    language: Language
    theme: Theme = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """What pages work with.

    Args:
        databases: the tables of each service by its name, seen as somebody.
        origins: where these pages are reached, if that is known; `https://huleedu.school.se`.
    """

    databases: Callable[[str], ViewersDatabase]
    contents: Contents
    batches: Batches
    live: Live
    seals: Seals
    """Of secrets that the database keeps."""
    installation: Installation
    sessions: Sessions
    """Of judges, who come by a link of their own."""
    clock: Callable[[], datetime]
    who: Callable[["Request"], Awaitable[SignedIn | None]]
    language: Language
    origins: Collection[str] = ()
    secure: bool = False
    """Reached by TLS alone: browsers are told to remember that."""
    sign_in_service: SignInService | None = None
    """Reaches schools' own sign-in services; None: nobody comes in by one."""
    mailer: Mailer | None = None
    """Sends mail; None: links are handed on by who makes them."""
    background: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])
    """What goes on when its page has been answered."""
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(FILES_AT_ONCE))
    """Of files on their way in: see `Uploads`."""
    typesetting: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(TYPESET_AT_ONCE)
    )
    """Processes that make PDFs while somebody waits."""

    def uploads(self, viewer: Viewer) -> Uploads:
        """Files on their way in, as far as the school of whoever looks reaches."""
        return Uploads(
            database=self.databases("gateway").of(viewer),
            results=self.databases("results").of(viewer),
            contents=self.contents,
            size_bytes_max=self.batches.limits.size_bytes_max,
            clock=self.clock,
            hint=self.batches.commands.hint,
            turns=self.turns,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request of somebody, read."""

    request: Request
    web: Web
    person: SignedIn | None
    look: Look
    words: Words
    form: Form = field(default_factory=dict[str, Sequence[str]])

    @property
    def viewer(self) -> Viewer:
        """Whose eyes the database is seen with."""
        person = self.person
        return Viewer(person.school, person.person) if person else Viewer(None)

    def database(self, service: str) -> Database:
        """The tables of a service, as far as this person's school reaches."""
        return self.web.databases(service).of(self.viewer)

    @property
    def signed_in(self) -> SignedIn:
        """Who asks, on pages that are for somebody who is signed in."""
        assert self.person, "only a page for anybody is asked for by nobody"
        return self.person

    @property
    def part(self) -> bool:
        """Whether a script asks for a part of the page that it shows already."""
        return self.request.headers.get("hx-request") == "true"

    def param(self, name: str) -> str:
        """What stands in the address in this place."""
        return str(self.request.path_params[name])

    def identifier(self, name: str) -> UUID | None:
        """The id in this place of the address; None: no id, so nothing that there could be."""
        return identifier(self.param(name))

    def first(self, name: str) -> str:
        """What was filled in there, without spaces around it; nothing if nothing was."""
        return next(iter(self.form.get(name, ())), "").strip()

    def query(self, name: str) -> str:
        """What the address says behind the question mark; nothing if it does not."""
        return self.request.query_params.get(name, "").strip()


def identifier(text: str) -> UUID | None:
    """An id as it stands in addresses and forms."""
    try:
        return UUID(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Undo:
    """What takes back what was just done: a form of these fields to this address."""

    action: str
    fields: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, told on the next page: a code with its facts."""

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict[str, Fact])
    undo: Undo | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page made from a template; `names` are what it speaks of."""

    template: str
    names: Mapping[str, Any] = field(default_factory=dict[str, Any])
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    cookies: Sequence[str] = ()
    """Whole values of Set-Cookie."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """Go on to this own address, with a new request that repeats nothing."""

    to: str
    done: Done | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    cookies: Sequence[str] = ()
    """Whole values of Set-Cookie."""


@dataclass(frozen=True, slots=True)
class NotThere:
    """There is nothing there for whoever asks; whether for others is not told."""


@dataclass(frozen=True, slots=True)
class MayNot:
    """They see it and may not change it; `code` says who may."""

    code: str = "web.may_not"


@dataclass(frozen=True, slots=True)
class Bytes:
    """Something that is no page."""

    body: bytes
    media_type: str
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    status: int = 200


Answer = Page | Redirect | NotThere | MayNot | Bytes
View = Callable[["Asked"], Awaitable[Answer]]
"""What makes the answer to a request that was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRoute:
    """What stands at one address for one method. `what` is told to whoever reads the table."""

    method: Literal["GET", "POST"]
    path: str
    who: Who
    what: str
    view: Callable[[Asked], Awaitable[Answer]]
    bytes_max: int = FORM_BYTES_MAX
    """Of what is sent: a form, or files in one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRoute:
    """The same for what reads or sends by itself, in pieces: uploads, and events."""

    method: str
    path: str
    who: Who
    what: str
    handle: Callable[[Asked, Scope, Receive, Send], Awaitable[None]]


AnyRoute = PageRoute | RawRoute


def own_path(asked_for: str) -> str:
    """Where to go on to, if that is a path of ours: `//elsewhere` and the like are home.

    Browsers take a backslash for a slash, and leave out tabs and line ends (WHATWG URL).
    """
    plain = asked_for.isprintable() and "\\" not in asked_for and " " not in asked_for
    return asked_for if plain and asked_for.startswith("/") and asked_for[1:2] != "/" else "/"


def sign_in_address(wanted: str) -> str:
    """Where somebody signs in who then goes on to what they wanted."""
    return f"/sign-in?next={quote(own_path(wanted), safe='/')}"
