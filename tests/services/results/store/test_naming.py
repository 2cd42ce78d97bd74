"""Codes are given by chance, once, to every file of a blind batch; who looks for a name is told."""

from uuid import UUID, uuid4

import msgspec
import pytest
from tests.services.results.store.test_owned import A, hear, offered, registered

from huleedu.contracts.batches import NamesRevealed
from huleedu.contracts.classes import MatchedPupil, PupilsMatched
from huleedu.services.results import api
from huleedu.services.results.store import naming
from huleedu.wiring.program import House


async def shown(house: House, batch: UUID) -> dict[UUID, str]:
    found = await api.changes(house.database("results"), batch, -1)
    assert isinstance(found, api.Changes)
    return {file.id: file.name for file in found.files}


@pytest.mark.parametrize("files_first", [False, True])
async def test_a_code_stands_for_each_file_and_stays(house: House, files_first: bool) -> None:
    batch, files = uuid4(), [uuid4() for _ in range(60)]
    blind = msgspec.structs.replace(registered(batch), blind=True)
    told = [blind, offered(batch, *files)]
    await hear(house, *(reversed(told) if files_first else told))
    codes = await shown(house, batch)
    assert len(set(codes.values())) == 60
    assert all(len(code) == 3 for code in codes.values())
    before = await api.revision(house.database("results"), batch)
    await hear(house, NamesRevealed(batch=batch, shown=True))
    assert not set(codes.values()) & set((await shown(house, batch)).values())
    news = await api.changes(house.database("results"), batch, before)
    assert isinstance(news, api.Changes)
    assert len(news.files) == 60, "every row looks otherwise now"
    await hear(house, NamesRevealed(batch=batch, shown=False), offered(batch, uuid4()))
    again = await shown(house, batch)
    assert codes.items() <= again.items()
    assert len(set(again.values())) == 61


async def test_where_three_signs_are_used_up_there_are_four(house: House) -> None:
    batch = uuid4()
    await hear(house, msgspec.structs.replace(registered(batch), blind=True))
    async with house.database("results").session() as sql:
        await sql.execute(
            """
            insert into file (id, batch, school, alias)
            select gen_random_uuid(), $1, $2, a || b || c
            from regexp_split_to_table('ACDEFGHJKLMNPRTUVWXY34679', '') a,
                 regexp_split_to_table('ACDEFGHJKLMNPRTUVWXY34679', '') b,
                 regexp_split_to_table('ACDEFGHJKLMNPRTUVWXY34679', '') c
            """,
            *(batch, A),
        )
    one = uuid4()
    await hear(house, offered(batch, one))
    assert len((await shown(house, batch))[one]) == 4


async def test_a_name_is_found_where_it_is_shown(house: House) -> None:
    blind, open_one = uuid4(), uuid4()
    for batch in (blind, open_one):
        file = uuid4()
        await hear(house, msgspec.structs.replace(registered(batch), blind=batch == blind))
        anna = MatchedPupil(essay=file, pupil="Anna Å_berg", sure=True)
        await hear(house, PupilsMatched(batch=batch, essays=(anna,), settlement=0))
        async with house.database("results").session() as sql:
            assert await naming.pupils(sql, batch) == {"Anna Å_berg"}
            assert (await naming.names(sql, batch, [file]))[file].pupil == "Anna Å_berg"
    database, both = house.database("results"), [blind, open_one]
    assert await api.with_pupil(database, both, "å_ber anna") == {open_one}
    assert await api.with_pupil(database, both, "åberg") == set()
    assert await api.with_pupil(database, both, "a_na") == set()
    assert await api.with_pupil(database, both, " ") == set()
    await hear(house, NamesRevealed(batch=blind, shown=True))
    assert await api.with_pupil(database, both, "Anna") == {blind, open_one}
