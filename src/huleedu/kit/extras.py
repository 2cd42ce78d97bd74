"""Tell how to install what is not always installed: it is heavy, and few people need it.

`pyproject.toml` lists the extras. How one is added depends on how the program came here: from a
clone, as a tool of uv, or into an environment by another installer.
"""

import importlib.util
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from urllib.request import url2pathname

import msgspec

from huleedu.kit.cannot_run import CannotRun

NAME = "huleedu"
Extra = Literal["engines", "nats", "pdf", "png", "uvloop", "valkey"]
MODULES: dict[Extra, tuple[str, ...]] = {
    "engines": (),  # programs alone
    "nats": ("nats",),
    "pdf": ("typst",),
    "png": ("resvg_py", "fontpkg_noto_sans"),
    "uvloop": ("uvloop",),
    "valkey": ("valkey",),
}
"""What each extra brings to import."""


class NotInstalled(CannotRun):
    """What was asked for takes an extra that is not there; the message says what to do."""


def is_there(extra: Extra) -> bool:
    """Is all there that the extra brings to import?"""
    return all(importlib.util.find_spec(module) for module in MODULES[extra])


def need(extra: Extra, what: str) -> None:
    """Raise `NotInstalled` unless the extra is there; `what` is the sentence's subject."""
    if not is_there(extra):
        raise NotInstalled(f"{what} is not installed: {how(extra)} brings it.")


def how(extra: Extra) -> str:
    """The command that brings an extra to where this program is installed."""
    origin, receipt = _origin(), Path(sys.prefix) / "uv-receipt.toml"
    if receipt.exists():
        return f"`uv tool install '{_named([extra, *_extras(receipt)], origin)}'`"
    if origin.dir_info.editable:
        return f"`uv run --extra {extra} huleedu …`"
    return f"`pip install '{_named([extra], origin)}'`"


class _Folder(msgspec.Struct):
    editable: bool = False


class _Repository(msgspec.Struct):
    vcs: str
    commit_id: str


class _Origin(msgspec.Struct):
    """Where the program came from, as its installer noted it (PEP 610)."""

    url: str = ""
    """Empty: an index knows it by its name."""
    dir_info: _Folder = msgspec.field(default_factory=_Folder)
    vcs_info: _Repository | None = None


class _Required(msgspec.Struct):
    name: str
    extras: tuple[str, ...] = ()


class _Tool(msgspec.Struct):
    requirements: tuple[_Required, ...]


class _Receipt(msgspec.Struct):
    tool: _Tool


def _origin() -> _Origin:
    try:
        noted = metadata.distribution(NAME).read_text("direct_url.json")
    except metadata.PackageNotFoundError:  # nobody installed it
        noted = None
    return msgspec.json.decode(noted, type=_Origin) if noted else _Origin()


def _extras(receipt: Path) -> Iterable[str]:
    """The extras that the tool has: installed anew, it keeps only those that are named."""
    told = msgspec.toml.decode(receipt.read_bytes(), type=_Receipt)
    return [extra for one in told.tool.requirements if one.name == NAME for extra in one.extras]


def _named(extras: Iterable[str], origin: _Origin) -> str:
    """The requirement that means this program, with extras, from where it came."""
    name = f"{NAME}[{','.join(sorted(set(extras)))}]"
    if not origin.url:
        return name
    if origin.vcs_info:
        return f"{name} @ {origin.vcs_info.vcs}+{origin.url}@{origin.vcs_info.commit_id}"
    at = urlsplit(origin.url)
    return f"{name} @ {url2pathname(at.path) if at.scheme == 'file' else origin.url}"
