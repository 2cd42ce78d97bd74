"""Write the signs of symbol fonts as the letters that they look like."""

import re

# The fonts' codes 0x20–0x7E, then 0xA0–0xFE; documents hold them as U+F020 and on.
_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
    "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SYMBOL_BEYOND = (
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"
    "◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
)
_WINGDINGS = {
    0x4A: "☺",
    0x4B: "😐",
    0x4C: "☹",
    0x6C: "●",
    0x6E: "■",
    0x6F: "□",
    0x71: "❑",
    0x76: "❖",
    0x9F: "•",
    0xA7: "▪",
    0xA8: "◻",
    0xD8: "➢",
    0xDF: "←",
    0xE0: "→",
    0xE1: "↑",
    0xE2: "↓",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
_FONTS: dict[str, dict[int, str]] = {
    "symbol": {
        0xF000 + start + at: sign
        for start, signs in ((0x20, _SYMBOL), (0xA0, _SYMBOL_BEYOND))
        for at, sign in enumerate(signs)
    },
    "wingdings": {0xF000 + code: sign for code, sign in _WINGDINGS.items()},
}
_PRIVATE = range(0xD800, 0xF900)
"""Halves of letters, and what means something in a font alone."""
_CODES = re.compile("[\uf000-\uf0ff]")
_OF_NO_FONT = dict.fromkeys(range(61440, 61696), "")


def as_seen(text: str, font: str) -> str:
    """A text in a symbol font as others write it; a sign without a letter of its own is dropped."""
    return text.translate({**_OF_NO_FONT, **_FONTS.get(font.casefold(), {})})


def has_symbols(text: str) -> bool:
    """Whether it holds codes that mean something in a symbol font alone."""
    return _CODES.search(text) is not None


def sign(code: str, font: str) -> str:
    """A sign by its number in hex, in a font; "" if others have none for it."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if number < 0x100 and font.casefold() in _FONTS:
        number += 0xF000
    if number in _OF_NO_FONT:
        return as_seen(chr(number), font)
    stands_for_nothing = number in _PRIVATE or not 0x20 <= number < 0x110000
    return "" if stands_for_nothing else chr(number)
