"""A message's mark tells whether it has had its effect."""

from contextlib import suppress
from uuid import UUID

from huleedu.kit import inbox
from huleedu.wiring.program import House

ONE, OTHER = UUID(int=1), UUID(int=2)


async def test_a_message_is_new_once(house: House) -> None:
    async with house.database("gateway").transaction() as sql:
        assert await inbox.mark(sql, [ONE]) == {ONE}
        assert await inbox.mark(sql, [OTHER, ONE]) == {OTHER}
        assert await inbox.handled(sql, [ONE, UUID(int=3)]) == {ONE}


async def test_a_mark_goes_with_its_transaction(house: House) -> None:
    database = house.database("gateway")
    with suppress(KeyError):
        async with database.transaction() as sql:
            await inbox.mark(sql, [ONE])
            raise KeyError
    async with database.session() as sql:
        assert await inbox.handled(sql, [ONE]) == set()


async def test_only_old_marks_are_forgotten(house: House) -> None:
    async with house.database("gateway").session() as sql:
        await inbox.mark(sql, [ONE, OTHER])
        await sql.execute(
            "update inbox set handled_at = now() - interval '2 days' where id = $1", ONE
        )
        await inbox.prune(sql, 24 * 3600)
        assert await inbox.handled(sql, [ONE, OTHER]) == {OTHER}
