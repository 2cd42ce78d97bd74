"""The store of contents in PostgreSQL: the server itself checks that a content fits its address."""

from collections.abc import AsyncIterator, Sequence
from hashlib import sha256
from uuid import UUID, uuid4

from huleedu.kit.content import ContentLost, address_of
from huleedu.kit.database import Database
from huleedu.kit.group_commit import GroupCommit

SCHEMA = "content"
AT_ONCE = 16
"""Contents of callers that ask side by side, in one statement; one may be as large as a file."""

# keep them unless they are kept already
KEEP = """
insert into content (address, bytes) select * from unnest($1::bytea[], $2::bytea[]) as c (a, b)
order by a on conflict (address) do nothing
"""

# which are there, whole?
WHOLE = "select address from content where address = any($1::bytea[]) and sha256(bytes) = address"

FETCH = "select address, bytes from content where address = any($1::bytea[])"

PIECE = "insert into piece (whole, number, bytes) values ($1, $2, $3)"

# the server puts the pieces together: nobody else holds them all
ASSEMBLE = """
insert into content (address, bytes)
select $2, p.bytes from (select string_agg(bytes, ''::bytea order by number) as bytes from piece
                         where whole = $1) p
on conflict (address) do nothing
"""

TAKEN = "delete from piece where whole = $1"

# of contents that never came to their end
ABANDONED = "delete from piece where came_at < now() - interval '1 hour'"

SOME = "select substring(bytes from $2 for $3) as bytes from content where address = $1"


class PostgresContents:
    """Implements `kit.content.Contents`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._keep = GroupCommit(self._keep_together, at_most=AT_ONCE, side_by_side=1)
        self._fetch = GroupCommit(self._fetch_together, at_most=AT_ONCE, side_by_side=1)

    async def keep(self, contents: Sequence[bytes]) -> list[str]:
        """See `kit.content.Contents`."""
        if len(contents) == 1:
            return [await self._keep(contents[0])]
        return await self._keep_together(contents)

    async def keep_stream(self, pieces: AsyncIterator[bytes]) -> str:
        """See `kit.content.Contents`."""
        whole, digest, number = uuid4(), sha256(), 0
        async with self._database.session() as sql:
            await sql.execute(ABANDONED)
        async for piece in pieces:
            digest.update(piece)
            async with self._database.session() as sql:
                await sql.execute(PIECE, whole, number, piece)
            number += 1
        if not number:
            return await self._keep(b"")
        return await self._put_together(whole, digest.digest())

    async def _put_together(self, whole: UUID, address: bytes) -> str:
        async with self._database.transaction() as sql:
            await sql.execute(ASSEMBLE, whole, address)
            await sql.execute(TAKEN, whole)
            sound = await sql.fetch(WHOLE, [address])
        if not sound:
            raise ContentLost(
                f"what was stored as {address.hex()} reads otherwise: a damaged disk?"
            )
        return address.hex()

    async def stream(self, address: str, piece_bytes: int) -> AsyncIterator[bytes]:
        """See `kit.content.Contents`."""
        at = 1
        while True:
            async with self._database.session() as sql:
                row = await sql.fetchrow(SOME, bytes.fromhex(address), at, piece_bytes)
            if row is None:
                raise ContentLost(f"no content is stored as {address}")
            if row["bytes"]:
                yield row["bytes"]
            if len(row["bytes"]) < piece_bytes:
                return
            at += piece_bytes

    async def _keep_together(self, contents: Sequence[bytes]) -> list[str]:
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
        found = await self._fetch(bytes.fromhex(address))
        if found is None:
            raise ContentLost(f"no content is stored as {address}")
        return found

    async def texts(self, addresses: Sequence[str]) -> dict[str, str]:
        """See `kit.content.Contents`."""
        if len(addresses) == 1:
            return {address: (await self.fetch(address)).decode() for address in addresses}
        found = await self._fetch_together([bytes.fromhex(address) for address in addresses])
        texts: dict[str, str] = {}
        for address, content in zip(addresses, found, strict=True):
            if content is None:
                raise ContentLost(f"no content is stored as {address}")
            texts[address] = content.decode()
        return texts

    async def _fetch_together(self, addresses: Sequence[bytes]) -> list[bytes | None]:
        async with self._database.session() as sql:
            rows = await sql.fetch(FETCH, addresses)
        found: dict[bytes, bytes] = {row["address"]: row["bytes"] for row in rows}
        return [found.get(address) for address in addresses]
