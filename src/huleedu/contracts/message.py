"""What all messages have in common: a batch they are about, and a name with a version."""

from uuid import UUID

import msgspec


class Message(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """A fact (an event) or a demand (a command) about one batch.

    A message's `tag` is its name on the wire, `sender.what_happened.v1`; a changed message gets a
    new version. Messages with the same `order_key` reach a consumer in the order they were sent.
    """

    batch: UUID

    @property
    def order_key(self) -> str:
        """Order is kept per batch."""
        return str(self.batch)


class EssayMessage(Message, frozen=True, kw_only=True):
    """A fact about one essay of a batch."""

    essay: UUID


class EssayWork(EssayMessage, frozen=True, kw_only=True):
    """A command to work on one essay: essays of a batch are worked on side by side."""

    @property
    def order_key(self) -> str:
        """Order is kept per essay."""
        return str(self.essay)


def name_of(message: Message | type[Message]) -> str:
    """The name and version under which the message travels."""
    tag = message.__struct_config__.tag
    assert isinstance(tag, str), f"{message} has no name"
    return tag


Registry = dict[str, type[Message]]
"""Name on the wire → the message's type."""
