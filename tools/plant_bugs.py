"""Plant bugs in a copy of the program, one at a time, and see whether the nets catch them.

    python tools/plant_bugs.py [--only NAME] [--seed S] [--out FILE.md]

`planted_bugs.toml` says what is changed and which net is to catch it: `simulate` (made-up engines),
`run …` (real processes and engines, arguments of `huleedu lab run slots`) or `test …` (the suite's
tests, arguments of pytest). A net that does not pass without any bug counts for nothing, so each is
tried on the unchanged copy first. Exit code 0: all were caught.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
BUGS = Path(__file__).with_name("planted_bugs.toml")
HULEEDU = (sys.executable, "-c", "from huleedu.app.cli import main; main()")
WITHIN_S = 240
SCHEDULES = 4000


@dataclass(frozen=True)
class Bug:
    """A change in the program, and the net that is to catch it."""

    name: str
    file: str
    was: str
    becomes: str
    net: str


@dataclass(frozen=True)
class Caught:
    """How the net ended: its exit code, and what it said last."""

    code: int
    said: str
    seconds: float


def main() -> int:
    """Returns the exit code."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only")
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**31))
    options.add_argument("--out", type=Path)
    given = options.parse_args()
    told = tomllib.loads(BUGS.read_text(encoding="utf-8"))
    bugs = [Bug(**bug) for bug in told["bug"] if given.only in (None, bug["name"])]
    lines = [
        f"Seed {given.seed}.",
        "",
        "| bug | net | exit | what was said |",
        "| --- | --- | --- | --- |",
    ]
    missed = 0
    for bug in bugs:
        _planted(bug)  # one that cannot be planted is told before an hour has gone
    for net in dict.fromkeys(bug.net for bug in bugs):
        clean = _tried(None, net, given.seed)
        print(f"without a bug, {net}: {clean.said}", flush=True)
        if clean.code:
            return 2
    for number, bug in enumerate(bugs):
        seed = given.seed + number
        caught = _tried(bug, bug.net, seed)
        missed += not caught.code
        verdict = "caught" if caught.code else "MISSED"
        print(f"{verdict}: {bug.name} ({caught.seconds:.0f} s): {caught.said}", flush=True)
        said = caught.said.replace("|", "\\|")
        lines.append(f"| {bug.name} | `{bug.net}`, seed {seed} | {caught.code} | {said} |")
    print(f"{len(bugs) - missed} of {len(bugs)} were caught")
    if given.out:
        given.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return bool(missed)


def _tried(bug: Bug | None, net: str, seed: int) -> Caught:
    """Run a net on a copy of the program that has this bug."""
    with tempfile.TemporaryDirectory(prefix="huleedu-bug-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
        if bug:
            (folder / "src" / "huleedu" / bug.file).write_text(_planted(bug), encoding="utf-8")
        return _ran(_command(net, seed, folder), folder)


def _planted(bug: Bug) -> str:
    """The file's text with the bug in it."""
    whole = (ROOT / "src" / "huleedu" / bug.file).read_text(encoding="utf-8")
    if whole.count(bug.was) != 1:
        raise SystemExit(f"{bug.name}: what is to be changed is there {whole.count(bug.was)} times")
    return whole.replace(bug.was, bug.becomes)


def _command(net: str, seed: int, folder: Path) -> tuple[str, ...]:
    kind, *words = net.split()
    if kind == "simulate":
        count = ("--schedules", str(SCHEDULES), "--workers", "2")
        return (*HULEEDU, "lab", "simulate", *count, "--seed", str(seed))
    if kind == "run":
        out = ("--seed", str(seed), "--out", str(folder / "run"))
        return (*HULEEDU, "lab", "run", "slots", *words, *out)
    return (sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *words)


def _ran(command: tuple[str, ...], folder: Path) -> Caught:
    began = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            said, _ = process.communicate(timeout=WITHIN_S)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            return Caught(124, f"it hung: no end within {WITHIN_S} s", time.monotonic() - began)
    return Caught(process.returncode, _telling(said), time.monotonic() - began)


def _telling(said: str) -> str:
    """The line that tells most."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    signs = (
        "violated",
        "unknown, ",
        "seed ",
        "FAILED",
        "ERROR",
        "CRASHES",
        "huleedu:",
        "Error:",
        "allowed",
    )
    crashed = [line for line in lines if line.startswith("CRASHES")]
    for sign in signs:
        for line in lines:
            if line.startswith(sign):
                extra = f" {crashed[0]}" if crashed and line not in crashed else ""
                return (line + extra)[:220]
    return (lines[-1] if lines else "nothing")[:220]


if __name__ == "__main__":
    sys.exit(main())
