"""Two ways to use a page in a browser: by keys alone, and by touch on a phone."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Download, Locator, Page, expect

TABS_MAX = 400
SLOWLY_MS = 60_000
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOCUSED = """each => {
    if (each !== document.activeElement) return null;
    const marked = each.matches(".seen-by-ear") ? each.labels[0] ?? each : each;
    const style = getComputedStyle(marked), at = marked.getBoundingClientRect();
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return "no ring";
    return at.bottom > 0 && at.top < innerHeight ? "" : "out of sight";
}"""
SMALL = """each => {
    const marked = each.matches("input") && each.labels.length ? each.labels[0] : each;
    const at = marked.getBoundingClientRect();
    return Math.min(at.width, at.height) < 24 ? `${at.width} × ${at.height} px` : "";
}"""


@dataclass
class Hands(ABC):
    """Somebody at a page; `wrong` is what they stumble over."""

    page: Page
    wrong: list[str] = field(default_factory=list[str])

    def at(self, what: str | Locator) -> Locator:
        """What is meant: the first that is seen of these."""
        found = self.page.locator(what) if isinstance(what, str) else what
        return found.and_(self.page.locator(":visible")).first if isinstance(what, str) else found

    @abstractmethod
    async def press(self, what: str | Locator) -> None:
        """A link, a button, a box to tick."""

    async def go(self, what: str | Locator) -> None:
        """A link or a form, to the page that comes of it."""
        async with self.page.expect_navigation(timeout=SLOWLY_MS):
            await self.press(what)

    @abstractmethod
    async def write(self, what: str, words: str) -> None:
        """Into a field, in the place of what is there."""

    @abstractmethod
    async def choose(self, what: str | Locator, option: str) -> None:
        """An option of a list, by its value."""

    async def unfold(self, what: str) -> None:
        """Something that is folded."""
        await self.press(f"{what} > summary")
        await expect(self.page.locator(what)).to_have_attribute("open", "")

    async def bring(self, what: str, files: list[Path]) -> None:
        """Files from the disk."""
        async with self.page.expect_file_chooser(timeout=SLOWLY_MS) as chooser:
            await self.press(what)
        await (await chooser.value).set_files(files)

    async def fetch(self, what: str) -> Download:
        """What comes as a file."""
        async with self.page.expect_download(timeout=SLOWLY_MS) as download:
            await self.press(what)
        return await download.value


class Keyboard(Hands):
    """Tab to where one wants, then Enter, Space, arrows and letters."""

    async def reach(self, what: str | Locator) -> Locator:
        """Tab until it has the focus, which is seen there."""
        wanted = self.at(what)
        await wanted.wait_for(state="attached")
        for _ in range(TABS_MAX):
            found: str | None = await wanted.evaluate(FOCUSED)
            if found is not None:
                if found:
                    self.wrong.append(f"{found}: {what}")
                return wanted
            await self.page.keyboard.press("Tab")
        raise AssertionError(f"{what} is not reached by Tab at {self.page.url}")

    async def press(self, what: str | Locator) -> None:
        wanted = await self.reach(what)
        box = await wanted.evaluate("each => each.matches('[type=checkbox], [type=radio]')")
        await self.page.keyboard.press("Space" if box else "Enter")

    async def write(self, what: str, words: str) -> None:
        await self.reach(what)
        await self.page.keyboard.press("Control+a")
        await self.page.keyboard.type(words)

    async def choose(self, what: str | Locator, option: str) -> None:
        wanted = await self.reach(what)
        values: list[str] = await wanted.evaluate("each => [...each.options].map(one => one.value)")
        await self.page.keyboard.press("Home")
        for _ in range(values.index(option)):
            await self.page.keyboard.press("ArrowDown")
        await expect(wanted).to_have_value(option)


class Touch(Hands):
    """Taps; what is tapped is large enough, and no page is wider than the phone."""

    async def _tap(self, what: str | Locator) -> Locator:
        wanted = self.at(what)
        await wanted.wait_for(state="visible")
        if small := await wanted.evaluate(SMALL):
            self.wrong.append(f"{what} is {small}")
        if (wider := await self.page.evaluate(SIDEWAYS)) > 0:
            self.wrong.append(f"{self.page.url} is {wider} px too wide")
        await wanted.tap()
        return wanted

    async def press(self, what: str | Locator) -> None:
        await self._tap(what)

    async def write(self, what: str, words: str) -> None:
        await self._tap(what)
        await self.page.keyboard.press("Control+a")
        await self.page.keyboard.type(words)

    async def choose(self, what: str | Locator, option: str) -> None:
        wanted = await self._tap(what)
        await wanted.select_option(option)  # the phone's own list is not on the page
