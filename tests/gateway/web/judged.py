"""A batch of Karin's whose essays are in, and can be judged."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
from tests.gateway.web.conftest import KARIN, SCHOOL
from tests.services.results.hearing import hear

from huleedu.contracts.batches import BatchRegistered
from huleedu.contracts.files import TextRead
from huleedu.contracts.gateway import FilesOffered, OfferedFile
from huleedu.contracts.lifecycle import SlotAssigned
from huleedu.contracts.linguistics import LanguageMeasured
from huleedu.contracts.message import Message
from huleedu.kit.messages import wrap
from huleedu.kit.service import Heard, Transaction
from huleedu.services.judging.api.desk import AssignedPairs
from huleedu.services.judging.api.steering import Overview, Steering
from huleedu.services.judging.handlers import ROUTES
from huleedu.wiring.judging import desk_of
from huleedu.wiring.program import House

BATCH = UUID(int=7)
AT = f"/batches/{BATCH}/judging"
FORM = {"judges": "Ali Berg, ali@ek.example\nMaja Ek", "per_essay": "4", "steps": "3"}
WORDS = 400


def essay(number: int) -> UUID:
    return UUID(int=number + 100)


async def essays_in(
    house: House,
    numbers: Sequence[int],
    *,
    blind: bool = False,
    owner: UUID = KARIN.person,
) -> None:
    """These essays are in, one text each; the first to come make the batch."""
    texts = [f"The text of essay {number}, which says something." for number in numbers]
    kept = await house.contents.keep([text.encode() for text in texts])
    registered = BatchRegistered(
        batch=BATCH,
        title="A challenge",
        slots=None,
        language="auto",
        pupils=(),
        deadline_s=60,
        school=SCHOOL,
        owner=owner,
        blind=blind,
    )
    said: list[Message] = [registered]
    for number, address in zip(numbers, kept, strict=True):
        name, one = f"essay {number}.txt", essay(number)
        file = OfferedFile(essay=one, name=name, size_bytes=9, content=address)
        said += [
            FilesOffered(batch=BATCH, files=(file,)),
            TextRead(batch=BATCH, essay=one, name=name, text=address, characters=9, format="txt"),
            SlotAssigned(batch=BATCH, essay=one, slot=number, content=address),
            LanguageMeasured(
                batch=BATCH,
                essay=one,
                run=1,
                measures={"words": float(WORDS)},
                not_measured={},
            ),
        ]
    await hear(house.database("results"), *said)
    await heard_by_judging(house, *said)


async def heard_by_judging(house: House, *messages: Message) -> None:
    """What of this judging hears, each in a transaction of its own."""
    now = datetime.now(UTC)
    for message in messages:
        if (route := ROUTES.get(type(message))) is None:
            continue
        async with house.database("judging").transaction() as sql:
            how = wrap(message, identity=uuid4(), now=now, cause=None)
            tx = Transaction(sql, now)
            if route.together:
                await route.handle(tx, message.batch, [Heard(message, how)])
            else:
                await route.handle(tx, message)


async def overview(house: House) -> Overview:
    found = await Steering(house.database("judging"), house.clock).overview(BATCH)
    assert isinstance(found, Overview)
    return found


def keys(page: str) -> list[str]:
    return re.findall(r'<code class="secret"[^>]*>[^<]*/judge#([^<]+)</code>', page)


async def opened(karin: httpx.AsyncClient, **more: str) -> list[str]:
    """Judging is open; the judges' keys."""
    answer = await karin.post(f"{AT}/open", data={**FORM, **more})
    assert answer.status_code == 200, answer.text
    return keys(answer.text)


async def judged(house: House, name: str, count: int, answer: int = 1) -> None:
    """This judge decides so many pairs."""
    desk = desk_of(house)
    for _ in range(count):
        found = await desk.next(BATCH, name)
        assert isinstance(found, AssignedPairs)
        await desk.decide(found.pairs[0].pair, name, answer, took_s=30.0)
    await desk.aclose()
