"""PostgreSQL of other makes and settings than ours, each in a folder of its own, for one test."""

import os
import pwd
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

from huleedu.engines.postgres import programs
from huleedu.engines.postgres.account import Account, become

DEBIAN = Path("/usr/lib/postgresql/15/bin")
PGBOUNCER = Path("/usr/sbin/pgbouncer")
READY_WITHIN_S = 120


def _as_nobody() -> Callable[[], None] | None:
    """PostgreSQL does not run as root; and these tests may stand in a folder closed to others."""
    if os.geteuid():
        return None
    nobody = pwd.getpwnam("nobody")
    return become(Account(nobody.pw_uid, nobody.pw_gid, needs_keys=True))


AS_NOBODY = _as_nobody()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def binaries(version: int) -> Path:
    """PostgreSQL's programs of this version; the test is skipped when there are none here."""
    if version == 18:
        return programs.find().folder
    if version == 16:
        wheel = find_spec("pgserver")
        if not wheel or not wheel.submodule_search_locations:
            pytest.skip("PostgreSQL 16 is here with Python 3.11 on Linux (x86-64) alone")
        return Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin"
    if not DEBIAN.exists():
        pytest.skip(f"there is no PostgreSQL {version} here (apt-get install postgresql-15)")
    return DEBIAN


@dataclass
class Server:
    """A server on a port of 127.0.0.1; everybody on this machine may come in as anybody."""

    programs: Path
    folder: Path
    port: int
    options: tuple[str, ...] = ()
    process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def url(self, user: str = "postgres", database: str = "postgres") -> str:
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def do(self, program: str, *arguments: str | Path) -> None:
        """Run one of PostgreSQL's programs."""
        subprocess.run(
            [self.programs / program, *arguments],
            check=True,
            capture_output=True,
            cwd="/",
            preexec_fn=AS_NOBODY,
        )

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(self.programs / "postgres", "-D", self.data, "-k", ""),
                    *("-p", str(self.port), "-c", "listen_addresses=127.0.0.1"),
                    *(part for option in self.options for part in ("-c", option)),
                ],
                stdout=log,
                stderr=log,
                cwd="/",
                preexec_fn=AS_NOBODY,
            )
        said = b"user\0postgres\0database\0postgres\0\0"
        hello = struct.pack("!ii", len(said) + 8, 196608) + said
        until = time.monotonic() + READY_WITHIN_S
        while not answers(self.port, hello):
            assert self.process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < until
            time.sleep(0.02)

    def stop(self) -> None:
        """End it as a crash would."""
        if self.process:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()
            self.process = None


def answers(port: int, hello: bytes = bytes.fromhex("0000000804d2162f")) -> bool:
    """Does somebody take connections there, and say so in PostgreSQL's protocol?"""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(hello)
            # TLS, or none; or: come in
            return connection.recv(1) in (b"N", b"S", b"R")
    except OSError:
        return False


@contextmanager
def folder() -> Generator[Path]:
    """A folder that PostgreSQL may use; gone afterwards."""
    made = Path(tempfile.mkdtemp(prefix="huleedu-pg-"))
    made.chmod(0o755)
    if not os.geteuid():
        os.chown(made, pwd.getpwnam("nobody").pw_uid, -1)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def server(version: int, *options: str, at: Path | None = None) -> Generator[Server]:
    """A server that runs, ended afterwards."""
    programs = binaries(version)
    with folder() as made:
        one = Server(programs, at or made, free_port(), options)
        one.do("initdb", "-D", one.data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync")
        try:
            one.start()
            yield one
        finally:
            one.stop()


@contextmanager
def pooler(server: Server, user: str, mode: str) -> Generator[str]:
    """The URL of a PgBouncer before this server; the test is skipped when there is none here."""
    if not PGBOUNCER.exists():
        pytest.skip("there is no pgbouncer here (apt-get install pgbouncer)")
    port = free_port()
    with folder() as place:
        (place / "users").write_text(f'"{user}" ""\n')
        (place / "pgbouncer.ini").write_text(
            f"[databases]\n* = host=127.0.0.1 port={server.port}\n[pgbouncer]\n"
            f"listen_addr=127.0.0.1\nlisten_port={port}\nauth_type=trust\npool_mode={mode}\n"
            f"auth_file={place}/users\nunix_socket_dir=\nlogfile={place}/log\n"
        )
        running = subprocess.Popen(
            [PGBOUNCER, "-q", str(place / "pgbouncer.ini")], preexec_fn=AS_NOBODY
        )
        try:
            while not answers(port):
                assert running.poll() is None, (place / "log").read_text()
                time.sleep(0.02)
            yield f"postgresql://{user}@127.0.0.1:{port}/{user}"
        finally:
            running.terminate()
            running.wait()
