"""The port to a school's own sign-in service (OpenID Connect): whom it vouches for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

Fault = Literal[
    "away",
    "no_service",
    "other_issuer",
    "refused",
    "no_token",
    "signature",
    "issuer",
    "audience",
    "expired",
    "nonce",
    "subject",
    "key_away",
]
"""What may be wrong with what a service says; each has its sentence at the edge."""


@dataclass(frozen=True, slots=True)
class ServiceWrong:
    """What a service said does not show who somebody is."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """Where a service is asked: by the browser, by us, and for its keys."""

    issuer: str
    authorization: str
    token: str
    keys: str


@dataclass(frozen=True, slots=True)
class Client:
    """As whom we are known to a service."""

    id: str
    secret: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the browser brought back, and what we had kept of the question."""

    code: str
    verifier: str
    nonce: str
    redirect: str


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom a service vouches for: its own name of them, which never changes."""

    subject: str


class SignInService(Protocol):
    """Any service that follows OpenID Connect Core 1.0 and Discovery 1.0."""

    async def facts(self, issuer: str) -> ServiceFacts | ServiceWrong:
        """What the service tells of itself."""
        ...

    async def vouch(
        self, facts: ServiceFacts, client: Client, answer: Answer, now: datetime
    ) -> Vouched | ServiceWrong:
        """Exchange the code for a token, and check every word of that."""
        ...
