"""AES-256-GCM: loaded by `sealing` when the first secret is met, for it takes 20 ms."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


def close(key: bytes, secret: bytes, about: bytes) -> bytes:
    """A secret, closed by a key of 32 bytes and bound to what it is about."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, secret, about)


def opened(key: bytes, closed: bytes, about: bytes) -> bytes | None:
    """The secret; None: it is not what it was, or about something else."""
    try:
        return AESGCM(key).decrypt(closed[:NONCE_BYTES], closed[NONCE_BYTES:], about)
    except (InvalidTag, ValueError):
        return None
