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
_NAME_BYTES_MAX = 600


def layers_off(content: bytes) -> frozenset[str]:
    """Names of the layers that nobody sees; pdfium does not tell, and objects may be packed."""
    found = _OFF.search(content) if b"/OCProperties" in content else None
    if found is None:
        return frozenset()
    wanted = {*_REFERENCE.findall(found[1])[:OFF_MAX]}
    objects = (one for one in _OBJECT.finditer(content) if one[1] in wanted)
    names = (_NAME.search(one[2].partition(b"endobj")[0]) for one in objects)
    return frozenset(_text(_unescaped(name[1], name[2])) for name in names if name)


def layers_of(drawn_by: int) -> set[str]:
    """Names of the layers on which an object of a page is drawn."""
    drawn = ctypes.cast(drawn_by, raw.FPDF_PAGEOBJECT)
    count = raw.FPDFPageObj_CountMarks(drawn)
    marks = (raw.FPDFPageObj_GetMark(drawn, at) for at in range(count))
    return {_text(_name(mark)) for mark in marks} - {""}


def _name(mark: raw.FPDF_PAGEOBJECTMARK) -> bytes:
    """As bytes, for pdfium takes a text of 16 bits for one of 8."""
    buffer = (ctypes.c_ubyte * _NAME_BYTES_MAX)()
    length = ctypes.c_ulong()
    asked = (mark, b"Name", buffer, _NAME_BYTES_MAX, length)
    if not raw.FPDFPageObjMark_GetParamBlobValue(*asked):
        return b""
    return bytes(buffer)[: length.value]


def _unescaped(plain: bytes | None, hexadecimal: bytes | None) -> bytes:
    if plain is None:
        digits = b"".join((hexadecimal or b"").split())
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
    return re.sub(rb"\\(.)", rb"\1", plain)


def _text(said: bytes) -> str:
    if said.startswith(b"\xfe\xff"):
        return said[2:].decode("utf-16-be", errors="replace")
    return said.decode("latin-1")
