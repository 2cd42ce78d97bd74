"""A database that tests use is seen, kept beside itself, and set back."""

import pytest
from tests.databases import url_of

from huleedu.engines.postgres.database import Address
from huleedu.lab.isolate.engines import CannotSetBack, KeptDatabase, lying_there


async def carry_out(address: Address, statement: str) -> None:
    connection = await address.connect()
    await connection.execute(statement)
    await connection.close()


@pytest.mark.parametrize("change", ["insert into seat values (2)", "update seat set number = 3"])
async def test_a_row_that_outlives_its_process_is_seen_and_set_back(
    empty_database: Address, change: str
) -> None:
    url = url_of(empty_database)
    await carry_out(empty_database, "create table seat (number int); insert into seat values (1)")
    before = await lying_there(url)
    kept = KeptDatabase(url)
    await kept.keep()
    await carry_out(empty_database, change)
    assert (await lying_there(url))["content"] != before["content"]
    await kept.set_back()
    assert await lying_there(url) == before
    await kept.set_back()  # where nothing is otherwise, nothing is done
    await kept.let_go()
    assert before["row"] == {"public.seat": 1}


async def test_a_database_that_cannot_be_kept_is_told() -> None:
    with pytest.raises(CannotSetBack):
        await KeptDatabase("postgresql://nobody@/nothing?host=/nonexistent").keep()
