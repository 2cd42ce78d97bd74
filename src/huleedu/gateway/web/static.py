"""The files that pages need, at addresses that name their contents: browsers may keep them."""

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType

FOREVER = "public, max-age=31536000, immutable"
TYPES = MappingProxyType(
    {
        "css": "text/css; charset=utf-8",
        "js": "text/javascript; charset=utf-8",
        "svg": "image/svg+xml",
        "webp": "image/webp",
        "png": "image/png",
    }
)
PACKED = frozenset({"css", "js", "svg"})
HTMX = ("htmx.min.js", "hx-sse.min.js")
"""One file for pages: htmx begins at once, and would overlook what an extension that comes later
connects."""
TOKENS = "tokens.css"
"""Colours and typefaces, which the pages share with the report."""


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file, and where it is reached."""

    path: str
    media_type: str
    body: bytes
    packed: bytes | None
    """The same by gzip, where that helps."""


@cache
def static_files() -> Mapping[str, StaticFile]:
    """Name → file."""
    found = {
        each.name: each.read_bytes()
        for place in (files("huleedu.gateway.web") / "static", files("huleedu_browser"))
        for each in place.iterdir()
        if re.search(r"\.(css|js|svg|webp|png)$", each.name)
    }
    tokens = (files("huleedu.gateway.report") / "templates" / TOKENS).read_bytes()
    found["web.css"] = tokens + found["web.css"]
    found["htmx.js"] = b";\n".join(found.pop(name) for name in HTMX)
    return {name: _file(name, body) for name, body in found.items()}


def _file(name: str, body: bytes) -> StaticFile:
    ending = name.rpartition(".")[2]
    packed = gzip.compress(body, mtime=0) if ending in PACKED else None
    return StaticFile(
        f"/static/{sha256(body).hexdigest()[:16]}/{name}", TYPES[ending], body, packed
    )


@cache
def by_path() -> Mapping[str, StaticFile]:
    """Address → file."""
    return {file.path: file for file in static_files().values()}
