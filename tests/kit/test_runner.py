"""A runner has each effect once, whatever fails around it, and gives up loudly."""

import asyncio
import errno
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import pytest
from tests.patience import LONG_S

from huleedu.contracts.files import FileRefused, ReadFile
from huleedu.contracts.gateway import EndIntake, OfferedFile, StopWaiting
from huleedu.contracts.message import Message, name_of
from huleedu.kit.bus import Delivery
from huleedu.kit.messages import wrap
from huleedu.kit.runner import Runner
from huleedu.kit.service import Periodic, Route, Routes, Service, Transaction, TryAgain
from huleedu.kit.workers import WorkerCannotStart
from huleedu.wiring.modules import KNOWN
from huleedu.wiring.program import House, now

SHORT = (
    OSError(errno.EAGAIN, "fork: no more processes"),
    OSError(errno.EMFILE, "too many open files"),
    OSError(errno.ENOSPC, "no space left"),
    MemoryError(),
    RuntimeError("can't start new thread"),
    WorkerCannotStart("it ended before it was warm"),
)
"""What a machine that lacks something says."""
HEARER = "gateway"
"""A schema that has nothing but an outbox and an inbox."""


@asynccontextmanager
async def at_work(
    house: House,
    routes: Routes,
    *,
    periodic: tuple[Periodic, ...] = (),
) -> AsyncGenerator[Runner]:
    service = Service(HEARER, "", None, routes, periodic)
    await house.bus.subscribe({HEARER: [name_of(message) for message in routes]})
    runner = Runner(
        service, None, house.database(HEARER), house.bus, KNOWN, now, retry_after_s=(0, 0)
    )
    await runner.start()
    try:
        yield runner
    finally:
        await runner.stop()


async def send(house: House, *messages: Message) -> list[UUID]:
    envelopes = [wrap(m, identity=uuid4(), now=now(), cause=None) for m in messages]
    await house.bus.publish(envelopes)
    return [envelope.id for envelope in envelopes]


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(LONG_S):
        while not condition():
            await asyncio.sleep(0.01)


async def said(house: House) -> list[str]:
    async with house.database(HEARER).session() as sql:
        return [row["type"] for row in await sql.fetch("select type from outbox order by seq")]


async def test_what_a_handler_says_leaves_with_its_cause(house: House) -> None:
    async def answer(tx: Transaction, message: EndIntake) -> None:
        tx.say(StopWaiting(batch=message.batch))

    async with at_work(house, {EndIntake: Route(answer)}) as runner:
        [identity] = await send(house, EndIntake(batch=uuid4()))
        await until(lambda: runner.counts["handled"] == 1)
    async with house.database(HEARER).session() as sql:
        row = await sql.fetchrow("select causation, correlation, published_at from outbox")
    assert row
    assert row["causation"].int == row["correlation"].int == identity.int
    assert row["published_at"] is not None


async def test_a_message_delivered_twice_has_its_effect_once(house: House) -> None:
    async def answer(tx: Transaction, message: EndIntake) -> None:
        tx.say(StopWaiting(batch=message.batch))

    message = wrap(EndIntake(batch=uuid4()), identity=uuid4(), now=now(), cause=None)
    async with at_work(house, {EndIntake: Route(answer)}) as runner:
        await house.bus.publish([message])
        await until(lambda: runner.counts["handled"] == 1)
        async with house.database("bus").session() as sql, asyncio.timeout(LONG_S):
            while await sql.fetchval("select count(*) from delivery where consumer = $1", HEARER):
                await asyncio.sleep(0.01)
        await house.bus.publish([message])
        await until(lambda: runner.counts["duplicate"] == 1)
    assert len(await said(house)) == 1


async def test_a_handler_that_fails_leaves_nothing_behind_and_the_others_go_on(
    house: House,
) -> None:
    bad = uuid4()

    async def answer(tx: Transaction, message: EndIntake) -> None:
        tx.say(StopWaiting(batch=message.batch))
        if message.batch == bad:
            raise ValueError("a bug")

    async with at_work(house, {EndIntake: Route(answer)}) as runner:
        await send(house, *(EndIntake(batch=b) for b in (uuid4(), bad, uuid4(), uuid4())))
        await until(lambda: runner.counts["dead"] == 1)
        await until(lambda: runner.counts["handled"] == 3)
    assert len(await said(house)) == 3
    [letter] = await house.bus.dead()
    assert letter.envelope.batch == bad
    assert letter.error == "ValueError: a bug"
    assert letter.attempts == 3


@pytest.mark.parametrize("short", SHORT, ids=repr)
@pytest.mark.parametrize("where", ["first", "handler"])
async def test_a_fault_of_the_machine_uses_up_no_attempt(
    house: House, short: Exception, where: str
) -> None:
    tries: list[int] = []

    def fail_six_times() -> None:
        tries.append(1)
        if len(tries) <= 6:
            raise short

    async def prepare(_ports: object, _message: EndIntake, _cause: object) -> None:
        if where == "first":
            fail_six_times()

    async def answer(tx: Transaction, message: EndIntake, _found: object = None) -> None:
        if where == "handler":
            fail_six_times()
        tx.say(StopWaiting(batch=message.batch))

    async with at_work(house, {EndIntake: Route(answer, prepare=prepare)}) as runner:
        await send(house, EndIntake(batch=uuid4()))
        await until(lambda: runner.counts["handled"] == 1)
    assert len(tries) == 7
    assert runner.counts["failed"] == runner.counts["dead"] == 0
    assert len(await said(house)) == 1


async def test_those_who_wait_are_told_when_work_is_given_up_once(house: House) -> None:
    async def read(_ports: object, _message: ReadFile, _cause: object) -> None:
        raise ValueError("no")

    async def keep(_tx: Transaction, _message: ReadFile, _found: None) -> None: ...

    def on_give_up(message: ReadFile, why: str) -> list[FileRefused]:
        return [
            FileRefused(
                batch=message.batch, essay=message.essay, name="a", code="unreadable", reason=why
            )
        ]

    routes: Routes = {ReadFile: Route(keep, prepare=read, on_give_up=on_give_up)}
    file = OfferedFile(essay=uuid4(), name="a", size_bytes=1, content=None)
    async with at_work(house, routes) as runner:
        await send(house, ReadFile(batch=uuid4(), essay=file.essay, file=file))
        await until(lambda: runner.counts["dead"] == 1)
    assert await said(house) == ["files.file_refused.v1"]


async def test_what_is_not_there_yet_is_waited_for_without_counting(house: House) -> None:
    tries: list[int] = []

    async def answer(_tx: Transaction, _message: EndIntake) -> None:
        tries.append(1)
        if len(tries) < 6:
            raise TryAgain

    async with at_work(house, {EndIntake: Route(answer)}) as runner:
        await send(house, EndIntake(batch=uuid4()))
        await until(lambda: runner.counts["handled"] == 1)
    assert len(tries) == 6
    assert await house.bus.dead() == []


async def test_a_batch_hears_in_the_order_in_which_it_was_said(house: House) -> None:
    batches = [uuid4() for _ in range(5)]
    heard: dict[UUID, list[UUID]] = {batch: [] for batch in batches}

    async def listen(_tx: Transaction, message: FileRefused) -> None:
        heard[message.batch].append(message.essay)

    sent = [
        FileRefused(batch=batch, essay=UUID(int=n), name="", code="", reason="")
        for n in range(60)
        for batch in batches
    ]
    async with at_work(house, {FileRefused: Route(listen)}) as runner:
        await send(house, *sent)
        await until(lambda: runner.counts["handled"] == len(sent))
    assert all(essays == [UUID(int=n) for n in range(60)] for essays in heard.values())


async def test_a_message_that_nobody_here_knows_becomes_a_dead_letter(house: House) -> None:
    async def answer(_tx: Transaction, _message: EndIntake) -> None: ...

    message = wrap(EndIntake(batch=uuid4()), identity=uuid4(), now=now(), cause=None)
    broken = wrap(StopWaiting(batch=uuid4()), identity=uuid4(), now=now(), cause=None)
    async with at_work(house, {EndIntake: Route(answer), StopWaiting: Route(answer)}) as runner:
        from msgspec.structs import replace

        await house.bus.publish([replace(broken, body='{"type": "what?"}'), message])
        await until(lambda: runner.counts["dead"] == 1 and runner.counts["handled"] == 1)


async def test_who_catches_up_has_handled_all_that_lay_there_and_what_it_led_to(
    house: House,
) -> None:
    seen: list[UUID] = []

    async def answer(tx: Transaction, message: EndIntake) -> None:
        await asyncio.sleep(0)
        tx.say(StopWaiting(batch=message.batch))

    async def hear(tx: Transaction, message: StopWaiting) -> None:
        seen.append(message.batch)

    routes: Routes = {EndIntake: Route(answer), StopWaiting: Route(hear)}
    batches = [uuid4() for _ in range(5)]
    async with at_work(house, routes) as runner:
        await send(house, *(EndIntake(batch=batch) for batch in batches))
        while await runner.catch_up():
            pass
        assert sorted(seen) == sorted(batches)


async def test_a_chore_is_done_and_what_it_says_is_sent(house: House) -> None:
    async def tidy(tx: Transaction) -> None:
        tx.say(StopWaiting(batch=uuid4()))

    async def answer(_tx: Transaction, _message: StopWaiting) -> None: ...

    periodic = Periodic("tidy", 3600, tidy)
    async with at_work(house, {StopWaiting: Route(answer)}, periodic=(periodic,)) as runner:
        await until(lambda: runner.counts["handled"] == 1)


@pytest.mark.parametrize("round_", range(3))
async def test_two_processes_share_the_work_and_do_nothing_twice(house: House, round_: int) -> None:
    async def answer(tx: Transaction, message: EndIntake) -> None:
        tx.say(StopWaiting(batch=message.batch))

    routes: Routes = {EndIntake: Route(answer)}
    async with at_work(house, routes) as one, at_work(house, routes) as two:
        await send(house, *(EndIntake(batch=uuid4()) for _ in range(200)))
        await until(lambda: one.counts["handled"] + two.counts["handled"] == 200)
    assert len(await said(house)) == 200


async def test_what_may_have_gone_to_another_has_no_effect_here(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[UUID] = []
    ours = iter([False])  # as for one who was suspended, and wakes up in the middle

    async def hear(_tx: Transaction, message: EndIntake) -> None:
        heard.append(message.batch)

    def holds(_delivery: Delivery) -> bool:
        return next(ours, True)

    monkeypatch.setattr(house.bus, "holds", holds)
    async with at_work(house, {EndIntake: Route(hear)}) as runner:
        await send(house, EndIntake(batch=uuid4()))
        await until(lambda: runner.counts["handled"] == 1)
        assert runner.counts["notyet"] == 1
    assert len(heard) == 1, "not where it was not ours"
