from typing import Any

from playwright.sync_api import Page

class _Results:
    response: dict[str, list[dict[str, Any]]]

class Axe:
    def run(self, page: Page, *, options: dict[str, Any]) -> _Results: ...
