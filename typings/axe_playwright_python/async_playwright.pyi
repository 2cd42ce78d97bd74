from typing import Any

from playwright.async_api import Page

class _Results:
    response: dict[str, list[dict[str, Any]]]

class Axe:
    async def run(self, page: Page, *, options: dict[str, Any]) -> _Results: ...
