"""Keep of a secret what recognises it, and not the secret."""

from hashlib import sha256

BITS = 256
"""Of every token and link: not to be guessed, so that a plain hash of it is enough."""


def hash_of(secret: str) -> str:
    """SHA-256 (hex) of a token, a link or a code, whatever letters somebody sends for one."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
