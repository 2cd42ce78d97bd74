"""Do to a run's processes and engines what its plan wants done."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from huleedu.engines.supervisor.unsupervised import Unsupervised
from huleedu.harness.slots.testbed import Testbed
from huleedu.harness.slots.worker_process import WorkerProcess
from huleedu.kit.database import EngineAway
from huleedu.lab.history import Writer
from huleedu.lab.run import Fault, Round

PAUSE_S = 0.1
WANT_ROOM_S = 1.0


class Nemesis:
    """Carries out faults, marks them in the history, and counts them."""

    def __init__(self, testbed: Testbed, workers: Sequence[WorkerProcess], writer: Writer) -> None:
        self.made: Counter[Fault] = Counter()
        self._testbed = testbed
        self._workers = workers
        self._writer = writer
        # two faults of the engines at once would be one
        self._engines = asyncio.Lock()
        self._ways: dict[Fault, Callable[[WorkerProcess], Awaitable[None]]] = {
            Fault.KILL_WORKER: self._kill_worker,
            Fault.PAUSE_WORKER: self._pause_worker,
            Fault.KILL_POSTGRES: self._kill_postgres,
            Fault.PAUSE_POSTGRES: self._pause_postgres,
            Fault.KILL_VALKEY: self._kill_valkey,
            Fault.PAUSE_VALKEY: self._pause_valkey,
            Fault.KILL_NATS: self._kill_nats,
            Fault.PAUSE_NATS: self._pause_nats,
            Fault.CUT: self._cut,
            Fault.DELAY: self._delay,
            Fault.CLOCK_BACK: self._clock_back,
            Fault.FULL_DISK: self._full_disk,
            Fault.POWER_CUT: self._power_cut,
        }

    async def during(self, wanted: Round) -> None:
        """All faults of a round, each in its time; returns when all is well again."""
        await asyncio.gather(*(self._do(*fault) for fault in wanted.faults))

    async def _do(self, fault: Fault, after_ms: float, which: int) -> None:
        await asyncio.sleep(after_ms / 1000)
        self._writer.mark(fault)
        self.made[fault] += 1
        await self._ways[fault](self._workers[which])

    async def _kill_worker(self, worker: WorkerProcess) -> None:
        worker.kill()

    async def _pause_worker(self, worker: WorkerProcess) -> None:
        worker.pause()
        await asyncio.sleep(PAUSE_S)
        worker.resume()

    async def _kill_postgres(self, _worker: WorkerProcess) -> None:
        await self._kill(self._testbed.postgres)

    async def _pause_postgres(self, _worker: WorkerProcess) -> None:
        await self._pause(self._testbed.postgres)

    async def _kill_valkey(self, _worker: WorkerProcess) -> None:
        await self._kill(self._testbed.valkey)

    async def _pause_valkey(self, _worker: WorkerProcess) -> None:
        await self._pause(self._testbed.valkey)

    async def _kill_nats(self, _worker: WorkerProcess) -> None:
        await self._kill(self._testbed.nats)

    async def _pause_nats(self, _worker: WorkerProcess) -> None:
        await self._pause(self._testbed.nats)

    async def _kill(self, engine: Unsupervised | None) -> None:
        assert engine, "the plan wants an engine that does not run"
        async with self._engines:
            await asyncio.to_thread(engine.kill)
            await asyncio.to_thread(engine.start)

    async def _pause(self, engine: Unsupervised | None) -> None:
        assert engine, "the plan wants an engine that does not run"
        async with self._engines:
            engine.pause()
            await asyncio.sleep(PAUSE_S)
            engine.resume()

    async def _cut(self, _worker: WorkerProcess) -> None:
        for proxy in self._testbed.proxies:
            proxy.cut()

    async def _delay(self, _worker: WorkerProcess) -> None:
        for proxy in self._testbed.proxies:
            proxy.hold()
        await asyncio.sleep(PAUSE_S)
        for proxy in self._testbed.proxies:
            proxy.go_on()

    async def _clock_back(self, worker: WorkerProcess) -> None:
        worker.set_clock_back()

    async def _full_disk(self, _worker: WorkerProcess) -> None:
        """PostgreSQL ends itself when it cannot write its log; it is started when there is room."""
        assert self._testbed.disk
        async with self._engines:
            await asyncio.to_thread(self._testbed.disk.fill)
            with suppress(EngineAway, TimeoutError):
                async with asyncio.timeout(WANT_ROOM_S):
                    await self._testbed.want_room()
            await asyncio.sleep(PAUSE_S)
            await asyncio.to_thread(self._testbed.disk.make_room)
            await self._testbed.kill()
            await self._testbed.start()

    async def _power_cut(self, _worker: WorkerProcess) -> None:
        assert self._testbed.disk
        async with self._engines:
            await asyncio.to_thread(self._testbed.disk.cut)
            await self._testbed.kill()
            await asyncio.to_thread(self._testbed.disk.come_back)
            await self._testbed.start()
