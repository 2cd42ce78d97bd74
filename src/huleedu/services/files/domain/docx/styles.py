"""Find out from a .docx's styles and settings which words can't be seen, and which stand raised."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from huleedu.services.files.domain.appearance import NOTHING, WHITE, Look, hex_colour
from huleedu.services.files.domain.docx.names import child, local, value
from huleedu.services.files.domain.markup import parse
from huleedu.services.files.domain.outcomes import CannotRead

PARENTS_MAX = 30
"""Styles that stand on each other; more of them, or a circle, are cut off."""
SEARCHED_MAX = 100
"""Styles that are searched for one by one; who has more of them gets a list of their places."""
_CONTENTS = re.compile(r"toc (\d|heading)|table of figures|index (\d|heading)", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?styles\b[^>]*>")
_DEFAULT = re.compile(rb":default=[\"'](?:1|true|on)[\"']")
_PARAGRAPH = re.compile(rb":type=[\"']paragraph[\"']")
_ID = re.compile(rb":styleId=[\"']([^\"']*)[\"']")
_OFF = ("0", "false", "off")
_HIGHLIGHTS = {"none": None, "white": WHITE, "black": "000000"}
_LIGHT = ("background1", "light1")


class Style(NamedTuple):
    """What a style says, with those that it stands on."""

    look: Look = NOTHING
    is_contents: bool = False
    """Whether words in it stand in a table of contents or an index."""


class DocxStyles:
    """The styles of a document, of which only those in use are parsed.

    Args:
        pieces: the part's bytes; no more are taken than are needed. Word's own styles of tables,
            which no text here needs, make nine tenths of a part.
    """

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._raw = next(pieces, b"")
        if self._raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            whole = self._raw + b"".join(pieces)
            self._raw = whole.decode("utf-16", "replace").encode()
        self._places: dict[bytes, int] = {}
        self._sought = 0
        root = _ROOT.search(self._raw)
        self._begin = root[0] if root else b""
        self._found: dict[str, Style] = {}
        self.common = NOTHING
        """What holds for all letters."""
        self.default = Style()
        """Of paragraphs without a style."""
        if root:
            self.common = self._look_of(self._between(b"docDefaults"))
            self.default = self.style(self._default_id())

    def style(self, name: str) -> Style:
        """The style of this id."""
        if name not in self._found:
            self._found[name] = self._read(name)
        return self._found[name]

    def _read(self, name: str) -> Style:
        look, is_contents = NOTHING, False
        for _ in range(PARENTS_MAX):
            style = self._element(name)
            if style is None:
                break
            look = look.over(look_of(child(style, "rPr"))).over(shading_of(child(style, "pPr")))
            is_contents = is_contents or bool(_CONTENTS.match(value(child(style, "name"))))
            name = value(child(style, "basedOn"))
        return Style(look, is_contents)

    def shades(self, name: str) -> bool:
        """Whether a table's style shades any of its cells."""
        style = self._element(name)
        return style is not None and any(
            local(one) == "shd" and _shading(one) not in (None, WHITE) for one in style.iter("*")
        )

    def _look_of(self, defaults: bytes) -> Look:
        root = self._parsed(defaults)
        settings = child(root, "rPrDefault") if root is not None else None
        return look_of(child(settings, "rPr")) if settings is not None else NOTHING

    def _element(self, name: str) -> etree.Element | None:
        if not name:
            return None
        escaped = name.replace("&", "&amp;").replace("<", "&lt;").encode()
        at = self._place(escaped)
        if at < 0:
            return None
        start, end = self._raw.rfind(b"<", 0, at), self._find(b"style>", at)
        return self._parsed(self._raw[start : end + len(b"style>")]) if end >= 0 else None

    def _default_id(self) -> str:
        while True:
            for found in _DEFAULT.finditer(self._raw):
                start, end = self._raw.rfind(b"<", 0, found.start()), self._find(b">", found.end())
                tag = self._raw[start:end]
                if _PARAGRAPH.search(tag) and (name := _ID.search(tag)):
                    return name[1].decode("utf-8", "replace")
            if not self._more():
                return ""

    def _between(self, name: bytes) -> bytes:
        start = self._find(name)
        end = self._find(name + b">", start + 1) if start >= 0 else -1
        return self._raw[self._raw.rfind(b"<", 0, start) : end + len(name) + 1] if end >= 0 else b""

    def _find(self, sought: bytes, start: int = 0) -> int:
        while (at := self._raw.find(sought, start)) < 0 and self._more():
            pass
        return at

    def _more(self) -> bool:
        """Take another piece; False: there was none."""
        piece = next(self._pieces, b"")
        self._raw += piece
        return bool(piece)

    def _place(self, id_: bytes) -> int:
        """Where the style of this id tells it; -1: nowhere."""
        self._sought += 1
        if self._sought <= SEARCHED_MAX:
            at = self._find(b':styleId="' + id_ + b'"')
            return at if at >= 0 else self._find(b":styleId='" + id_ + b"'")
        if not self._places:
            while self._more():
                pass
            self._places = {one[1]: one.start() for one in _ID.finditer(self._raw)}
        return self._places.get(id_, -1)

    def _parsed(self, element: bytes) -> etree.Element | None:
        """One element out of the part, in the namespaces of its root."""
        if not element:
            return None
        name = self._begin[1:].split(None, 1)[0].rstrip(b">")
        try:
            root = parse(self._begin + element + b"</" + name + b">")
        except CannotRead:  # it is no such element: the text can be read all the same
            return None
        return root[0] if len(root) else None


def look_of(settings: etree.Element | None) -> Look:
    """What the settings of a run say by themselves."""
    hidden: bool | None = None
    colour: str | None = None
    ground: str | None = None
    size_pt: float | None = None
    raised: bool | None = None
    for one in () if settings is None else settings:
        name = local(one)
        if name == "vanish":
            hidden = value(one) not in _OFF
        elif name == "color":
            is_light = value(one, "themeColor") in _LIGHT and not value(one)
            colour = WHITE if is_light else hex_colour(value(one)) or ""
        elif name == "shd":
            ground = _shading(one)
        elif name == "highlight":
            ground = _HIGHLIGHTS.get(value(one), "")
        elif name == "sz" and value(one).isdecimal():
            size_pt = int(value(one)[:6]) / 2
        elif name == "vertAlign":
            raised = value(one) == "superscript"
    return Look(hidden, colour, ground, size_pt, raised)


def shading_of(settings: etree.Element | None) -> Look:
    """What the settings of a paragraph, a cell or a table say of the ground."""
    shading = child(settings, "shd") if settings is not None else None
    return NOTHING if shading is None else Look(ground=_shading(shading))


def _shading(shading: etree.Element) -> str | None:
    pattern = value(shading)
    if pattern in ("", "clear", "nil"):
        fill = value(shading, "fill")
        return None if fill in ("", "auto") else hex_colour(fill) or ""
    return (hex_colour(value(shading, "color")) or "") if pattern == "solid" else ""
