"""What may come of asking identity: one type for each answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from huleedu.contracts.people import Right

Language = Literal["en", "sv"]
Theme = Literal["auto", "light", "dark"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Somebody is signed in. `fresh_until`: how long they may change how they sign in."""

    session: UUID
    person: UUID
    school: UUID
    school_name: str
    name: str
    email: str
    rights: frozenset[Right]
    language: Language
    theme: Theme
    keys: bool
    fresh_until: datetime


@dataclass(frozen=True, slots=True)
class MustEnrol:
    """Somebody has shown their password, and may do nothing but set up a second factor."""

    who: SignedIn


@dataclass(frozen=True, slots=True)
class NoSession:
    """The token opens nothing: it never did, or the session has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedInWith:
    """A session has begun; its token is told this once.

    `device`: what the browser keeps so that it is known next time; None: it has one.
    """

    token: str
    device: str | None
    must_enrol: bool


@dataclass(frozen=True, slots=True)
class SecondFactorWanted:
    """The password was right; the ticket goes with the second factor."""

    ticket: str


@dataclass(frozen=True, slots=True)
class WrongCredentials:
    """E-mail address and password do not belong together; which is wrong is not told."""


@dataclass(frozen=True, slots=True)
class WaitSeconds:
    """There were too many failures: nothing was looked at, and may be again after this."""

    seconds: int


Field = Literal["school_name", "name", "email", "password", "rights"]


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with a field: a code with a sentence, such as `password.common`."""

    field: Field
    code: str


@dataclass(frozen=True, slots=True)
class FormRefused:
    """Nothing was done: these fields are wrong."""

    problems: tuple[FieldProblem, ...]


@dataclass(frozen=True, slots=True)
class NoSuchLink:
    """There never was such a link."""


@dataclass(frozen=True, slots=True)
class LinkUsed:
    """The link has had its effect already."""


@dataclass(frozen=True, slots=True)
class LinkEnded:
    """The link's time is over."""


LinkWrong = NoSuchLink | LinkUsed | LinkEnded
