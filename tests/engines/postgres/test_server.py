"""The embedded PostgreSQL: started once, shared, ended with its last user, however he ends."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from tests.engines.postgres.conftest import nothing_is_left_of, until

from huleedu.engines.postgres import server
from huleedu.engines.postgres.embedded import Embedded
from huleedu.engines.postgres.server import (
    NotRunning,
    Running,
    Stopped,
    StopsLater,
    Unusable,
)
from huleedu.engines.supervisor.engine import CannotStart
from huleedu.engines.supervisor.lease import HomeGone
from huleedu.engines.supervisor.locks import began
from huleedu.kit.database import EngineAway, EngineUnable

USE = """
import asyncio, sys
from pathlib import Path
from huleedu.engines.postgres import server
async def ask(running):
    connection = await running.address.connect()
    answer = await connection.fetchval("select 41 + 1")
    await connection.close()
    return answer
with server.PostgresLease(Path(sys.argv[1])) as lease:
    running = lease.running()
    print(asyncio.run(ask(running)), running.pid, flush=True)
    sys.stdin.read()
"""


def user(home: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", USE, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def answer(process: "subprocess.Popen[str]") -> tuple[int, int]:
    assert process.stdout
    result, pid = process.stdout.readline().split()
    return int(result), int(pid)


def leave(process: "subprocess.Popen[str]") -> None:
    process.communicate()
    assert process.returncode == 0


def sql(running: Running, statement: str) -> Any:
    async def ask() -> Any:
        connection = await running.address.connect()
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    return asyncio.run(ask())


def test_it_starts_when_used_and_ends_with_its_last_user(home: Path) -> None:
    first, second = user(home), user(home)
    (one, pid), (two, same_pid) = answer(first), answer(second)
    assert (one, two, pid) == (42, 42, same_pid)
    leave(first)
    third = user(home)
    assert answer(third) == (42, pid)
    leave(second)
    leave(third)
    until(lambda: nothing_is_left_of(home))
    assert server.status(home) == NotRunning(data=True)


def test_six_programs_that_start_at_once_share_one_server(home: Path) -> None:
    users = [user(home) for _ in range(6)]
    answers = [answer(process) for process in users]
    assert len(set(answers)) == 1
    for process in users:
        leave(process)


def test_a_user_that_is_killed_leaves_no_orphan(home: Path) -> None:
    only = user(home)
    answer(only)
    only.kill()
    only.communicate()
    until(lambda: nothing_is_left_of(home))


def test_a_server_that_is_killed_comes_back_on_the_same_socket_with_its_data(home: Path) -> None:
    with server.PostgresLease(home) as lease:
        before = lease.running()
        sql(before, "create table kept (x integer)")
        os.kill(before.pid, signal.SIGKILL)
        until(lambda: Embedded(home).files.read_state().server != before.pid)
        after = lease.running()
        assert after.socket_dir == before.socket_dir
        assert sql(after, "select count(*) from kept") == 0


def test_a_server_whose_supervisor_is_killed_ends_and_can_be_started_again(home: Path) -> None:
    with server.PostgresLease(home) as lease:
        before = lease.running()
        sql(before, "create table kept (x integer)")
        os.kill(Embedded(home).files.read_state().supervisor, signal.SIGKILL)
        until(lambda: not began(before.pid))
        after = lease.running()
        assert after.socket_dir == before.socket_dir
        assert sql(after, "select count(*) from kept") == 0


def test_an_address_leads_to_the_server_wherever_it_was_started_anew(home: Path) -> None:
    with server.PostgresLease(home) as lease:
        before = lease.running()
        assert server.stop(home, now=True) == Stopped()
        with pytest.raises(EngineAway):
            sql(before, "select 1")
        after = lease.running()
        assert after.socket_dir != before.socket_dir
        assert sql(before, "select 41 + 1") == 42


def test_why_there_is_no_server_is_told_to_who_wants_to_connect(home: Path) -> None:
    """So whoever waits for a moment that does not come, on a full disk for instance, can end."""
    with server.PostgresLease(home) as lease:
        running = lease.running()
        control = Embedded(home).data / "global" / "pg_control"
        away = control.rename(control.with_name("away"))
        os.kill(running.pid, signal.SIGKILL)
        until(lambda: not began(running.pid))
        with pytest.raises(CannotStart, match="damaged"):
            lease.make_sure()
        with pytest.raises(EngineUnable, match="damaged"):
            sql(running, "select 1")
        away.rename(control)
        until(lambda: is_started(lease))
        assert sql(running, "select 1") == 1


def is_started(lease: server.PostgresLease) -> bool:
    """Is it there? A supervisor that was started before may tell what was so before."""
    with suppress(CannotStart):
        lease.make_sure()
        return True
    return False


def test_a_server_and_supervisor_that_are_killed_at_once_can_be_started_again(home: Path) -> None:
    with server.PostgresLease(home) as lease:
        before = lease.running()
        sql(before, "create table kept (x integer)")
        supervisor = Embedded(home).files.read_state().supervisor
        os.kill(supervisor, signal.SIGKILL)
        os.kill(before.pid, signal.SIGKILL)
        assert sql(lease.running(), "select count(*) from kept") == 0


def test_a_lock_of_a_server_that_nobody_reaps_is_no_obstacle(home: Path) -> None:
    unreaped = subprocess.Popen(["true"])
    os.waitid(os.P_PID, unreaped.pid, os.WEXITED | os.WNOWAIT)  # it has ended, and stays
    with server.PostgresLease(home) as lease:
        before = lease.running()
        state = Embedded(home).files.read_state()
        os.kill(state.supervisor, signal.SIGKILL)
        until(lambda: not began(before.pid))
        lock = Embedded(home).data / "postmaster.pid"
        lock.write_text(f"{unreaped.pid}\n{lock.parent}\n")
        os.chown(lock, lock.parent.stat().st_uid, -1)
        assert sql(lease.running(), "select 1") == 1
    unreaped.wait()


@pytest.mark.parametrize("name", [".s.PGSQL.5432", ""])
def test_a_server_whose_socket_was_deleted_can_be_reached_again(home: Path, name: str) -> None:
    with server.PostgresLease(home) as lease:
        before = lease.running()
        sql(before, "create table kept (x integer)")
        if name:
            (Path(before.socket_dir) / name).unlink()
        else:
            shutil.rmtree(before.socket_dir)
        lease.running()
        assert sql(before, "select count(*) from kept") == 0


def test_what_is_noted_of_the_server_is_noted_again_when_it_was_deleted(home: Path) -> None:
    with server.PostgresLease(home) as lease:
        before = lease.running()
        Embedded(home).files.state.unlink()
        assert lease.running() == before


def test_a_home_that_was_moved_is_told_and_none_is_made_in_its_place(home: Path) -> None:
    moved = home.with_name("moved")
    with server.PostgresLease(home) as lease:
        before = lease.running()
        sql(before, "create table kept (x integer)")
        home.rename(moved)
        until(lambda: not began(before.pid))
        with pytest.raises(HomeGone, match="was moved or deleted"):
            lease.running()
        assert not home.exists()
        with server.PostgresLease(home) as another:  # somebody who knows of nothing may begin anew
            assert another.running().pid != before.pid
            with pytest.raises(HomeGone):
                lease.running()
    with server.PostgresLease(moved) as lease:
        assert sql(lease.running(), "select count(*) from kept") == 0
    until(lambda: nothing_is_left_of(moved))


def test_data_that_were_deleted_are_told_and_none_are_made_in_their_place(home: Path) -> None:
    data = Embedded(home).data
    with server.PostgresLease(home) as lease:
        before = lease.running()
        data.rename(data.with_name("moved"))
        until(lambda: not began(before.pid))
        with pytest.raises(HomeGone, match="was moved or deleted"):
            lease.running()
    with server.PostgresLease(home) as lease, pytest.raises(CannotStart, match="begin anew"):
        lease.running()
    assert server.status(home) == Unusable(Embedded(home).lost())
    assert not data.exists()
    data.with_name("moved").rename(data)
    with server.PostgresLease(home) as lease:
        assert sql(lease.running(), "select 1") == 1


def test_two_homes_side_by_side_do_not_clash(home: Path, tmp_path: Path) -> None:
    other = tmp_path / "other home of Åsa" / ("deep " * 40).strip()
    with server.PostgresLease(home) as here, server.PostgresLease(other) as there:
        one, two = here.running(), there.running()
        sql(one, "create table here (x integer)")
        assert sql(two, "select to_regclass('here')") is None
    until(lambda: nothing_is_left_of(other))


def test_what_is_committed_is_on_disk(home: Path) -> None:
    with server.PostgresLease(home) as lease:
        running = lease.running()
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "data_checksums"):
            assert sql(running, f"show {setting}") == "on"
        assert sql(running, "show listen_addresses") == ""


def test_nobody_turns_the_syncs_off_in_the_configuration(home: Path) -> None:
    with server.PostgresLease(home) as lease:
        running = lease.running()
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            sql(running, f"alter system set {setting} = off")
        os.kill(running.pid, signal.SIGKILL)
        until(lambda: Embedded(home).files.read_state().server != running.pid)
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            assert sql(lease.running(), f"show {setting}") == "on"


def test_it_stays_up_when_told_to_until_it_is_stopped(home: Path) -> None:
    assert server.stop(home) == NotRunning(data=False)
    started = server.start(home)
    assert started.stays
    assert server.start(home).pid == started.pid
    assert isinstance(server.status(home), Running)
    process = user(home)
    assert answer(process) == (42, started.pid)
    assert server.stop(home) == StopsLater()
    leave(process)
    until(lambda: nothing_is_left_of(home))
    server.start(home)
    assert server.stop(home) == Stopped()
    assert nothing_is_left_of(home)


def test_a_first_start_that_was_cut_off_is_begun_anew(home: Path) -> None:
    process = user(home)
    until(lambda: any(Embedded(home).files.folder.glob("beginning-*/PG_VERSION")))
    os.kill(_supervisor_of(home), signal.SIGKILL)
    process.kill()
    process.communicate()
    with server.PostgresLease(home) as lease:
        assert sql(lease.running(), "select 1") == 1


def _supervisor_of(home: Path) -> int:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if b"postgres.embedded" in command and str(home).encode() in command:
            return int(process.name)
    raise AssertionError("there is no supervisor")


def test_a_programs_children_do_not_keep_the_server_up(home: Path) -> None:
    with server.PostgresLease(home) as lease:
        lease.running()
        child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    until(lambda: nothing_is_left_of(home))
    assert child.poll() is None
    child.communicate()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_user_has_a_server_of_his_own(tmp_path: Path) -> None:
    """The program's files must be readable to him: they are in a checkout that others may read."""
    import pwd

    nobody = pwd.getpwnam("nobody")
    folder = Path("/tmp") / f"huleedu-test-{os.getpid()}"
    folder.mkdir(mode=0o700)
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    try:
        try:
            ran = subprocess.run(
                [sys.executable, "-c", USE, str(folder / "home")],
                user=nobody.pw_uid,
                group=nobody.pw_gid,
                extra_groups=[],
                cwd="/",
                env={"PATH": os.environ["PATH"], "HOME": str(folder)},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
        except PermissionError:
            pytest.skip("this Python cannot be run by others")
        unreadable = "Permission denied" in ran.stderr or "ModuleNotFoundError" in ran.stderr
        if unreadable and str(folder) not in ran.stderr:
            pytest.skip("this checkout cannot be read by others")
        assert ran.stdout.startswith("42 "), ran.stderr
        until(lambda: nothing_is_left_of(folder / "home"))
    finally:
        subprocess.run(["rm", "-rf", str(folder)], check=True)


def test_the_state_that_is_noted_can_be_read_by_people(home: Path) -> None:
    with server.PostgresLease(home) as lease:
        running = lease.running()
        assert json.loads(Embedded(home).files.state.read_text())["server"] == running.pid
