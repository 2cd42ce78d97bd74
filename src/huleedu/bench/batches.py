"""Measure `assess` for batches of several sizes: seconds, memory, and the floor beside them."""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import msgspec

from huleedu.bench.assess import PROGRAM, environment
from huleedu.engines.postgres import server
from huleedu.engines.postgres.embedded import Embedded
from huleedu.services.files.api.reading import Limits, Reading, read
from huleedu.services.linguistics.api import measure as measured
from huleedu.services.spelling.api.checking import Spelling, check

LOOK_EVERY_S = 0.5
WORDS = 150
_VOCABULARY = (
    "the a my our this that challenge school friend teacher mother learned wrote swimming "
    "running football music piano winter summer morning evening city village house garden "
    "travelled worked helped thought because although when while after before very quite "
    "really always never often sometimes happy tired proud afraid strong slow difficult easy "
    "important different first second last day week year time people family brother sister "
    "country language English Swedish book story question answer problem practice game team "
    "coach race water mountain forest road train bicycle dinner becuase freind recieve "
    "tommorow diffrent definately "
)


class BatchMeasured(msgspec.Struct, frozen=True):
    """What a batch of so many short essays took."""

    essays: int
    first_s: float
    again_s: float
    """The same command again: what is done is reused."""
    floor_s: float
    """Reading, spelling and measures alone, in as many processes as look at language."""
    memory_mb: float | None
    """The most that all processes had at once, PostgreSQL's included, what they share counted
    once; None where the system does not tell (it is Linux that does)."""


def measure(sizes: list[int], seed: int = 1) -> Iterator[BatchMeasured]:
    """Each size on the same home, its engine up; the home is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="huleedu-bench-") as folder:
        home = Path(folder) / "home"
        try:
            server.start(home)
            _run(home, _write(Path(folder) / "warm", 1, seed))
            for size in sizes:
                essays = _write(Path(folder) / f"{size} essays", size, seed)
                first, memory = _run(home, essays)
                again, _ = _run(home, essays)
                yield BatchMeasured(size, first, again, _floor(essays), memory)
        finally:
            server.stop(home, now=True)


def essays_of(essays: int, seed: int) -> Iterator[str]:
    """So many short essays of common words, some of them misspelt."""
    dice, vocabulary = random.Random(seed), _VOCABULARY.split()
    for _ in range(essays):
        words = dice.choices(vocabulary, k=WORDS)
        sentences = (words[at : at + 10] for at in range(0, WORDS, 10))
        yield " ".join(" ".join(some).capitalize() + "." for some in sentences)


def _write(folder: Path, essays: int, seed: int) -> Path:
    folder.mkdir()
    for number, text in enumerate(essays_of(essays, seed)):
        (folder / f"Pupil {number:05}.txt").write_text(text, encoding="utf-8")
    return folder


def _run(home: Path, essays: Path) -> tuple[float, float | None]:
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own program
        [*PROGRAM, "assess", str(essays), "--out", str(home.parent / "out")],
        env=environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    most = None
    while process.poll() is None:
        found = _memory_mb({process.pid, _postmaster(home)})
        most = max((mb for mb in (most, found) if mb is not None), default=None)
        try:
            process.wait(LOOK_EVERY_S)
        except subprocess.TimeoutExpired:
            continue
    return time.perf_counter() - began, most


def _postmaster(home: Path) -> int:
    return int((Embedded(home).data / "postmaster.pid").read_text().split("\n", 1)[0])


def _memory_mb(roots: set[int]) -> float | None:
    """Of these processes and all below them; each page by its share."""
    if sys.platform != "linux":
        return None
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):  # it has just ended
            continue
    family = set(roots)
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(_pss_kb(pid) for pid in family) / 1024


def _pss_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _floor(folder: Path) -> float:
    files = sorted(folder.iterdir())
    processes = max(1, (os.cpu_count() or 2) - 1)
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(_look_at, [files[0]] * processes))  # they load their dictionaries
        began = time.perf_counter()
        list(pool.map(_look_at, files, chunksize=16))
        return time.perf_counter() - began


def _look_at(file: Path) -> None:
    reading = read(file.name, file.read_bytes(), Limits())
    assert isinstance(reading, Reading)
    found = check(reading.text, "auto", frozenset())
    if isinstance(found, Spelling):
        measured(reading.text, found.language, len(found.misspellings))
