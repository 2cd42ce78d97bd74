"""Find the data files that installed packages brought along."""

from importlib.metadata import distribution
from pathlib import Path


class DataMissing(Exception):
    """A package that brings word lists is damaged; install the program anew."""


def file_of(package: str, name: str) -> Path:
    """The package's file whose path ends in `name`."""
    installed = distribution(package)
    for file in installed.files or ():
        if f"/{file.as_posix()}".endswith(f"/{name}"):
            return Path(str(installed.locate_file(file))).resolve()
    raise DataMissing(f"{package} has no {name}")
