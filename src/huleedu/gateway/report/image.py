"""Make a PNG of a drawing, from the same SVG, so that nothing is drawn twice.

resvg (Rust, 3 MB) draws SVG as browsers do and needs no fonts of the system; matplotlib would be
ten times as heavy, and a second drawing to keep in step with the first.
"""

import importlib.resources
import xml.etree.ElementTree as ET
from functools import cache

from huleedu.gateway.report.drawing import FONT
from huleedu.kit import extras

TYPEFACE = "NotoSans[wdth,wght].ttf"
PIXELS_MAX = 24_000_000
"""An image of twice the drawing's size is sharp in print; a long one is made smaller."""
LETTERS_OF_TYPEFACE = 0x0590
"""Up to here (Latin, Greek, Cyrillic) the typeface has all letters; for others the system's fonts
are looked at as well, if there are any."""


def png(drawing: str) -> bytes:
    """The drawing as PNG, on its own ground; raises `NotInstalled`."""
    extras.need("png", "What draws a PNG")
    import resvg_py  # noqa: PLC0415 - an extra

    root = ET.fromstring(drawing)  # noqa: S314 - it is our own
    wide, high = float(root.attrib["width"]), float(root.attrib["height"])
    zoom = min(2.0, (PIXELS_MAX / (wide * high)) ** 0.5)
    return resvg_py.svg_to_bytes(
        svg_string=drawing,
        width=max(1, round(wide * zoom)),
        skip_system_fonts=not _beyond(drawing),
        font_files=[_typeface()],
        font_family=FONT,
        sans_serif_family=FONT,
    )


def _beyond(drawing: str) -> bool:
    return any(ord(letter) >= LETTERS_OF_TYPEFACE and letter.isalpha() for letter in drawing)


@cache
def _typeface() -> str:
    files = importlib.resources.files("fontpkg_noto_sans")
    return str(files.joinpath("files", TYPEFACE))
