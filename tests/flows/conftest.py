"""The program as people run it: its command line, in processes of its own."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from huleedu import sample
from huleedu.engines.postgres import server
from huleedu.engines.postgres.database import Address
from huleedu.engines.postgres.place import Place, is_free
from huleedu.sample import SampleClass

PROGRAM = (sys.executable, "-c", "from huleedu.app.cli import main; main()")


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def picture(self) -> dict[str, Any]:
        return json.loads(self.out)["picture"]


@dataclass(frozen=True)
class Program:
    """The command line with settings of its own."""

    environment: dict[str, str]
    folder: Path

    async def start(self, *arguments: str) -> Process:
        return await asyncio.create_subprocess_exec(
            *PROGRAM,
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=PIPE,
            stderr=PIPE,
            env={**os.environ, **self.environment},
            cwd=self.folder,
        )

    async def run(self, *arguments: str) -> Ran:
        process = await self.start(*arguments)
        out, err = await process.communicate()
        return Ran(process.returncode or 0, out.decode(), err.decode())

    async def run_until(self, sign: str, *arguments: str) -> None:
        """Run until it says `sign`, then kill it as a power cut would."""
        process = await self.start(*arguments)
        assert process.stderr
        while line := await process.stderr.readline():
            if sign in line.decode():
                break
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
        await process.communicate()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """An empty home; its server has ended when the test has."""
    home = tmp_path / "home of Åsa"
    yield home
    server.stop(home, now=True)
    assert is_free(Place(home).keeper_lock)


@pytest.fixture
def program(home: Path, tmp_path: Path) -> Program:
    """The program on an empty home."""
    return Program({"HULEEDU_HOME": str(home)}, tmp_path)


@pytest.fixture
async def on_database(address: Address, tmp_path: Path) -> AsyncIterator[Program]:
    """The program on the tests' PostgreSQL, reached by a URL."""
    at = address.arguments
    url = f"postgresql://{at['user']}@/{at['database']}?host={at['host']}&port={at['port']}"
    return Program({"HULEEDU_DATABASE_URL": url}, tmp_path)


@pytest.fixture
def school_class(tmp_path: Path) -> SampleClass:
    """Thirty essays, a class list, and four files that are no good."""
    return sample.copy_to(tmp_path / "class")
