"""Seal secrets that a database keeps: what is read from it alone opens nothing.

AES-256-GCM with a key outside the database. What a secret is about is bound to it: a row that is
put in the place of another one does not open.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from hashlib import sha256
from importlib import import_module
from typing import Protocol, cast

from huleedu.kit.cannot_run import CannotRun

KEY_BYTES = 32
MARK = "sealed:1:"


class KeyAway(CannotRun):
    """A secret is sealed by a key that is not here."""


class NotAKey(CannotRun):
    """What is to be a key is none."""


class Seals:
    """Seals by the newest key, and opens by any.

    Args:
        keys: the keys, the newest first; asked for when the first secret is sealed or opened.
    """

    def __init__(self, keys: Callable[[], Sequence[bytes]]) -> None:
        self._find = keys
        self._found: dict[str, bytes] = {}

    @property
    def _keys(self) -> dict[str, bytes]:
        if not self._found:
            self._found = {name_of_key(key): key for key in self._find()}
        return self._found

    def seal(self, secret: str, about: str) -> str:
        """The secret as it is kept; `about`: whose it is, which is told again to open it."""
        name, key = next(iter(self._keys.items()))
        closed = _ciphers().close(key, secret.encode(), about.encode())
        return f"{MARK}{name}:{urlsafe_b64encode(closed).decode()}"

    def open(self, kept: str, about: str) -> str:
        """The secret itself; one of before there were seals is kept plain. Raises `KeyAway`."""
        if not kept.startswith(MARK):
            return kept
        name, _, closed = kept.removeprefix(MARK).partition(":")
        if name not in self._keys:
            raise KeyAway(f"a secret is sealed by the key {name}, which is not here")
        try:
            told = urlsafe_b64decode(closed)
        except ValueError:
            told = b""
        opened = _ciphers().opened(self._keys[name], told, about.encode())
        if opened is None:
            raise KeyAway("a sealed secret is not what it was, or another one's")
        return opened.decode()

    def is_newest(self, kept: str) -> bool:
        """Whether the newest key has sealed it."""
        return kept.startswith(f"{MARK}{next(iter(self._keys))}:")


def new_key() -> str:
    """A key as it stands in a file or a setting."""
    return urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode().rstrip("=")


def read_keys(told: str) -> list[bytes]:
    """Keys with commas, spaces or line ends between them, the newest first; raises `NotAKey`."""
    keys: list[bytes] = []
    for word in told.replace(",", " ").split():
        try:
            key = urlsafe_b64decode(word + "=" * (-len(word) % 4))
        except ValueError:
            key = b""
        if len(key) != KEY_BYTES:
            raise NotAKey("a key for secrets has 43 letters, digits, - and _; this one has others")
        keys.append(key)
    return keys


def name_of_key(key: bytes) -> str:
    """By which a key is known, which tells nothing of it."""
    return sha256(b"name of a key" + key).hexdigest()[:8]


def key_name_in(kept: str) -> str | None:
    """Which key has sealed this; None: none has."""
    return kept.removeprefix(MARK).partition(":")[0] if kept.startswith(MARK) else None


class Ciphers(Protocol):
    """See `kit.ciphers`."""

    def close(self, key: bytes, secret: bytes, about: bytes) -> bytes: ...
    def opened(self, key: bytes, closed: bytes, about: bytes) -> bytes | None: ...


def _ciphers() -> Ciphers:
    """Loaded where a secret is met, in a process of pages, and nowhere else."""
    return cast("Ciphers", import_module("huleedu.kit.ciphers"))
