"""The server itself keeps a service out of another's tables."""

import asyncpg
import pytest

from huleedu.wiring.modules import SERVICES
from huleedu.wiring.program import House


@pytest.mark.parametrize("service", SERVICES)
async def test_no_service_reaches_anothers_tables(house: House, service: str) -> None:
    others = [name for name in (*SERVICES, "bus", "content") if name != service]
    async with house.database(service).session() as sql:
        assert await sql.fetchval("select count(*) from outbox") == 0
        for other in others:
            table = {"bus": "delivery", "content": "content"}.get(other, "outbox")
            for statement in (
                f"select * from {other}.{table}",
                f"delete from {other}.{table}",
                f"create table {other}.mine (x integer)",
            ):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await sql.execute(statement)
