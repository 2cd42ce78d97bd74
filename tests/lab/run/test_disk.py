"""A disk of the run's own can be filled, and loses what was not synced when its power is cut."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from huleedu.lab.run.disk import Disk, NoDisk, disk


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Disk]:
    try:
        made = disk(tmp_path / "disk")
        found = made.__enter__()
    except NoDisk as error:
        pytest.skip(str(error))
    yield found
    made.__exit__(None, None, None)


def test_a_full_disk_takes_nothing_until_there_is_room(own: Disk) -> None:
    own.fill()
    with pytest.raises(OSError, match="No space left"):
        (own.folder / "text").write_bytes(b"x" * (1 << 20))
    own.make_room()
    (own.folder / "text").write_bytes(b"x" * (1 << 20))


def test_a_power_cut_leaves_what_was_synced(own: Disk) -> None:
    with (own.folder / "synced").open("wb") as file:
        file.write(b"kept")
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(own.folder, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    (own.folder / "lost").write_bytes(b"lost")
    own.cut()
    own.come_back()
    assert (own.folder / "synced").read_bytes() == b"kept"
    assert not (own.folder / "lost").exists()
