"""Keep of a judge's key what opens their session, and not the key."""

from hashlib import sha256

KEY_BYTES = 24


def hash_of(key: str) -> bytes:
    """What is kept of a key, whatever letters somebody sends for one."""
    return sha256(key.encode("utf-8", "surrogatepass")).digest()
