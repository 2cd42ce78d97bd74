"""A process that offers contents: a batch and its contents a line in, their outcomes a line out."""

import asyncio
import json
import sys
from datetime import UTC, datetime
from uuid import UUID, uuid4

from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.kit.messages import Envelope
from huleedu.services.lifecycle.domain import Assigned, Outcome, Replayed
from huleedu.services.lifecycle.store.slots import PostgresSlots


def told(outcome: Outcome) -> list[object]:
    slot = outcome.slot if isinstance(outcome, Assigned | Replayed) else None
    return [type(outcome).__name__, slot]


async def main(arguments: dict[str, object]) -> None:
    database = PostgresDatabase(Address(arguments=arguments), "lifecycle")
    slots = PostgresSlots(database)
    cause = Envelope(
        id=uuid4(),
        type="test.v1",
        order_key="",
        batch=uuid4(),
        said_at=datetime.now(UTC),
        correlation=uuid4(),
        causation=None,
        body="{}",
    )
    loop = asyncio.get_running_loop()
    print("ready", flush=True)
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        batch, contents = json.loads(line)
        offers = (slots.offer(UUID(batch), content, uuid4(), cause) for content in contents)
        outcomes = await asyncio.gather(*offers)
        answers = [[c, *told(o)] for c, o in zip(contents, outcomes, strict=True)]
        print(json.dumps(answers), flush=True)
    await database.aclose()


asyncio.run(main(json.loads(sys.argv[1])))
