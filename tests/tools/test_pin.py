"""Everything that is installed has one exact version, and what has none is named."""

from importlib import metadata
from pathlib import Path

from packaging.markers import Marker
from packaging.utils import canonicalize_name
from tools.pin import PINNED, ROOT, lines, locked, pins, unpinned, written

LOCK = """
[[package]]
name = "huleedu"
version = "0.1.0"
source = { editable = "." }

[[package]]
name = "asyncpg"
version = "0.32.0"
source = { registry = "https://index.example/simple" }

[[package]]
name = "numpy"
version = "2.4.6"
source = { registry = "https://index.example/simple" }
resolution-markers = ["python_full_version < '3.12'"]

[[package]]
name = "numpy"
version = "2.5.5"
source = { registry = "https://index.example/simple" }
resolution-markers = ["python_full_version >= '3.12' and a", "python_full_version >= '3.12' and b"]
"""
TAKEN = [
    "asyncpg==0.32.0",
    "numpy==2.4.6; python_full_version < '3.12'",
    "numpy==2.5.5; python_full_version >= '3.12' and a or python_full_version >= '3.12' and b",
]


def project(folder: Path, *pinned: str) -> Path:
    text = written("[tool.uv]\nconstraint-dependencies = []\n", PINNED, pinned)
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    (folder / "uv.lock").write_text(LOCK, encoding="utf-8")
    return folder


def test_what_was_taken_is_pinned_line_by_line_and_lacks_nothing(tmp_path: Path) -> None:
    taken = locked(project(tmp_path) / "uv.lock")
    assert lines(taken) == TAKEN
    assert pins(project(tmp_path, *TAKEN)) == taken
    assert list(unpinned(tmp_path)) == []


def test_what_lacks_its_pin_is_named(tmp_path: Path) -> None:
    assert list(unpinned(project(tmp_path, "asyncpg==0.31.0", TAKEN[1], "left==1"))) == [
        "asyncpg 0.32.0 is taken, and pinned is 0.31.0.",
        "numpy 2.4.6 and 2.5.5 is taken, and pinned is 2.4.6.",
        "left is pinned, and nothing needs it.",
    ]
    assert len(list(unpinned(project(tmp_path)))) == 2


def test_without_a_lock_file_nobody_says_that_all_is_pinned(tmp_path: Path) -> None:
    (project(tmp_path, *TAKEN) / "uv.lock").unlink()
    assert list(unpinned(tmp_path)) == [
        "There is no uv.lock to compare the pins with; `uv lock` makes it."
    ]


def test_pins_are_written_where_they_stood_and_nowhere_else() -> None:
    page = '[a]\nconstraint-dependencies = [\n    "x==1",\n]\nb = ["y"]\n'
    fresh = written(page, PINNED, ["z==2"])
    assert fresh == '[a]\nconstraint-dependencies = [\n    "z==2",\n]\nb = ["y"]\n'


def test_what_is_installed_here_is_what_its_one_pin_says() -> None:
    """Whoever installed it: uv obeys the pins, other installers have not heard of them."""
    pinned = pins(ROOT)
    installed = {canonicalize_name(one.name): one.version for one in metadata.distributions()}
    assert {"asyncpg", "numpy", "pytest"} <= installed.keys()
    for name in installed.keys() & pinned.keys():
        meant = [
            version
            for version, marker in pinned[name].items()
            if not marker or Marker(marker).evaluate()
        ]
        assert meant == [installed[name]], f"{name} has another version: run `uv sync --group dev`"
