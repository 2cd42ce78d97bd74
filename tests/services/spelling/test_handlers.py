"""A text is checked with its class's names, whether they came with it or before it."""

import asyncio
from uuid import UUID, uuid4

import pytest

from huleedu.contracts.batches import (
    BatchRegistered,
    CheckSpelling,
    CheckSpellingV1,
    roster_of,
)
from huleedu.contracts.message import Message
from huleedu.kit.messages import wrap
from huleedu.wiring.program import House, now

PUPILS = ("Xqzw Brrtl",)
TEXT = "We saw Mr and mrs xqzw and a dog. It was brown. They went to school in the morning."


@pytest.fixture
async def spelling(house: House) -> House:
    """The spelling service at work, and nobody else."""
    await house.start(["spelling"])
    return house


async def publish(house: House, *messages: Message) -> None:
    await house.bus.publish([wrap(m, identity=uuid4(), now=now(), cause=None) for m in messages])


async def misspelled(house: House, essay: UUID) -> str:
    found = "select body->>'misspellings' from outbox where body->>'essay' = $1"
    async with asyncio.timeout(120):
        while True:
            async with house.database("spelling").session() as sql:
                if told := await sql.fetchval(found, str(essay)):
                    return told
            await asyncio.sleep(0.05)


async def test_names_are_heard_once_for_all_texts_of_a_class(spelling: House) -> None:
    [text] = await spelling.contents.keep([TEXT.encode()])
    batch, essay, other = (uuid4() for _ in range(3))
    asked = [
        CheckSpelling(batch=batch, essay=each, run=1, text=text, language="en", roster=roster)
        for each, roster in ((essay, roster_of(PUPILS)), (other, ""))
    ]
    # the word of the registration may come after what follows from it
    await publish(spelling, *asked)
    assert "xqzw" in await misspelled(spelling, other)
    registered = BatchRegistered(
        batch=batch, title="9b", slots=1, language="en", pupils=PUPILS, deadline_s=60
    )
    await publish(spelling, registered)
    assert "xqzw" not in await misspelled(spelling, essay)


async def test_a_command_that_brings_its_names_is_still_read(spelling: House) -> None:
    [text] = await spelling.contents.keep([TEXT.encode()])
    essay = uuid4()
    old = CheckSpellingV1(batch=uuid4(), essay=essay, run=1, text=text, language="en", names=PUPILS)
    await publish(spelling, old)
    assert "xqzw" not in await misspelled(spelling, essay)
