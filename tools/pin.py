"""Pin everything that is installed to one exact version each, and tell what goes without a pin.

    python tools/pin.py            # a dependency was added or has gone: the other pins stay
    python tools/pin.py --newest   # take the newest of everything
    python tools/pin.py --check    # has everything its pin? Asks nobody

The pins stand in `pyproject.toml`, because a lock file would name the hosts of package indexes
(docs/why/0021). They hold for every Python from 3.11 on and for every system; where these take
different versions, a package has a line for each, with a marker. `--check` compares them with
`uv.lock`, which `uv run` and `uv sync` write beside `pyproject.toml`; it is not committed.
Exit code 1: something lacks its pin. Any Python from 3.11 on runs this, with nothing installed.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
PINNED, BUILT = "constraint-dependencies", "build-constraint-dependencies"
BUILT_WITH = (
    "editables",  # hatchling asks for it where the project is installed to be worked on
    "setuptools",  # builds chunspell where it has no wheel: on Macs with Intel's processors
)
WHAT_TO_DO = "Run `python3 tools/pin.py`, look at what changed, and commit pyproject.toml."

Pins = dict[str, dict[str, str]]
"""Of each package its versions, and the marker under which each is taken; "" is always."""


def main() -> int:
    """Returns the exit code."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    chosen = options.add_mutually_exclusive_group()
    chosen.add_argument("--newest", action="store_true", help="take the newest of everything")
    chosen.add_argument("--check", action="store_true", help="only tell what lacks its pin")
    given = options.parse_args()
    if not given.check:
        pin(newest=given.newest)
        return 0
    wrong = list(unpinned(ROOT))
    if not wrong:
        return 0
    print("\n".join((*wrong, WHAT_TO_DO)))
    return 1


def unpinned(root: Path) -> Iterator[str]:
    """Tell what of the closure lacks its pin, and which pins nothing needs."""
    lock = root / "uv.lock"
    if not lock.exists():
        yield "There is no uv.lock to compare the pins with; `uv lock` makes it."
        return
    needed, there = locked(lock), pins(root)
    for name, versions in needed.items():
        if there.get(name, {}).keys() != versions.keys():
            pinned = " and ".join(there.get(name, {})) or "nothing"
            yield f"{name} {' and '.join(versions)} is taken, and pinned is {pinned}."
    for name in sorted(there.keys() - needed.keys()):
        yield f"{name} is pinned, and nothing needs it."


def pins(root: Path, key: str = PINNED) -> Pins:
    """The pins that stand in a `pyproject.toml`."""
    told = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    found: Pins = {}
    for line in told["tool"]["uv"][key]:
        exact, _, marker = line.partition("; ")
        name, _, version = exact.partition("==")
        found.setdefault(name, {})[version] = marker
    return found


def locked(lock: Path) -> Pins:
    """What uv resolved, for every Python and system at once; without the project itself."""
    told = tomllib.loads(lock.read_text(encoding="utf-8"))
    found: Pins = {}
    for package in told["package"]:
        if "registry" in package["source"]:
            marker = " or ".join(package.get("resolution-markers", ()))
            found.setdefault(package["name"], {})[package["version"]] = marker
    return found


def pin(*, newest: bool) -> None:
    """Resolve what is installed and what builds, and write both into `pyproject.toml`."""
    page = ROOT / "pyproject.toml"
    text = page.read_text(encoding="utf-8")
    built = resolve(builder(text, () if newest else lines(pins(ROOT, BUILT))), None)
    bare = written(written(text, PINNED, ()), BUILT, lines(built))
    known = ROOT / "uv.lock"
    installed = resolve(bare, None if newest or not known.exists() else known)
    page.write_text(written(bare, PINNED, lines(installed)), encoding="utf-8")
    print(f"{len(installed)} packages are pinned, and {len(built)} that build.")


def builder(text: str, constraints: Sequence[str]) -> str:
    """A project that depends on what builds ours."""
    told = tomllib.loads(text)
    wanted = [*told["build-system"]["requires"], *BUILT_WITH]
    python = told["project"]["requires-python"]
    return (
        f'[project]\nname = "builder"\nversion = "0"\nrequires-python = "{python}"\n'
        f"dependencies = {wanted}\n[tool.uv]\nconstraint-dependencies = {list(constraints)}\n"
    )


def resolve(project: str, preferred: Path | None) -> Pins:
    """Let uv choose versions; those of the lock file `preferred` stay where they can."""
    uv = shutil.which("uv")
    if not uv:
        raise SystemExit("uv is not on the PATH, and it chooses the versions.")
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        (place / "pyproject.toml").write_text(project, encoding="utf-8")
        (place / "README.md").touch()
        if preferred:
            shutil.copy(preferred, place)
        subprocess.run([uv, "lock", "--quiet"], cwd=place, check=True)
        return locked(place / "uv.lock")


def lines(pinned: Pins) -> list[str]:
    """One line a version; a marker only where a package has several."""
    return [
        f"{name}=={version}; {marker}" if len(versions) > 1 else f"{name}=={version}"
        for name, versions in sorted(pinned.items())
        for version, marker in versions.items()
    ]


def written(text: str, key: str, lines: Sequence[str]) -> str:
    """The page with these lines under this key."""
    value = "".join(f'    "{line}",\n' for line in lines)
    fresh, times = re.subn(rf"(?m)^{key} = \[[^]]*\]$", f"{key} = [\n{value}]", text)
    if times != 1:
        raise SystemExit(f"pyproject.toml has no {key} to write to.")
    return fresh


if __name__ == "__main__":
    sys.exit(main())
