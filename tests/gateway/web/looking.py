"""Look at a page as everybody may have it: by axe, narrow, spaced, large, by keys, unscripted."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, Request, ViewportSize, async_playwright
from tests.gateway.web.test_in_a_browser import CHROMIUM
from tests.gateway.web.test_whole_way import SIDEWAYS, SPACED, STYLE_THAT

WIDE, NARROW = ViewportSize(width=1280, height=800), ViewportSize(width=320, height=640)
WEIGHT_MAX = 200_000
ALL_RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
COLOURS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
WEIGHT = """["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind))
    .reduce((sum, each) => sum + each.transferSize, 0)"""
TOLD = """() => {
    const wrong = [], all = [...document.querySelectorAll("h1")];
    const heads = all.filter((each) => each.checkVisibility() && each.innerText.trim());
    if (heads.length !== 1) wrong.push(`${heads.length} headings of the page`);
    if (!document.title.split(" · ")[0].trim()) wrong.push("no title");
    if (document.getAnimations().length) wrong.push("something moves");
    return wrong;
}"""
BY_KEYS = """() => {
    const CAN = "a[href], button, input, select, textarea, summary, [tabindex]";
    const found = [], wrong = (what, each) => found.push(`${what}: ${each.outerHTML.slice(0, 90)}`);
    for (const each of document.querySelectorAll("body *")) {
        if (!each.checkVisibility()) continue;
        const pressed = getComputedStyle(each).cursor === "pointer";
        if (pressed && !each.closest(`${CAN}, label`)) wrong("no key reaches it", each);
        if (each.tabIndex > 0) wrong("out of order", each);
        if (!each.matches(CAN) || each.disabled || each.tabIndex < 0) continue;
        each.focus({ focusVisible: true });
        if (document.activeElement !== each) wrong("takes no focus", each);
        const marked = each.matches(".seen-by-ear") && each.labels?.[0] || each;
        const style = getComputedStyle(marked), at = marked.getBoundingClientRect();
        const ring = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
        if (ring < 2) wrong("no ring", each);
        if (at.bottom <= 0 || at.top >= innerHeight) wrong("out of sight", each);
    }
    document.activeElement?.blur();
    return found;
}"""
DEAD = """() => {
    const dead = (each) => each.matches("form") ? !each.action && each.method !== "get"
        : !each.popoverTargetElement && (each.type === "button" || !each.form);
    return [...document.querySelectorAll("button, form")]
        .filter((each) => each.checkVisibility() && dead(each))
        .map((each) => `does nothing without scripts: ${each.outerHTML.slice(0, 90)}`);
}"""


@dataclass
class Look:
    """Somebody's look at pages; `wrong` is what was found against them."""

    page: Page
    plain: Page
    """The same person's, in a browser without scripts."""
    wrong: list[str] = field(default_factory=list[str])
    hosts: set[str] = field(default_factory=set[str])

    async def at(self, path: str, *, scripts_needed: bool = False) -> None:
        """At a page by its address, with and without scripts."""
        answer = await self.page.goto(path)
        if not answer or answer.status != 200:
            self.wrong.append(f"{path}: {answer and answer.status}")
            return
        weight: int = await self.page.evaluate(WEIGHT)
        if not 0 < weight <= WEIGHT_MAX:
            self.wrong.append(f"{path}: {weight} bytes")
        await self.now(path)
        if not scripts_needed:
            await self.plain.goto(path)
            self._found(f"{path}, without scripts", await self.plain.evaluate(DEAD))

    async def now(self, name: str) -> None:
        """At the page as it stands."""
        page = self.page
        await page.evaluate("document.querySelectorAll('main details').forEach(e => e.open = true)")
        await self._axe(name, ALL_RULES)
        self._found(name, await page.evaluate(TOLD))
        self._found(name, await page.evaluate(BY_KEYS))
        await page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        await self._axe(f"{name}, dark", COLOURS)
        await page.emulate_media(
            color_scheme="light", reduced_motion="reduce", forced_colors="active"
        )
        self._found(f"{name}, forced colours", await page.evaluate(BY_KEYS))
        await page.emulate_media(
            color_scheme="light", reduced_motion="reduce", forced_colors="none"
        )
        await page.set_viewport_size(NARROW)
        for css in ("", SPACED, "html { font-size: 200% !important; }"):
            size = WIDE if "200%" in css else NARROW
            await page.set_viewport_size(size)
            await page.evaluate(STYLE_THAT, css)
            if (wider := await page.evaluate(SIDEWAYS)) > 0:
                self.wrong.append(f"{name}: {wider} px too wide at {size['width']} with '{css}'")
        await page.evaluate(STYLE_THAT, "")
        await page.set_viewport_size(WIDE)

    async def _axe(self, name: str, options: dict[str, Any]) -> None:
        found = await Axe().run(self.page, options=options)
        self.wrong += [
            f"{name}: {rule['id']} {node['html'][:120]}"
            for rule in found.response["violations"]
            for node in rule["nodes"]
        ]

    def _found(self, name: str, wrong: list[str]) -> None:
        self.wrong += [f"{name}: {each}" for each in wrong]


@asynccontextmanager
async def looking(site: str, who: str) -> AsyncGenerator[Look]:
    """Two browsers of this person, with and without scripts, at the pages of this site.

    At its end nothing may have been found, and no other host asked.
    """
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        look = Look(
            await _page(browser, site, who, scripts=True),
            await _page(browser, site, who, scripts=False),
        )

        def note(request: Request) -> None:
            look.hosts.add(urlsplit(request.url).netloc)

        look.page.on("request", note)
        yield look
        await browser.close()
    assert not look.wrong, "\n".join(sorted(set(look.wrong)))
    assert look.hosts == {urlsplit(site).netloc}


async def _page(browser: Browser, site: str, who: str, *, scripts: bool) -> Page:
    context = await browser.new_context(
        base_url=site,
        locale="en-GB",
        viewport=WIDE,
        reduced_motion="reduce",
        java_script_enabled=scripts,
    )
    context.set_default_timeout(60_000)
    await context.add_cookies([{"name": "who", "value": who, "url": site}])
    return await context.new_page()
