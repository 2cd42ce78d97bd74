"""Hash passwords by argon2id, beside the event loop, as many at a time as there are processors.

One costs 19 MiB and about 50 ms (OWASP's lowest setting for argon2id): twenty at once wait in line
instead of taking 380 MiB.
"""

import asyncio
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from huleedu.services.identity.domain.outcomes import FieldProblem
from huleedu.services.identity.domain.passwords import normalised, refuse_password

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_line = ThreadPoolExecutor(max_workers=os.cpu_count() or 1, thread_name_prefix="password")
_NOBODYS = (
    "$argon2id$v=19$m=19456,t=2,p=1$VR2UVUJlr/5r9pNVu8WYBg"
    "$ih5VKGR/zk7gcbHe2pKZa+dJBOjavwHhWWNXhgKwx/k"
)
"""Of a password that was drawn by chance and is kept nowhere; made at the costs of `_hasher`."""


async def hash_password(password: str) -> str:
    """What is kept of a password."""
    return await asyncio.get_running_loop().run_in_executor(
        _line, _hasher.hash, normalised(password)
    )


async def is_password(kept: str | None, password: str) -> bool:
    """Whether this is the password; where there is none (None) it takes the same time to say no."""
    right = await asyncio.get_running_loop().run_in_executor(
        _line, _verify, kept or _NOBODYS, normalised(password)
    )
    return right and kept is not None


def is_outdated(kept: str) -> bool:
    """Whether it was made at other costs than are due now."""
    return _hasher.check_needs_rehash(kept)


async def password_problem(password: str, names: Iterable[str]) -> FieldProblem | None:
    """Why this must not be a password."""
    return await asyncio.get_running_loop().run_in_executor(
        _line, refuse_password, password, tuple(names)
    )


def _verify(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
