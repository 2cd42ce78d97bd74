"""What comes with a batch is taken in once it is open, once; what it does not fit is left."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest

from huleedu.engines.postgres.contents import PostgresContents
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.services.judging.api.given import take_in_given
from huleedu.services.judging.api.judgings import Judgings, Rules, Script
from huleedu.services.judging.store import given
from huleedu.services.judging.store.given import Given

BATCH, SCHOOL = UUID(int=7), UUID(int=3)
NOW = datetime(2026, 11, 30, tzinfo=UTC)
TABLE = "judge,first,second,answer,steps,took_s\nEva,1.txt,2.txt,1,3,9.5\nEva,2.txt,3.txt,-1,3,8\n"
"""Two decisions of one judge."""


@pytest.fixture
async def database(address: Address) -> AsyncIterator[PostgresDatabase]:
    database = PostgresDatabase(address, "judging")
    yield database
    await database.aclose()


@pytest.fixture
async def contents(address: Address) -> AsyncIterator[PostgresContents]:
    database = PostgresDatabase(address, "content")
    yield PostgresContents(database)
    await database.aclose()


def scripts(names: Sequence[str]) -> list[Script]:
    return [
        Script(essay=UUID(int=n + 1), name=name, text="t", measures={})
        for n, name in enumerate(names)
    ]


async def give(database: PostgresDatabase, contents: PostgresContents, **anchors: str) -> None:
    [address] = await contents.keep([TABLE.encode()])
    grades = {f"{name.removeprefix('of_')}.txt": grade for name, grade in anchors.items()}
    told = Given(title="Mine", decisions=address, scale="A-F", anchors=grades, at=NOW)
    async with database.transaction() as sql:
        await given.keep(sql, BATCH, SCHOOL, told)


async def test_it_is_taken_in_once_the_batch_is_assessed(
    database: PostgresDatabase, contents: PostgresContents
) -> None:
    judgings = Judgings(database, lambda: NOW)
    await judgings.open(BATCH, scripts(["1.txt", "2.txt", "3.txt"]))
    await give(database, contents, of_2="B")
    await take_in_given(database, contents, BATCH)
    assert len((await judgings.decisions(BATCH)).took_s) == 0, "it is not assessed yet"
    async with database.transaction() as sql:
        assert await given.assessed(sql, BATCH, NOW)
    for _ in range(2):
        await take_in_given(database, contents, BATCH)
    assert len((await judgings.decisions(BATCH)).took_s) == 2
    rules = await judgings.rules(BATCH)
    assert isinstance(rules, Rules)
    assert (rules.scale, rules.grades) == ("A-F", {UUID(int=2): "B"})
    async with database.session() as sql:
        assert await given.waiting(sql, BATCH) is None


@pytest.mark.parametrize(
    ("names", "anchors", "says"),
    [
        (["1.txt", "2.txt", "other.txt"], {}, "3.txt"),
        (["1.txt", "2.txt", "3.txt"], {"of_2": "Z"}, "'Z'"),
    ],
)
async def test_what_does_not_fit_is_told_and_left(
    database: PostgresDatabase,
    contents: PostgresContents,
    caplog: pytest.LogCaptureFixture,
    names: Sequence[str],
    anchors: dict[str, str],
    says: str,
) -> None:
    judgings = Judgings(database, lambda: NOW)
    await judgings.open(BATCH, scripts(names))
    await give(database, contents, **anchors)
    async with database.transaction() as sql:
        await given.assessed(sql, BATCH, NOW)
    await take_in_given(database, contents, BATCH)
    assert says in caplog.text
    assert len((await judgings.decisions(BATCH)).took_s) == 0
