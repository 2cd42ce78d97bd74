"""A service's door to its own tables: plain SQL, transactions, and two ways to fail."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol, overload
from uuid import UUID

import msgspec

from huleedu.kit.cannot_run import CannotRun


class Row(Protocol):
    """A row of an answer, read by column name or place."""

    @overload
    def __getitem__(self, column: str, /) -> Any: ...
    @overload
    def __getitem__(self, column: int, /) -> Any: ...


class Sql(Protocol):
    """Runs statements; `$1`, `$2` … stand for the arguments."""

    async def execute(self, statement: str, /, *args: object) -> str: ...
    async def fetch(self, statement: str, /, *args: object) -> Sequence[Row]: ...
    async def fetchrow(self, statement: str, /, *args: object) -> Row | None: ...
    async def fetchval(self, statement: str, /, *args: object) -> Any: ...


class Database(Protocol):
    """The tables of one service, seen with that service's rights alone."""

    def transaction(self) -> AbstractAsyncContextManager[Sql]:
        """All or nothing, and on disk when the block has ended.

        Raises `EngineAway` or `Collision`; then nothing of the block has happened, unless the
        engine went away during the commit itself: only a replay can tell.
        """
        ...

    def session(self) -> AbstractAsyncContextManager[Sql]:
        """Statements that each commit by themselves."""
        ...


class Viewer(msgspec.Struct, frozen=True):
    """Who looks at tables that several schools share.

    Args:
        school: whose rows are seen; None: nobody's, as long as nobody has signed in.
        presented: what somebody shows before any school is known: the SHA-256 (hex) of a secret,
            or an e-mail address. Rows that carry it are seen.
    """

    school: UUID | None
    person: UUID | None = None
    presented: str = ""


class ViewersDatabase(Protocol):
    """The tables of one service, as row security shows them to somebody."""

    def of(self, viewer: Viewer) -> Database:
        """The same tables, seen by this viewer; whoever is given it need not know who that is.

        Its `session` is a transaction too: a statement that fails undoes those before it.
        """
        ...


class EngineAway(CannotRun):
    """The database does not answer just now; what was asked may be asked again."""


class EngineUnable(EngineAway):
    """The database is there and will not work until somebody mends what the message says.

    What was asked may be asked again: whoever has time tries on, and tells; a command that somebody
    waits for tells, and ends.
    """


class Collision(CannotRun):
    """Two transactions stood in each other's way and this one gave way; ask it again."""
