"""Keep a server running while somebody uses it, and end it when nobody does.

A keeper, a process of its own, owns the server. Whoever uses the server shares a lock, which the
system frees even when a program is killed; so a server never outlives its users.
"""

from huleedu.engines.kept.locks import began, is_free, locked
from huleedu.engines.kept.node import Node
from huleedu.engines.kept.use import CannotStart, Kept, Use, use

__all__ = ["CannotStart", "Kept", "Node", "Use", "began", "is_free", "locked", "use"]
