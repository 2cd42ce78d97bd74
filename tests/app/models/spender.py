"""A process that spends a batch's budget until there is none; started by `test_budget.py`."""

import asyncio
import json
import random
import sys
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.kit.llm import Usage
from huleedu.services.judging.store.budget import Budget, Limits, Prices, Request, Reserved


async def spend(address: Address, batch: UUID) -> None:
    database = PostgresDatabase(address, "judging")
    prices = Prices(Decimal(10**6), Decimal(10**6))
    budget = Budget(database, lambda: datetime.now(UTC), batch, "m", Limits(tokens=10_000), prices)
    asked = Request(pair=None, first=None, second=None, words={}, digest="", most=Usage(290, 10))
    while isinstance(reserved := await budget.reserve(asked), Reserved):
        await budget.settle(reserved, "yes", Usage(random.randint(10, 290), 10), "said")
        print("spent", flush=True)
    print("over", flush=True)
    await database.aclose()


asyncio.run(spend(Address(arguments=json.loads(sys.argv[1])), UUID(sys.argv[2])))
