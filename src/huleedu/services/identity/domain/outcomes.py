"""What may come of asking identity: one type for each answer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from huleedu.contracts.people import Right

Language = Literal["en", "sv"]
Theme = Literal["auto", "light", "dark"]
TextSize = Literal["normal", "large", "larger"]


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
    text_size: TextSize
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

    `device`: what the browser keeps so that it is known next time; None: it has one. `must_enrol`:
    a second factor is to be set up before anything else.
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


@dataclass(frozen=True, slots=True)
class SchoolPaused:
    """Nobody of this school comes in until an operator lets it go on; nothing of it is lost."""

    name: str


Field = Literal[
    "school_name",
    "name",
    "email",
    "password",
    "rights",
    "ends_on",
    "client_id",
    "client_secret",
    "scales",
    "provider",
    "country",
    "contract",
    "endpoint",
    "models",
    "currency",
    "price_in",
    "price_out",
    "limit_batch",
    "limit_month",
]
TokenRight = Literal["read", "write", "judge-admin", "admin"]


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


@dataclass(frozen=True, slots=True)
class NotFresh:
    """How one signs in is changed only within ten minutes of signing in: sign in again."""


@dataclass(frozen=True, slots=True)
class MayNot:
    """Only administrators of the school may, or operators of the installation."""


@dataclass(frozen=True, slots=True)
class NoSuchPerson:
    """The school has nobody like that, or no longer."""


@dataclass(frozen=True, slots=True)
class SeenOtherwise:
    """Nothing was done: it is not as whoever asks has seen it."""


@dataclass(frozen=True, slots=True)
class LastAdministrator:
    """Nothing was done: a school has at least one administrator."""


@dataclass(frozen=True, slots=True)
class Done:
    """It is done; asking again changes nothing."""


@dataclass(frozen=True, slots=True)
class Renewed:
    """It is done, and the session goes on under this token; those of other browsers have ended."""

    token: str


@dataclass(frozen=True, slots=True)
class WrongCode:
    """This is no code, or one that was used."""


@dataclass(frozen=True, slots=True)
class LastFactor:
    """Nothing was done: who needs a second factor keeps one; set up another first."""


@dataclass(frozen=True, slots=True)
class NoPassword:
    """Nothing was done: without this they could not come in; a password is needed first."""


@dataclass(frozen=True, slots=True)
class TotpOffer:
    """What a code app is to be told: `address` as a picture, or `secret` typed."""

    secret: str
    address: str


@dataclass(frozen=True, slots=True)
class FactorSet:
    """A second factor is set up; recovery codes are told this once, if they are new."""

    token: str
    recovery_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecoveryCodes:
    """New codes, told this once; the older ones work no more."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PasskeyQuestion:
    """What the browser hands to its authenticator, as JSON."""

    options: str


@dataclass(frozen=True, slots=True)
class PasskeyRefused:
    """What the authenticator answered does not show who somebody is."""


@dataclass(frozen=True, slots=True)
class PasskeySeen:
    """A passkey, as its owner sees it."""

    id: UUID
    name: str
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """What somebody has beside a password."""

    totp: bool
    passkeys: tuple[PasskeySeen, ...]
    recovery_codes_left: int
    needed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSeen:
    """Where somebody is signed in."""

    id: UUID
    agent: str
    address: str
    made_at: datetime
    used_at: datetime
    this: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenSeen:
    """An access token without its secret."""

    id: UUID
    name: str
    rights: frozenset[TokenRight]
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class TokenMade:
    """An access token; its secret is told this once."""

    id: UUID
    secret: str


@dataclass(frozen=True, slots=True)
class TokenOf:
    """Whose token it is, and what it may do."""

    who: SignedIn
    may: frozenset[TokenRight]
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Colleague:
    """Another teacher of the same school."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSeen:
    """Somebody of a school, as its administrators see them."""

    id: UUID
    name: str
    email: str
    rights: frozenset[Right]
    has_factor: bool
    seen_at: datetime | None
    reset_asked_at: datetime | None


@dataclass(frozen=True, slots=True)
class LinkMade:
    """A link's secret, told this once."""

    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Who invites whom to which school, as what."""

    school_name: str
    invited_by: str
    email: str
    rights: frozenset[Right]
    needs_factor: bool
    service: str = ""
    """How the school's own sign-in service is called; empty: one cannot come by one."""


@dataclass(frozen=True, slots=True)
class PasswordReset:
    """There is a new password, and nobody is signed in with the old one any more."""


@dataclass(frozen=True, slots=True)
class ResetAsked:
    """The same answer, whether there is such an account or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Who did or saw what, when, and from where."""

    id: int
    at: datetime
    person: UUID | None
    person_name: str
    what: str
    about: UUID | None
    about_name: str
    facts: dict[str, str]
    address: str
