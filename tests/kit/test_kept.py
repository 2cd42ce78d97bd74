"""What is kept of a batch comes as it stands, by its key."""

from uuid import uuid4

from huleedu.engines.postgres.database import Address
from huleedu.kit.kept import kept_of
from huleedu.wiring.program import open_house
from huleedu.wiring.settings import read


async def test_rows_come_by_key_and_only_those_of_the_batch(address: Address) -> None:
    batch, other = uuid4(), uuid4()
    rows = f"(values ('a', $1::uuid), ('b', '{other}'::uuid)) as t (name, batch)"
    statement = f"select name as key, to_jsonb(t)::text as kept from {rows} where batch = $1"
    async with open_house(address, read({})) as house:
        found = await kept_of(house.database("results"), {"some": statement}, batch)
    assert found == {"some": {"a": {"name": "a", "batch": str(batch)}}}
