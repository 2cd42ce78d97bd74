"""A file system of our own in a file, whose power can be cut, and which can be filled. Needs root.

ext4 is told to stop without writing its journal (EXT4_IOC_SHUTDOWN), which is what a power cut
leaves behind: what was synced, and nothing that was not.
"""

import fcntl
import os
import shutil
import struct
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

EXT4_IOC_SHUTDOWN = 0x8004587D
NO_FLUSH_OF_THE_LOG = 2
BYTES = 768 << 20
FILL = "fill"


class NoDisk(Exception):
    """Such a file system cannot be made here; the message says why."""


class Disk:
    """The mounted file system at `folder`."""

    def __init__(self, image: Path, folder: Path) -> None:
        self.folder = folder
        self._image = image

    def cut(self) -> None:
        """Nothing more reaches the disk."""
        place = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(place, EXT4_IOC_SHUTDOWN, struct.pack("I", NO_FLUSH_OF_THE_LOG))
        finally:
            os.close(place)

    def come_back(self) -> None:
        """Mount again what is left; nobody may have a file open on it."""
        _do("umount", str(self.folder))
        self.mount()

    def fill(self) -> None:
        """Leave no room."""
        with (self.folder / FILL).open("wb") as file:
            free = os.statvfs(self.folder)
            left = free.f_bavail * free.f_frsize
            while left > 0:
                try:
                    os.posix_fallocate(file.fileno(), file.seek(0, os.SEEK_END), left)
                except OSError:
                    left //= 2

    def make_room(self) -> None:
        """Take the filling away."""
        (self.folder / FILL).unlink(missing_ok=True)

    def mount(self) -> None:
        """Mount it."""
        _do("mount", "-o", "loop", str(self._image), str(self.folder))


@contextmanager
def disk(folder: Path) -> Generator[Disk]:
    """A disk at `folder`, gone afterwards; raises `NoDisk`."""
    if os.geteuid() != 0 or not shutil.which("mkfs.ext4"):
        raise NoDisk("a file system of our own needs root, Linux and mkfs.ext4")
    image = folder.with_suffix(".image")
    folder.mkdir()
    try:
        with image.open("wb") as file:
            file.truncate(BYTES)
        _do("mkfs.ext4", "-q", "-F", "-m", "0", str(image))
        made = Disk(image, folder)
        made.mount()
        try:
            yield made
        finally:
            _do("umount", str(folder))
    finally:
        image.unlink(missing_ok=True)


def _do(*command: str) -> None:
    ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if ran.returncode:
        raise NoDisk(f"{' '.join(command)}: {ran.stderr.strip()}")
