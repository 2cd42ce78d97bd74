"""Find out from an OpenDocument's styles which words can't be seen, and which stand raised."""

import re
from collections.abc import Iterable

from lxml import etree

from huleedu.services.files.domain.appearance import (
    NOTHING,
    PAPER,
    UNKNOWN_GROUND,
    Look,
    hex_colour,
)

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT, STYLE, OFFICE, DRAW, TABLE = (
    f"{{{_OASIS}{name}:1.0}}" for name in ("text", "style", "office", "drawing", "table")
)
_FO = f"{{{_OASIS}xsl-fo-compatible:1.0}}"
_POINTS = re.compile(r"([0-9.]{1,9})pt")
PARENTS_MAX = 30
"""Styles that stand on each other; more of them, or a circle, are cut off."""
_FAMILIES = {
    TEXT + "p": "paragraph",
    TEXT + "h": "paragraph",
    TEXT + "section": "section",
    TABLE + "table": "table",
    TABLE + "table-row": "table-row",
    TABLE + "table-cell": "table-cell",
}
_FRAMES = (DRAW + "frame", DRAW + "text-box", DRAW + "g")


class OdtStyles:
    """The styles of a document, by their family and name.

    Args:
        roots: the parts that hold styles, those that others stand on last.
    """

    def __init__(self, roots: Iterable[etree.Element]) -> None:
        self._styles: dict[tuple[str, str], etree.Element] = {}
        self._looks: dict[tuple[str, str], Look] = {}
        self.paper = PAPER
        for root in roots:
            for style in root.iter(STYLE + "style"):
                key = style.get(STYLE + "family") or "text", style.get(STYLE + "name") or ""
                self._styles.setdefault(key, style)
            for page in root.iter(STYLE + "page-layout-properties"):
                if hex_colour(page.get(_FO + "background-color")) not in (None, PAPER.ground):
                    self.paper = UNKNOWN_GROUND

    def look(self, element: etree.Element) -> Look:
        """What the style of a paragraph, a span, a section, a part of a table or a shape says.

        A shape is filled unless it says otherwise, a frame is not.
        """
        tag = element.tag
        space = next((space for space in (TABLE, DRAW) if tag.startswith(space)), TEXT)
        name = element.get(space + "style-name")
        if name is None:
            return UNKNOWN_GROUND if space == DRAW and tag not in _FRAMES else NOTHING
        key = "graphic" if space == DRAW else _FAMILIES.get(tag, "text"), name
        if key not in self._looks:
            self._looks[key] = self._found(*key)
        return self._looks[key]

    def _found(self, family: str, name: str) -> Look:
        look = NOTHING
        for _ in range(PARENTS_MAX):
            style = self._styles.get((family, name))
            if style is None:
                break
            for settings in style:
                look = look.over(_look(settings))
            name = style.get(STYLE + "parent-style-name") or ""
        return look


def _look(settings: etree.Element) -> Look:
    """What one element of settings says: of letters, of a paragraph, or of a cell."""
    ground = hex_colour(settings.get(_FO + "background-color"))
    if fill := settings.get(DRAW + "fill"):
        solid = hex_colour(settings.get(DRAW + "fill-color")) if fill == "solid" else None
        ground = solid if fill in ("solid", "none") else ""
    if settings.tag != STYLE + "text-properties":
        return Look(ground=ground)
    display, place = settings.get(TEXT + "display"), settings.get(STYLE + "text-position")
    size = _POINTS.fullmatch(settings.get(_FO + "font-size") or "")
    automatic = settings.get(STYLE + "use-window-font-color") == "true"
    return Look(
        hidden=None if display is None else display == "none",
        colour="" if automatic else hex_colour(settings.get(_FO + "color")),
        ground=ground,
        size_pt=float(size[1]) if size and size[1].count(".") < 2 else None,
        raised=None if place is None else place.startswith("super"),
    )
