"""What we make for results is its owner's alone; what is there stays as it is."""

import stat
from pathlib import Path

import pytest

from huleedu.kit.folders import make_private


def mode(folder: Path) -> int:
    return stat.S_IMODE(folder.stat().st_mode)


def test_all_that_is_made_on_the_way_is_private(tmp_path: Path) -> None:
    make_private(tmp_path / "class" / "results")
    assert mode(tmp_path / "class") == mode(tmp_path / "class" / "results") == 0o700


def test_what_is_there_keeps_its_mode(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o755)
    make_private(shared)
    make_private(shared / "results")
    assert (mode(shared), mode(shared / "results")) == (0o755, 0o700)


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        make_private(tmp_path / "file")
    with pytest.raises(OSError, match="file"):
        make_private(tmp_path / "file" / "results")
