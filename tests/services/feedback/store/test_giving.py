"""The tables themselves let no pupil have two pages, and no program's words be ready."""

from uuid import uuid4

import asyncpg
import msgspec
import pytest
from tests.services.feedback.conftest import ESSAY, KARIN, NOW, OURS, given, page, written

from huleedu.kit.database import Database
from huleedu.services.feedback.store import giving

DRAFTED = "update feedback set program = 'drafted' where essay = $1"


async def test_a_pupil_has_one_page_at_a_time(ours: Database) -> None:
    revision = await given(ours, "Good.")
    told = msgspec.json.encode(page("Another.")).decode()
    one = ([uuid4()], [ESSAY], [revision], [told])
    async with ours.session() as sql:
        with pytest.raises(asyncpg.UniqueViolationError):
            await sql.execute(giving.GIVE, OURS.school, OURS.batch, KARIN, NOW, *one)


async def test_what_a_program_wrote_is_not_ready_by_itself(ours: Database) -> None:
    await written(ours, "Good.", ready=True)
    async with ours.session() as sql:
        with pytest.raises(asyncpg.CheckViolationError):
            await sql.execute(DRAFTED, ESSAY)
