"""Know our own results when they lie among a teacher's essays: by what is in them."""

import re
import zlib
from collections.abc import Callable
from pathlib import PurePath

HEAD_BYTES = 16_384
"""So much of a file's beginning tells; a drawing's description in words comes before its style."""
_BOM = b"\xef\xbb\xbf"
_TABLES = (
    b"file,state,slot,essay,pupil,pupil_found_in,",  # results.csv
    b"name,place,low,high,ability,error,",  # ranking.csv
    b"name,kind,judgements,infit,outfit,weight,",  # judges.csv
)
_RESULTS = re.compile(rb'\{\s*"format":\s*"huleedu-results/')
_RANKING = re.compile(rb'\{\s*"scripts":\s*\[\s*\{\s*"name":[^\n]{1,1000}?,\s*"place":\s*\d')
_WRITTEN = b'{"made_from":"'  # .huleedu.json, under the name that a shell's pattern gives it
_PAGE = re.compile(rb'<meta name="generator" content="HuleEdu ')
_STYLE = b":root {\n  color-scheme: light;\n  --paper:"
_DRAWING = b"<style>.ground{fill:#fff}text{font:13px "
_PROPERTIES = b"docProps/core.xml"
_CREATOR = re.compile(rb"<dc:creator\b[^>]*>HuleEdu ")


def _is_table(head: bytes) -> bool:
    return head.removeprefix(_BOM).startswith(_TABLES)


def _is_data(head: bytes) -> bool:
    return head.startswith(_WRITTEN) or bool(_RESULTS.match(head) or _RANKING.match(head))


def _is_page(head: bytes) -> bool:
    return bool(_PAGE.search(head))


def _is_style(head: bytes) -> bool:
    return head.startswith(_STYLE)


def _is_drawing(head: bytes) -> bool:
    return head.startswith(b"<svg ") and _DRAWING in head


def _is_workbook(head: bytes) -> bool:
    """Its properties are packed second, before any sheet, and name the program that made it."""
    at = head.find(_PROPERTIES)  # the name in the entry's header, of 30 bytes before it
    if not head.startswith(b"PK\x03\x04") or at < 30:
        return False
    extra = int.from_bytes(head[at - 2 : at], "little")
    try:
        packed = head[at + len(_PROPERTIES) + extra :]
        properties = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, HEAD_BYTES)
    except zlib.error:
        return False
    return bool(_CREATOR.search(properties))


_KINDS: dict[str, Callable[[bytes], bool]] = {
    ".csv": _is_table,
    ".json": _is_data,
    ".html": _is_page,
    ".css": _is_style,
    ".svg": _is_drawing,
    ".xlsx": _is_workbook,
}


def may_be_ours(name: str) -> bool:
    """Whether its beginning is worth a look: few essays end so."""
    return PurePath(name).suffix.casefold() in _KINDS


def is_ours(name: str, head: bytes) -> bool:
    """Whether a file that begins so is a result which we wrote, under whatever name."""
    look = _KINDS.get(PurePath(name).suffix.casefold())
    return look is not None and look(head)
