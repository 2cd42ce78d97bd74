"""Know which layers of a PDF are switched off, and which layer letters are drawn on."""

import ctypes
import re

from pypdfium2 import raw

OFF_MAX = 1000
"""So many layers are looked for."""

_OFF = re.compile(rb"/OFF\s{0,9}\[([^\]]{0,20000})\]")
_REFERENCE = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+R")
_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s{1,9}\d{1,5}\s{1,9}obj\b(?=(.{0,600}))", re.DOTALL)
_NAME = re.compile(rb"/Name\s{0,9}(?:\(((?:[^()\\]|\\.){0,300})\)|<([0-9a-fA-F\s]{0,600})>)")


def layers_off(content: bytes) -> frozenset[str]:
    """Names of the layers that nobody sees; pdfium does not tell, and objects may be packed."""
    found = _OFF.search(content) if b"/OCProperties" in content else None
    if found is None:
        return frozenset()
    wanted = {*_REFERENCE.findall(found[1])[:OFF_MAX]}
    objects = (one for one in _OBJECT.finditer(content) if one[1] in wanted)
    names = (_NAME.search(one[2].partition(b"endobj")[0]) for one in objects)
    return frozenset(_text(name[1], name[2]) for name in names if name)


def _text(plain: bytes | None, hexadecimal: bytes | None) -> str:
    said = plain if plain is not None else bytes.fromhex((hexadecimal or b"").decode())
    said = re.sub(rb"\\(.)", rb"\1", said)
    if said.startswith(b"\xfe\xff"):
        return said[2:].decode("utf-16-be", errors="replace")
    return said.decode("latin-1")


def layers_of(drawn_by: int) -> set[str]:
    """Names of the layers on which an object of a page is drawn."""
    drawn = ctypes.cast(drawn_by, raw.FPDF_PAGEOBJECT)
    marks = (raw.FPDFPageObj_GetMark(drawn, at) for at in range(raw.FPDFPageObj_CountMarks(drawn)))
    return {_name(mark) for mark in marks} - {""}


def _name(mark: raw.FPDF_PAGEOBJECTMARK) -> str:
    buffer = (ctypes.c_ushort * 301)()
    length = ctypes.c_ulong()
    if not raw.FPDFPageObjMark_GetParamStringValue(mark, b"Name", buffer, 600, length):
        return ""
    return bytes(buffer).decode("utf-16-le", errors="replace").partition("\0")[0]
