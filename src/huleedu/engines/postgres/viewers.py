"""See one schema of PostgreSQL as somebody who is signed in: row security tells what there is."""

from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from huleedu.engines.postgres.connecting import Address
from huleedu.engines.postgres.database import Statements
from huleedu.engines.postgres.pool import Pool, View
from huleedu.engines.postgres.roles import OF_VIEWERS
from huleedu.kit.database import Database, Sql, Viewer

# until the transaction ends; policies of row security ask for these
SEE_AS = """
select set_config('huleedu.school', $1, true), set_config('huleedu.person', $2, true),
    set_config('huleedu.presented', $3, true)
"""


def pool_of_viewers(address: Address, connections: int) -> Pool:
    """Connections that never act as the owner of a table; `address` as all others have it."""
    return Pool(address.of_web(), connections, role_end=OF_VIEWERS)


class Viewers:
    """One schema for whoever looks. Implements `kit.database.ViewersDatabase`.

    Args:
        pool: of `pool_of_viewers`.
    """

    def __init__(self, pool: Pool, schema: str) -> None:
        self._pool = pool
        self._schema = schema

    def of(self, viewer: Viewer) -> Database:
        """See `kit.database.ViewersDatabase`."""
        return _Seen(self._pool, self._schema, viewer)


class _Seen:
    """A schema as one viewer sees it. Implements `kit.database.Database`."""

    def __init__(self, pool: Pool, schema: str, viewer: Viewer) -> None:
        self._pool = pool
        self._view = View(schema, durable=True)
        self._viewer = viewer

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Sql]:
        viewer = self._viewer
        school, person = (str(who) if who else "" for who in (viewer.school, viewer.person))
        async with self._pool.transaction(self._view) as connection:
            await connection.fetchrow(SEE_AS, school, person, viewer.presented)
            yield Statements(connection, self._view.schema)

    def session(self) -> AbstractAsyncContextManager[Sql]:
        """A transaction as well: who looks is told to the server for one transaction at a time."""
        return self.transaction()
