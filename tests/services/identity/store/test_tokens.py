"""Tokens end one by one, or all of one person."""

from uuid import uuid4

from tests.services.identity.persons import NOW, later, somebody

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.database import Database
from huleedu.services.identity.store import tokens


async def test_tokens_end_with_their_person_alone(tables: Database) -> None:
    ali, eva = await somebody(tables), await somebody(tables, "eva@lund.example")
    ids = [uuid4() for _ in range(3)]
    async with tables.transaction() as sql:
        for number, (token, whose) in enumerate(zip(ids, (ali, ali, eva), strict=True)):
            await tokens.add(
                sql,
                (OWN_SCHOOL, whose),
                token,
                f"hash {number}",
                name="x",
                rights=["read"],
                now=NOW,
                ends_at=later(days=1),
            )
        assert not await tokens.end(sql, OWN_SCHOOL, ali, ids[2]), "it is another's"
        assert await tokens.end(sql, OWN_SCHOOL, ali, ids[0])
        await tokens.end_all(sql, OWN_SCHOOL, ali)
        assert await tokens.of_person(sql, OWN_SCHOOL, ali) == []
        row = await tokens.by_hash(sql, "hash 2")
        assert row
        await tokens.note_use(sql, OWN_SCHOOL, row["id"], NOW)
