"""Read the letters of an .rtf, which are stored in the code page of their font."""

import codecs
from dataclasses import dataclass, field

from huleedu.services.files.domain.symbols import as_seen

_OF_CHARSETS = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gbk",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
_SYMBOLS = 2
_OF_WORDS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}


@dataclass
class _Font:
    name: str = ""
    charset: int = 0


@dataclass
class RtfLetters:
    """The fonts of a document, and its own code page."""

    code_page: str = "cp1252"
    default: int = 0
    """The font where none is told."""
    _fonts: dict[int, _Font] = field(default_factory=dict[int, _Font])
    _open: _Font = field(default_factory=_Font)

    def is_written_in(self, word: str, number: int | None) -> None:
        """The document tells its code page."""
        page = _OF_WORDS.get(word) or f"cp{number}"
        try:
            codecs.lookup(page)
        except LookupError:
            return
        self.code_page = page

    def begin_font(self, number: int) -> None:
        """A line of the table of fonts begins."""
        self._open = self._fonts.setdefault(number, _Font())

    def has_charset(self, number: int) -> None:
        """That line tells its letters."""
        self._open.charset = number

    def is_named(self, text: str) -> None:
        """That line tells its name."""
        self._open.name += text.partition(";")[0]

    def read(self, raw: bytes, font: int | None) -> str:
        """RtfLetters in a font; those that are none become U+FFFD."""
        known = self._fonts.get(self.default if font is None else font, _Font())
        if known.charset == _SYMBOLS:
            return as_seen("".join(chr(0xF000 + byte) for byte in raw), known.name)
        return raw.decode(_OF_CHARSETS.get(known.charset, self.code_page), "replace")

    def seen(self, text: str, font: int | None) -> str:
        """Signs that mean something in a symbol font alone, as what they look like."""
        known = self._fonts.get(self.default if font is None else font, _Font())
        return as_seen(text, known.name)
