"""Look at a page in a real browser."""

from collections.abc import Callable, Sequence
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Scheme = Literal["light", "dark"]
Open = Callable[..., Page]
Objection = tuple[str, str]
"""A rule, and the first element that breaks it."""


LOOKS = ("color-contrast", "link-in-text-block", "scrollable-region-focusable")
"""The rules that go by colours and sizes; all others say the same whatever a page looks like."""


def objections(page: Page, rules: Sequence[str] = (), *, preload: bool = True) -> list[Objection]:
    """What axe finds against the page.

    Args:
        rules: those that are tried; all, if none is named.
        preload: let axe ask for the page's files itself, which a page from disk refuses.
    """
    options: dict[str, Any] = {"preload": preload, "resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    found = Axe().run(page, options=options).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found]
