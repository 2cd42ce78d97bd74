"""Keep contents, each once, under the SHA-256 of its bytes."""

from collections.abc import AsyncIterator, Sequence
from hashlib import sha256
from typing import Protocol


class ContentLost(Exception):
    """A content that a message speaks of is not in the store."""


class Contents(Protocol):
    """A store of contents. Methods may raise `EngineAway`."""

    async def keep(self, contents: Sequence[bytes]) -> list[str]:
        """Store the bytes and check that they are stored; returns their SHA-256s in hex."""
        ...

    async def keep_stream(self, pieces: AsyncIterator[bytes]) -> str:
        """The same for one content that comes in pieces, of which one at a time is held here."""
        ...

    def stream(self, address: str, piece_bytes: int) -> AsyncIterator[bytes]:
        """The bytes in pieces of at most this size; raises `ContentLost`."""
        ...

    async def fetch(self, address: str) -> bytes:
        """The bytes; raises `ContentLost`."""
        ...

    async def texts(self, addresses: Sequence[str]) -> dict[str, str]:
        """Address → the bytes as UTF-8 text; raises `ContentLost`."""
        ...


def address_of(content: bytes) -> str:
    """The name under which the content is stored."""
    return sha256(content).hexdigest()
