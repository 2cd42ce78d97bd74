"""What a process does to files is undone when it has gone, and nothing else is touched."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from huleedu.lab.isolate import ground

PROCESS = """
import os, shutil, sqlite3, sys
from pathlib import Path
from huleedu.lab.isolate.ground import follow
follow(Path(sys.argv[1]), Path(sys.argv[2]))
exec(sys.argv[3])
"""
DEEDS = (
    "Path('old').write_text('new')",
    "open('old', 'a').write('more')",
    "Path('old').unlink()",
    "Path('old').rename('moved')",
    "os.truncate('old', 0)",
    "Path('new').mkdir(); Path('new/file').touch()",
    "shutil.rmtree('folder')",
    "shutil.move('folder', 'elsewhere')",
    "Path('link').unlink(); Path('link').symlink_to('folder')",
    "os.link('old', 'hard'); Path('folder/inner').replace('old')",
    "c = sqlite3.connect('seats.db'); c.execute('create table seat (n)'); c.commit(); c.close()",
    "Path('new').touch(); os.abort()",
)


def picture(folder: Path) -> dict[str, str]:
    """Every path, and what it is."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            found[str(path)] = f"to {path.readlink()}"
        else:
            found[str(path)] = repr(path.read_bytes()) if path.is_file() else "a folder"
    return found


@pytest.fixture
def there(tmp_path: Path) -> Path:
    folder = tmp_path / "there"
    (folder / "folder").mkdir(parents=True)
    (folder / "old").write_text("old")
    (folder / "folder" / "inner").write_text("inner")
    (folder / "link").symlink_to("old")
    return folder


def carry_out(there: Path, deed: str) -> Path:
    """Have a process do it; returns where it was noted."""
    kept, own = there.parent / "kept", there.parent / "own"
    kept.mkdir()
    own.mkdir()
    limit = ["-X", "faulthandler=0", "-c", PROCESS, str(kept), str(own), deed]
    subprocess.run([sys.executable, *limit], cwd=there, capture_output=True, check=False)
    return kept


@pytest.mark.parametrize("deed", DEEDS)
def test_whatever_was_done_is_undone(there: Path, deed: str) -> None:
    before = picture(there)
    kept = carry_out(there, deed)
    assert picture(there) != before
    assert ground.set_back(kept)
    assert picture(there) == before
    assert ground.set_back(kept) == []


def test_what_others_made_meanwhile_stays(there: Path) -> None:
    kept = carry_out(there, "Path('new').touch(); Path('../own/mine').touch()")
    (there / "of others").touch()
    assert ground.set_back(kept) == [str(there / "new")]
    assert (there / "of others").exists()
    assert (there.parent / "own" / "mine").exists()


def test_reading_leaves_nothing_to_be_set_back(there: Path) -> None:
    kept = carry_out(there, "Path('old').read_text(); os.listdir('folder')")
    assert os.listdir(kept) == []  # noqa: PTH208
    shutil.rmtree(there)
    assert ground.set_back(kept) == []
