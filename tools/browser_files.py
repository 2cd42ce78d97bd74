"""Take htmx into the wheel: what the pages need from others and what does not lie in this tree.

The package django-htmx ships the files. It is needed to build alone, so nobody's environment holds
Django; what is taken stands beside our package as `huleedu_browser`, also in an editable install.
"""

from importlib.metadata import files
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "huleedu_browser"
TAKEN = {
    "htmx-4.min.js": "htmx.min.js",
    "hx-sse-4.min.js": "hx-sse.min.js",
    "LICENSE": "LICENSE.django-htmx",
}
"""Their name there → the name here."""


class BrowserFiles(BuildHookInterface[Any]):
    """Called by hatchling for every wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name what is put in; `version` tells whether it is an editable install."""
        found = {path.name: str(path.locate()) for path in files("django-htmx") or ()}
        wanted = {found[name]: f"{PACKAGE}/{here}" for name, here in TAKEN.items()}
        build_data["force_include"].update(wanted)
        if version == "editable":
            build_data["force_include_editable"].update(wanted)
        assert all(Path(path).is_file() for path in wanted)
