"""What is turned is one judge's of one batch, and of judges whose decisions do not all count."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from huleedu.contracts.judging import Kind
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.services.judging.api.judgings import Judgings, read_decisions
from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.desk import Script
from huleedu.services.judging.domain.turning import HowCounted
from huleedu.services.judging.store import overview, steering, turning

BATCH, OTHER = UUID(int=7), UUID(int=8)
NOW = datetime(2026, 12, 1, tzinfo=UTC)
KARIN = (UUID(int=5), "Karin Lind")
FIRST, SECOND = UUID(int=21), UUID(int=22)
MADE = "judge,left,right,winner\nAli,x,y,x\nAli,y,x,x\nBo,x,y,x\nBo,y,x,y\n"


@pytest.fixture
async def database(address: Address) -> AsyncIterator[PostgresDatabase]:
    database = PostgresDatabase(address, "judging")
    yield database
    await database.aclose()


async def test_what_is_turned_is_one_judges_of_one_batch(database: PostgresDatabase) -> None:
    judgings, decisions = Judgings(database, lambda: NOW), read_decisions(MADE)
    assert isinstance(decisions, Decisions)
    for batch in (BATCH, OTHER):
        essays = [UUID(int=batch.int * 10 + n) for n in range(2)]
        scripts = [Script(essay=one, name="e", text="0" * 64, measures={}) for one in essays]
        await judgings.open(batch, scripts)
        await judgings.enrol(batch, "Cia", Kind.PERSON)
        await judgings.take_in(batch, decisions, (0, 1))
    async with database.transaction() as sql:
        found = await overview.overview(sql, BATCH, NOW)
        assert found
        ali, bo, cia = (next(j for j in found.judges if j.name == n) for n in ("Ali", "Bo", "Cia"))
        assert await turning.turn(sql, OTHER, ali.id, KARIN, NOW, FIRST) == 0, "of another batch"
        assert await turning.turn(sql, BATCH, cia.id, KARIN, NOW, FIRST) == 0, "nothing to turn"
        assert await turning.of_judge(sql, BATCH, cia.id) == [], "what changed nothing is no act"
        assert await turning.turn(sql, BATCH, ali.id, KARIN, NOW, FIRST) == 2
        await steering.leave_out(sql, BATCH, bo.id, NOW)
        assert await turning.how_counted(sql, BATCH) == [
            HowCounted("Ali", 2, 0),
            HowCounted("Bo", 0, 2),
        ]
        assert await turning.how_counted(sql, OTHER) == []
        assert await turning.turn_back(sql, BATCH, ali.id, KARIN, NOW, SECOND) == 0, "no such act"
        assert [one.ended_at for one in await turning.of_judge(sql, BATCH, ali.id)] == [None]
        assert await turning.turn_back(sql, BATCH, ali.id, KARIN, NOW, FIRST) == 2
        assert [one.ended_at for one in await turning.of_judge(sql, BATCH, ali.id)] == [NOW]
        assert await turning.how_counted(sql, BATCH) == [HowCounted("Bo", 0, 2)]
