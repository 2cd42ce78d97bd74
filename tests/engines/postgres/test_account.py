"""Root lends PostgreSQL another user, who gets through closed folders with one key, or is told."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from huleedu.engines.postgres.account import Account, NobodyToRunAs, become, choose
from huleedu.engines.postgres.embedded import Embedded

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root lends another user")
with_keys = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has capabilities")

LOOKS = "import os, sys; print(os.getuid(), all(os.access(p, os.X_OK) for p in sys.argv[1:]))"

# root without a right, as in a container that was given few; then what `choose` says
POORER = """
import ctypes, sys
from pathlib import Path
from huleedu.engines.postgres.account import NobodyToRunAs, choose
libc = ctypes.CDLL(None, use_errno=True)
def without(capability):
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    assert libc.capget(header, data) == 0
    for part in range(3):
        data[part] &= ~(1 << capability)
    assert libc.capset(header, data) == 0
{poorer}
try:
    print(choose(Path(sys.argv[1]), Path(sys.argv[2])).needs_keys)
except NobodyToRunAs as error:
    print(error)
"""
NO_OVERRIDE = "without(1)"
NO_SETPCAP = "without(8)"
LOCKED_SECUREBITS = "assert libc.prctl(28, 1 << 3, 0, 0, 0) == 0"
NO_AMBIENT = "assert libc.prctl(28, 1 << 6, 0, 0, 0) == 0"
NO_SETUID = "without(7)"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody may pass, which pytest's own are not."""
    folder = Path(tempfile.mkdtemp(prefix="huleedu-test-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def made(folder: Path, name: str, mode: int) -> Path:
    made = folder / name
    made.mkdir()
    made.chmod(mode)
    return made


def programs_in(folder: Path, mode: int) -> Path:
    programs = made(made(folder, "programs", mode), "bin", 0o755)
    (programs / "postgres").write_text("#!/bin/sh\n")
    (programs / "postgres").chmod(0o755)
    return programs


def data_in(folder: Path, mode: int) -> Path:
    return made(folder, "home", mode) / "postgres" / "data"


def poorer(code: str, data: Path, programs: Path) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", POORER.format(poorer=code), data, programs],
        capture_output=True,
        text=True,
        check=False,
    )
    assert not ran.stderr, ran.stderr
    return ran.stdout.strip()


@pytest.mark.skipif(os.geteuid() == 0, reason="root lends another user")
def test_an_ordinary_user_runs_it_himself(tmp_path: Path) -> None:
    ourselves = Account(os.geteuid(), os.getegid(), needs_keys=False)
    assert choose(tmp_path / "data", tmp_path) == ourselves


@as_root
def test_whoever_finds_every_folder_open_gets_no_key(folder: Path) -> None:
    assert not choose(data_in(folder, 0o755), programs_in(folder, 0o755)).needs_keys


@as_root
@with_keys
@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_a_home_that_root_makes_in_an_open_folder_needs_no_key(folder: Path, umask: int) -> None:
    """So whoever is told to set HULEEDU_HOME to a new folder is told the right thing."""
    embedded = Embedded(folder / "home")
    before = os.umask(umask)
    try:
        embedded.make_folder()
    finally:
        os.umask(before)
    assert poorer(NO_AMBIENT, embedded.data, programs_in(folder, 0o755)) == "False"


@as_root
def test_data_of_somebody_are_run_by_him(folder: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    data = made(folder, "data", 0o700)
    os.chown(data, nobody.pw_uid, nobody.pw_gid)
    chosen = choose(data, programs_in(folder, 0o755))
    assert chosen == Account(nobody.pw_uid, nobody.pw_gid, needs_keys=False)


@as_root
@with_keys
@pytest.mark.parametrize(("data_mode", "programs_mode"), [(0o700, 0o755), (0o755, 0o700)])
def test_one_key_opens_what_is_closed_also_to_those_who_ask_for_the_real_user(
    folder: Path, data_mode: int, programs_mode: int
) -> None:
    data, programs = data_in(folder, data_mode), programs_in(folder, programs_mode)
    account = choose(data, programs)
    assert account.needs_keys
    said = subprocess.run(
        [sys.executable, "-c", LOOKS, data.parent.parent, programs / "postgres"],
        preexec_fn=become(account),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.split() == [str(account.uid), "True"]
    for closed in (data.parent.parent, programs.parent):
        assert closed.stat().st_mode & 0o777 in (data_mode, programs_mode)


@as_root
@with_keys
def test_all_other_rights_of_root_are_given_up(folder: Path) -> None:
    account = choose(data_in(folder, 0o700), programs_in(folder, 0o700))
    told = subprocess.run(
        ["/bin/cat", "/proc/self/status"],
        preexec_fn=become(account),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    held = dict(line.split(":\t", 1) for line in told.splitlines() if line.startswith("Cap"))
    del held["CapBnd"]  # what could be got: by programs that give rights to whoever starts them
    assert {int(which, 16) for which in held.values()} == {1 << 1}


@as_root
@with_keys
@pytest.mark.parametrize(
    ("data_mode", "programs_mode", "remedies"),
    [
        (0o700, 0o755, {"HULEEDU_HOME"}),
        (0o755, 0o700, {"HULEEDU_POSTGRES_BIN"}),
        (0o700, 0o700, {"HULEEDU_HOME", "HULEEDU_POSTGRES_BIN"}),
    ],
)
def test_without_the_key_it_is_said_which_folder_is_closed_and_what_to_do(
    folder: Path, data_mode: int, programs_mode: int, remedies: set[str]
) -> None:
    data, programs = data_in(folder, data_mode), programs_in(folder, programs_mode)
    said = poorer(NO_AMBIENT, data, programs)
    assert (str(folder / "home") in said) == (data_mode == 0o700)
    assert (str(folder / "programs") in said) == (programs_mode == 0o700)
    named = {word for word in ("HULEEDU_HOME", "HULEEDU_POSTGRES_BIN") if word in said}
    assert named == remedies


@as_root
@with_keys
@pytest.mark.parametrize("without", [NO_AMBIENT, NO_SETPCAP, LOCKED_SECUREBITS])
def test_where_all_folders_are_open_no_right_is_missed(folder: Path, without: str) -> None:
    assert poorer(without, data_in(folder, 0o755), programs_in(folder, 0o755)) == "False"


@as_root
@with_keys
@pytest.mark.parametrize("without", [NO_SETPCAP, LOCKED_SECUREBITS])
def test_a_key_that_the_real_user_lacks_opens_the_data_but_not_the_programs(
    folder: Path, without: str
) -> None:
    data = data_in(folder, 0o700)
    assert poorer(without, data, programs_in(folder, 0o755)) == "True"
    closed = programs_in(made(folder, "other", 0o755), 0o700)
    said = poorer(without, data, closed)
    assert f"may not pass {closed.parent}," in said
    assert "HULEEDU_HOME" not in said


@as_root
@with_keys
@pytest.mark.parametrize(
    ("without", "lacking"), [(NO_OVERRIDE, "CAP_DAC_OVERRIDE"), (NO_SETUID, "CAP_SETUID")]
)
def test_a_root_who_lacks_rights_is_told_which(folder: Path, without: str, lacking: str) -> None:
    """Without the first it can reach neither the data nor the socket of another user."""
    said = poorer(without, data_in(folder, 0o755), programs_in(folder, 0o755))
    assert f"({lacking})" in said
    assert "ordinary user" in said


@as_root
@with_keys
def test_a_root_who_may_become_nobody_is_told_so(folder: Path) -> None:
    """In a namespace where no other user is known."""
    ran = subprocess.run(
        [
            *("unshare", "--user", "--map-root-user", sys.executable, "-c"),
            *(POORER.format(poorer=""), data_in(folder, 0o755), programs_in(folder, 0o755)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if "unshare" in ran.stderr:
        pytest.skip("this system gives nobody a namespace of his own")
    assert "this root may become no other user" in ran.stdout, ran.stderr
    assert "ordinary user" in ran.stdout


@as_root
def test_a_system_without_a_user_to_lend_is_told_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huleedu.engines.postgres.account.PREFERRED", ())
    with pytest.raises(NobodyToRunAs, match="HULEEDU_DATABASE_URL"):
        choose(data_in(folder, 0o755), programs_in(folder, 0o755))
