"""Make folders that are their owner's alone: they hold pupils' names, texts and grades."""

from pathlib import Path


def make_private(folder: Path) -> None:
    """Make it, and what is missing on the way to it; what is there already stays as it is.

    Raises OSError.
    """
    for step in reversed((folder, *folder.parents)):
        if not step.exists():
            step.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(exist_ok=True)  # raises if it is a file
