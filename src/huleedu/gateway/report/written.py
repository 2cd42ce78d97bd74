"""Remember what was written of a report, so that it is written anew only when something changed.

To look takes a fraction of what it takes to write, and needs none of the libraries that write.
"""

from collections.abc import Iterable, Sequence
from hashlib import file_digest, sha256
from pathlib import Path

import msgspec

from huleedu.gateway.words.choice import Language
from huleedu.kit import extras
from huleedu.services.results.api import BatchReport

NAME = ".huleedu.json"
"""Hidden, for it is nothing that people open."""
_WRITERS = Path(__file__).parent.parent
"""With the catalogues of words beside it."""


class Written(msgspec.Struct, frozen=True):
    """What lies in a folder of results; paths are relative to it."""

    made_from: str
    shown: tuple[str, ...]
    """What people open, the report last."""
    digests: dict[str, str]
    """Path → SHA-256 (hex) of the file."""


def made_from(report: BatchReport, language: Language) -> str:
    """Stands for all that goes into the results: the report, its language, and what writes it."""
    digest = sha256(msgspec.json.encode((language, extras.is_there("png"))))
    for path in sorted(_WRITERS.rglob("*")):
        told = path.stat()
        if "__pycache__" not in path.parts:
            digest.update(f"{path}\0{told.st_size}\0{told.st_mtime_ns}\0".encode())
    digest.update(msgspec.msgpack.encode(msgspec.structs.replace(report, essays=())))
    for essay in report.essays:
        digest.update(msgspec.msgpack.encode(essay))
    return digest.hexdigest()


def remember(
    folder: Path,
    report: BatchReport,
    language: Language,
    written: Iterable[Path],
    shown: Sequence[Path],
) -> bytes:
    """What to keep under `NAME`, once all of it is written."""
    return msgspec.json.encode(
        Written(
            made_from(report, language),
            tuple(str(path.relative_to(folder)) for path in shown),
            {str(path.relative_to(folder)): _digest(path) for path in written},
        )
    )


def still_there(report: BatchReport, language: Language, folder: Path) -> list[Path]:
    """What people open, if all was written of this very report and nobody has touched it since.

    Else nothing: somebody changed or deleted a file, or there is something new to write.
    """
    try:
        before = msgspec.json.decode((folder / NAME).read_bytes(), type=Written)
        if any(_digest(folder / path) != digest for path, digest in before.digests.items()):
            return []
    except (OSError, msgspec.DecodeError):
        return []
    if before.made_from != made_from(report, language):
        return []
    return [folder / path for path in before.shown]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
