"""Look at a page in a real browser."""

from collections.abc import Callable
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Scheme = Literal["light", "dark"]
Open = Callable[..., Page]


def objections(page: Page, *, preload: bool = True) -> list[tuple[str, str]]:
    """What axe finds against the page: the rule, and the first element that breaks it.

    Args:
        preload: let axe ask for the page's files itself, which a page from disk refuses.
    """
    found = Axe().run(page, options={"preload": preload}).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found]
