"""Find out from a web page's styles which words a browser hides."""

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from huleedu.services.files.domain.appearance import NOTHING, WHITE, Look, hex_colour

_BRACE = re.compile("[{}]")
_SIMPLE = re.compile(r"[\w-]*(?:[.#][\w-]+)?")
_RGB = re.compile(
    r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/]\s*([\d.]+%?)\s*)?\)"
)
_SIZE = re.compile(r"([\d.]{1,9})(pt|px)")
_NAMED = {"white": WHITE, "black": "000000", "transparent": None, "inherit": None, "none": None}
_POINTS_OF = {"pt": 1.0, "px": 0.75}


class Rules:
    """What simple rules say: of a name, a class or an id."""

    def __init__(self, looks: dict[str, Look]) -> None:
        self._looks = looks

    def look(self, element: etree.Element) -> Look:
        """What rules and its own style say of an element."""
        look = declared(element.get("style") or "")
        if not self._looks:
            return look
        tag, id_ = element.tag, element.get("id")
        if id_:
            look = look.over(self._told(f"#{id_}")).over(self._told(f"{tag}#{id_}"))
        for name in (element.get("class") or "").split():
            look = look.over(self._told(f"{tag}.{name}")).over(self._told(f".{name}"))
        return look.over(self._told(tag))

    def _told(self, selector: str) -> Look:
        return self._looks.get(selector, NOTHING)


def rules_of(sheets: Iterable[str]) -> Rules:
    """The rules of style sheets that hold on every medium."""
    looks: dict[str, Look] = {}
    for sheet in sheets:
        for selectors, declarations in _rules(_without_comments(sheet)):
            look = declared(declarations)
            for selector in map(str.strip, selectors.split(",")):
                if look != NOTHING and _SIMPLE.fullmatch(selector):
                    looks[selector] = look.over(looks.get(selector, NOTHING))
    return Rules(looks)


def _without_comments(sheet: str) -> str:
    first, *others = sheet.replace("<!--", "").replace("-->", "").split("/*")
    return first + "".join(other.partition("*/")[2] for other in others)


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and their declarations; what holds on one medium alone is passed over."""
    depth = begin = 0
    selectors = ""
    for brace in _BRACE.finditer(sheet):
        if brace[0] == "{":
            if depth == 0:
                selectors = sheet[begin : brace.start()].rpartition(";")[2].strip()
                begin = brace.end()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                if not selectors.startswith("@"):
                    yield selectors, sheet[begin : brace.start()]
                begin = brace.end()


def declared(declarations: str) -> Look:
    """What declarations say of how words look."""
    if not declarations:
        return NOTHING
    told = {
        name.strip().lower(): value.strip().lower().removesuffix("!important").strip()
        for name, colon, value in (one.partition(":") for one in declarations.split(";"))
        if colon
    }
    hidden = (
        told.get("display") == "none"
        or told.get("visibility") in ("hidden", "collapse")
        or told.get("mso-hide") == "all"
        or told.get("opacity") in ("0", "0.0", "0%")
    )
    shown = told.get("visibility") == "visible"
    size = _SIZE.fullmatch(told.get("font-size", ""))
    ground = told.get("background-color") or told.get("background", "").split(" ")[0]
    found = Look(
        hidden=True if hidden else False if shown else None,
        colour=colour(told["color"]) if "color" in told else None,
        ground=colour(ground) if ground else None,
        size_pt=_points(size[1], size[2]) if size else None,
        raised=told["vertical-align"] == "super" if "vertical-align" in told else None,
    )
    return NOTHING if found == NOTHING else found


def _points(number: str, unit: str) -> float | None:
    return float(number) * _POINTS_OF[unit] if number.count(".") < 2 and number != "." else None


def colour(told: str) -> str | None:
    """A colour as `Look` holds it; None: that of what is around."""
    told = told.strip().lower()
    if told in _NAMED:
        return _NAMED[told]
    if rgb := _RGB.fullmatch(told):
        if rgb[4] in ("0", "0%", "0.0"):
            return None
        return "".join(f"{min(255, int(part)):02x}" for part in rgb.group(1, 2, 3))
    return hex_colour(told) or ""
