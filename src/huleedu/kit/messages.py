"""Wrap a message for the way: who caused it, when, and where it belongs."""

from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.contracts.message import Message, Registry, name_of


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """A message on its way. `body` is its JSON; `type` its name and version."""

    id: UUID
    type: str
    order_key: str
    batch: UUID
    said_at: datetime
    correlation: UUID
    """The first message of the chain of causes."""
    causation: UUID | None
    """The message whose handling said this one; None for what people ask."""
    body: str


class UnknownMessage(Exception):
    """A message arrived that this version of the program does not know."""


def wrap(message: Message, *, identity: UUID, now: datetime, cause: Envelope | None) -> Envelope:
    """Put `message` in an envelope; what it says follows from `cause`."""
    return Envelope(
        id=identity,
        type=name_of(message),
        order_key=message.order_key,
        batch=message.batch,
        said_at=now,
        correlation=cause.correlation if cause else identity,
        causation=cause.id if cause else None,
        body=msgspec.json.encode(message).decode(),
    )


def unwrap(envelope: Envelope, known: Registry) -> Message:
    """Read the message; raises `UnknownMessage` or `msgspec.ValidationError`."""
    if envelope.type not in known:
        raise UnknownMessage(f"nobody here knows the message {envelope.type}")
    return msgspec.json.decode(envelope.body, type=known[envelope.type])
