"""The store of contents in PostgreSQL: the server itself checks that a content fits its address."""

from collections.abc import Sequence

from huleedu.engines.postgres.database import PostgresDatabase
from huleedu.kit.content import ContentLost, address_of

SCHEMA = "content"

# keep them unless they are kept already
KEEP = """
insert into content (address, bytes) select * from unnest($1::bytea[], $2::bytea[]) as c (a, b)
order by a on conflict (address) do nothing
"""

# which are there, whole?
WHOLE = "select address from content where address = any($1::bytea[]) and sha256(bytes) = address"

FETCH = "select address, bytes from content where address = any($1::bytea[])"


class PostgresContents:
    """Implements `kit.content.Contents`."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database

    async def keep(self, contents: Sequence[bytes]) -> list[str]:
        """See `kit.content.Contents`."""
        kept = {address_of(content): content for content in contents}
        addresses = [bytes.fromhex(address) for address in kept]
        async with self._database.session() as sql:
            await sql.execute(KEEP, addresses, list(kept.values()))
            whole = {row["address"] for row in await sql.fetch(WHOLE, addresses)}
        for address in addresses:
            if address not in whole:
                raise ContentLost(
                    f"what was stored as {address.hex()} reads otherwise: a damaged disk?"
                )
        return [address_of(content) for content in contents]

    async def fetch(self, address: str) -> bytes:
        """See `kit.content.Contents`."""
        return (await self._fetch([address]))[address]

    async def texts(self, addresses: Sequence[str]) -> dict[str, str]:
        """See `kit.content.Contents`."""
        found = await self._fetch(addresses)
        return {address: content.decode() for address, content in found.items()}

    async def _fetch(self, addresses: Sequence[str]) -> dict[str, bytes]:
        async with self._database.session() as sql:
            rows = await sql.fetch(FETCH, [bytes.fromhex(address) for address in addresses])
        found: dict[str, bytes] = {row["address"].hex(): row["bytes"] for row in rows}
        for address in addresses:
            if address not in found:
                raise ContentLost(f"no content is stored as {address}")
        return found
