"""Measure `assess` as a user meets it: whole commands, on an empty home and on a warm one."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from huleedu import sample
from huleedu.engines.postgres import server

PROGRAM = (sys.executable, "-c", "from huleedu.app.cli import main; main()")


class AssessMeasured(msgspec.Struct, frozen=True):
    """Seconds of the whole command for the sample class; medians where there are several runs."""

    files: int
    cold_s: float
    """On an empty home: the database is made, too."""
    restart_s: float
    """The engine has to be started."""
    warm_s: float
    """The engine is up."""
    again_s: float
    """The same command again: what is done is reused."""


def measure(runs: int = 5) -> AssessMeasured:
    """Run the commands on a home of their own, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="huleedu-bench-") as folder:
        home = Path(folder) / "home"
        made = sample.copy_to(Path(folder) / "class")
        # as many slots as files, one more each time: another number is another batch
        slots = iter(range(len(made.files), len(made.files) + 3 * runs + 1))

        def assess(number: int) -> float:
            return _seconds(home, "assess", str(made.essays), "--slots", str(number))

        try:
            cold = assess(next(slots))
            restart = statistics.median(assess(next(slots)) for _ in range(runs))
            server.start(home)
            warm = statistics.median(assess(last := next(slots)) for _ in range(runs))
            again = statistics.median(assess(last) for _ in range(runs))
        finally:
            server.stop(home, now=True)
        return AssessMeasured(len(made.files), cold, restart, warm, again)


def environment(home: Path) -> dict[str, str]:
    """Of a user's command, whose modules were compiled at the first one."""
    return {**os.environ, "HULEEDU_HOME": str(home), "PYTHONDONTWRITEBYTECODE": ""}


def _seconds(home: Path, *arguments: str) -> float:
    began = time.perf_counter()
    subprocess.run(  # noqa: S603 - our own program
        [*PROGRAM, *arguments, "--out", str(home.parent / "out")],
        env=environment(home),
        capture_output=True,
        check=False,
        cwd=home.parent,
    )
    return time.perf_counter() - began
