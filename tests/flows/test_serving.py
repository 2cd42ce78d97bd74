"""`huleedu serve` as a program of its own: judges ask it over real sockets, and it is killed."""

import asyncio
import os
import random
import signal
import socket
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from tests.gateway.api.asking import BATCH, Answer, Client, enrol, open_batch, text
from tests.program import Program, finish

from huleedu.engines.postgres.database import Address
from huleedu.engines.postgres.embedded import Embedded
from huleedu.wiring.program import House

WAIT_S = 500
"""For what never comes; nothing takes so long."""
LOCK = "select pg_advisory_lock(hashtextextended($1::text, 0))"
UNLOCK = "select pg_advisory_unlock(hashtextextended($1::text, 0))"
WAITING = """
select count(*) from pg_locks l join pg_database d on d.oid = l.database
where locktype = 'advisory' and not granted and datname = current_database()
"""
CUT_OFF = """
select pg_terminate_backend(pid) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and usename is not null
"""


@dataclass
class Serving:
    """The program, where it is reached, and all that it has said."""

    process: Process
    url: str

    async def end(self, stop: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Its exit code, and what it said besides the address."""
        if self.process.returncode is None:
            self.process.send_signal(stop)
        out, err = await finish(self.process)
        return self.process.returncode or 0, (out + err).decode()


async def serve(program: Program, port: int = 0) -> Serving:
    process = await program.start("serve", "--port", f"{port}")
    assert process.stdout
    line = (await process.stdout.readline()).decode()
    if not line:
        _, err = await finish(process)
        raise AssertionError(err.decode())
    return Serving(process, line.split()[-1])


@asynccontextmanager
async def served(program: Program) -> AsyncGenerator[Serving]:
    serving = await serve(program)
    try:
        yield serving
    finally:
        await serving.end(signal.SIGKILL)


@asynccontextmanager
async def admin(address: Address) -> AsyncGenerator[asyncpg.Connection]:
    connection = await asyncpg.connect(**address.arguments)
    try:
        yield connection
    finally:
        await connection.close()


async def test_a_session_over_a_real_socket_and_nothing_of_it_in_the_log(
    on_database: Program, house: House
) -> None:
    await open_batch(house)
    key = await enrol(house, "Åsa", quota=3)
    talkative = Program({**on_database.environment, "HULEEDU_LOG": "debug"}, on_database.folder)
    async with served(talkative) as serving, httpx.AsyncClient(base_url=serving.url) as http:
        assert serving.url.startswith("http://127.0.0.1:")
        assert (await http.get("/readyz")).json() == {"type": "ready"}
        asa = Client(http, key)
        seen: set[str] = set()
        for _ in range(3):
            pair = (await asa.next()).body
            seen |= {pair["first"], pair["second"]}
            assert (await asa.decide(pair["pair"], 2, comment="Hemlig åsikt")).type == "recorded"
        assert (await asa.next()).type == "quota_reached"
        assert (await asa.undo(3)).type == "taken_back"
        again = (await asa.next()).body["pair"]
        assert (await asa.flag(again, comment="Hemlig åsikt")).type == "flagged"
        assert (await asa.session()).body["decided"] == 2
        assert seen <= {text(number) for number in range(6)}
        large = await http.post(
            f"/api/v1/judging/pairs/{again}/decision",
            content=b" " * 3_000_000,
            headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
        )
        assert large.status_code == 413
        code, said = await serving.end()
    assert code == 0, said
    assert said.count("route=/api/v1/judging/pairs/{pair}/decision status=200") == 3
    for secret in (key, again, "Hemlig", "Åsa", *seen):
        assert secret not in said


async def test_a_port_that_is_taken_is_said_in_words(on_database: Program) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ran = await on_database.run("serve", "--port", f"{port}")
    assert ran.code == 3
    assert f"port {port} of 127.0.0.1 cannot be used" in ran.err
    assert "--port" in ran.err
    assert "Traceback" not in ran.err
    ran = await on_database.run("serve", "--host", "nowhere.invalid")
    assert ran.code == 3
    assert "nowhere.invalid" in ran.err


async def test_the_world_is_not_served_without_tls(on_database: Program) -> None:
    ran = await on_database.run("serve", "--host", "0.0.0.0", "--port", "0")
    assert ran.code == 2
    assert "--behind-proxy" in ran.err
    assert "--url" in ran.err


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
async def test_what_is_in_hand_is_finished_before_the_end(
    on_database: Program, house: House, address: Address, stop: signal.Signals
) -> None:
    await open_batch(house)
    key = await enrol(house, "Åsa")
    async with (
        served(on_database) as serving,
        httpx.AsyncClient(base_url=serving.url, timeout=WAIT_S) as http,
        admin(address) as sql,
        asyncio.timeout(WAIT_S),
    ):
        await sql.execute(LOCK, f"{BATCH}")
        asking = asyncio.create_task(Client(http, key).next())
        while not await sql.fetchval(WAITING):
            await asyncio.sleep(0.01)
        serving.process.send_signal(stop)
        while await reachable(serving.url):
            await asyncio.sleep(0.01)
        assert not asking.done()
        await sql.execute(UNLOCK, f"{BATCH}")
        assert (await asking).type == "pair_to_judge"
        code, said = await serving.end()
    assert code == 0, said


async def reachable(url: str) -> bool:
    host, _, port = url.removeprefix("http://").rpartition(":")
    try:
        _, writer = await asyncio.open_connection(host, int(port))
    except OSError:
        return False
    writer.close()
    return True


@dataclass
class Log:
    """What the judges were told: a pair → its judge and answer."""

    acknowledged: dict[str, tuple[str, int]] = field(default_factory=dict[str, Any])
    told: Counter[str] = field(default_factory=Counter[str])


async def patiently(log: Log, ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """Ask until there is an answer, as any client should: again after a lost one, and after 503."""
    while True:
        try:
            answer = await ask()
        except httpx.TransportError:
            log.told["lost"] += 1
        else:
            log.told[f"{answer.status} {answer.type}"] += 1
            if answer.status != 503:
                return answer
        await asyncio.sleep(0.2)


async def judge(url: str, key: str, name: str, log: Log) -> None:
    async with httpx.AsyncClient(base_url=url, timeout=WAIT_S) as http:
        client = Client(http, key)
        while (found := await patiently(log, client.next)).type == "pair_to_judge":
            pair, first, second = (found.body[part] for part in ("pair", "first", "second"))
            answer = 1 if first < second else -1

            async def decide(pair: str = pair, answer: int = answer) -> Answer:
                return await client.decide(pair, answer)

            done = await patiently(log, decide)
            assert done.status == 200, done
            assert pair not in log.acknowledged
            log.acknowledged[pair] = (name, answer)
        assert found.type == "quota_reached", found


async def test_twenty_judges_at_once_and_the_server_killed_in_between(
    on_database: Program, house: House, address: Address
) -> None:
    """The server is killed three times, and twice its connections to the database are cut."""
    quota = 6
    await open_batch(house, 30)
    keys = {f"judge {n}": await enrol(house, f"judge {n}", quota=quota) for n in range(20)}
    seed = random.SystemRandom().randrange(2**32)
    print("seed", seed)
    dice = random.Random(seed)
    log = Log()
    serving = await serve(on_database)
    port = int(serving.url.rpartition(":")[2])
    try:
        async with asyncio.timeout(WAIT_S), admin(address) as sql, asyncio.TaskGroup() as judges:
            for name, key in keys.items():
                judges.create_task(judge(serving.url, key, name, log))
            for fault in ("kill", "cut", "kill", "cut", "kill"):
                wanted = len(log.acknowledged) + dice.randint(3, 15)
                while len(log.acknowledged) < wanted:
                    await asyncio.sleep(0.005)
                if fault == "cut":
                    await sql.execute(CUT_OFF)
                else:
                    serving.process.kill()
                    await finish(serving.process)
                    serving = await serve(on_database, port)
        code, said = await serving.end()
    finally:
        await serving.end(signal.SIGKILL)
    print(dict(log.told))
    assert code == 0, said
    assert not [what for what in log.told if what.startswith(("4", "500"))]
    async with house.database("judging").session() as sql:
        rows = await sql.fetch("select id, judge, answer, state from pair")
    kept = {f"{row['id']}": (row["judge"], row["answer"]) for row in rows}
    assert {row["state"] for row in rows} == {"decided"}
    assert kept == log.acknowledged
    assert Counter(name for name, _ in kept.values()) == dict.fromkeys(keys, quota)


async def test_an_engine_that_crashes_is_waited_for(program: Program, home: Path) -> None:
    """On a PostgreSQL of its own the server goes on where it was."""
    async with served(program) as serving, httpx.AsyncClient(base_url=serving.url) as http:
        assert (await http.get("/readyz")).status_code == 200
        crashed = Embedded(home).files.read_state().server
        os.kill(crashed, signal.SIGKILL)
        statuses: Counter[int] = Counter()
        async with asyncio.timeout(WAIT_S):
            while Embedded(home).files.read_state().server == crashed or not statuses[200]:
                statuses[(await http.get("/readyz")).status_code] += 1
                await asyncio.sleep(0.02)
        assert set(statuses) <= {200, 503}
        code, said = await serving.end()
    assert code == 0, said
