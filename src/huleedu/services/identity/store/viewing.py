"""Tell the database who looks, so that its policies show their rows and no others.

Only for the transaction at hand. A viewers' `Database` has told it at the beginning already; who
comes with a secret has no school yet, and is let into the one that the secret's row names.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from huleedu.kit.database import Sql

PRESENT = "select set_config('huleedu.presented', $1, true)"
LET_IN = "select set_config('huleedu.school', $1, true)"


async def present(sql: Sql, shown: str) -> None:
    """Show a secret's hash, or at sign-in an e-mail address."""
    await sql.execute(PRESENT, shown)


async def let_in(sql: Sql, school: UUID) -> None:
    """See this school's rows from now on."""
    await sql.execute(LET_IN, str(school))


def as_uuid(value: Any) -> UUID:
    """A driver's UUID as Python's own."""
    return UUID(int=value.int)


def as_uuids(values: Sequence[Any]) -> list[UUID]:
    """The same for several."""
    return [as_uuid(value) for value in values]
