"""The manifest of a run: what it was made with, and the fingerprint of each of its files."""

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import msgspec

NAME = "manifest.json"


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a run was made with; `files`: name within the run's folder → SHA-256 in hex."""

    commit: str
    versions: dict[str, str]
    """Program, engine or library → version."""
    seed: int
    machine: dict[str, str]
    """What bears on the figures: system, processors, memory."""
    command: tuple[str, ...] = ()
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class Proven:
    """Every file is as it was when the manifest was written, and none has come."""

    manifest: Manifest


@dataclass(frozen=True, slots=True)
class Changed:
    """Names of files that are missing, that read otherwise now, or that came later."""

    missing: tuple[str, ...]
    different: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoManifest:
    """There is no manifest that can be read."""

    why: str


def make_manifest(
    folder: Path,
    *,
    commit: str,
    versions: dict[str, str],
    seed: int,
    machine: dict[str, str],
    command: tuple[str, ...] = (),
) -> Manifest:
    """Take the fingerprints of all files in a run's folder and write its manifest beside them."""
    manifest = Manifest(
        commit=commit,
        versions=versions,
        seed=seed,
        machine=machine,
        command=command,
        files={name: _fingerprint(folder / name) for name in _files(folder)},
    )
    raw = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
    (folder / NAME).write_bytes(raw + b"\n")
    return manifest


def verify_manifest(folder: Path) -> Proven | Changed | NoManifest:
    """Is a run's folder still what its manifest says? Raises OSError if a file can't be read."""
    try:
        manifest = msgspec.json.decode((folder / NAME).read_bytes(), type=Manifest)
    except FileNotFoundError:
        return NoManifest(f"there is no {NAME} in this folder")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return NoManifest(f"{NAME} is damaged: {error}")
    there = set(_files(folder))
    missing = sorted(manifest.files.keys() - there)
    added = sorted(there - manifest.files.keys())
    different = sorted(
        name
        for name in manifest.files.keys() & there
        if _fingerprint(folder / name) != manifest.files[name]
    )
    if missing or added or different:
        return Changed(tuple(missing), tuple(different), tuple(added))
    return Proven(manifest)


def _files(folder: Path) -> list[str]:
    """Names relative to the folder, with `/`; the manifest itself is none of them."""
    names = (
        str(PurePosixPath(*path.relative_to(folder).parts))
        for path in folder.rglob("*")
        if path.is_file()
    )
    return sorted(name for name in names if name != NAME)


def _fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
