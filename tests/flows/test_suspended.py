"""Who is suspended in the middle holds up nobody, and goes on when it is woken."""

import asyncio
import signal
from pathlib import Path

from tests.program import Program, Ran, finish

from huleedu.engines.postgres import server
from huleedu.sample import SampleClass

IN_HAND = "select count(*) from bus.delivery where consumer = 'files' and holder is not null"


async def until_it_reads(home: Path) -> None:
    with server.PostgresLease(home) as lease:
        connection = await lease.running().address.connect()
        async with asyncio.timeout(120):
            while not await connection.fetchval("select to_regclass('bus.presence')"):
                await asyncio.sleep(0.05)
            while not await connection.fetchval(IN_HAND):
                await asyncio.sleep(0.01)
        await connection.close()


async def test_an_assess_that_is_suspended_while_it_reads_holds_up_no_other(
    program: Program, home: Path, school_class: SampleClass, tmp_path: Path
) -> None:
    suspended = await program.start(
        *("assess", str(school_class.essays), "--slots", "30", "--json", "--out", "a")
    )
    await until_it_reads(home)
    suspended.send_signal(signal.SIGSTOP)
    try:
        others = tmp_path / "others"
        others.mkdir()
        for n in range(3):
            (others / f"{n}.txt").write_text(f"The sea was calm on day {n}, and we sailed home.")
        other = await program.run("assess", str(others), "--json", "--out", "b")
    finally:
        suspended.send_signal(signal.SIGCONT)
    assert other.code == 0, other.err
    assert len(other.report["essays"]) == 3
    assert f"Waiting for process {suspended.pid} on " in other.err
    assert f"process {suspended.pid} on " in other.err
    assert "has given no sign of life" in other.err
    out, err = await finish(suspended)
    woken = Ran(suspended.returncode or 0, out.decode(), err.decode())
    assert woken.code == 1, woken.err
    assert len(woken.report["essays"]) == 30
    assert "this process was not heard for" in woken.err
    audited = await program.run("lab", "audit")
    assert audited.code == 0, audited.out + audited.err
