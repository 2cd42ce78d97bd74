"""Make a file's name safe to show, whatever its sender put into it."""

import re
import unicodedata

NAME_CHARS_MAX = 120
RAW_CHARS_MAX = 1000
"""Of a longer name only the end is looked at: NFC takes the square of a run of marks."""
NAMELESS = "unnamed file"

# Control characters, and format characters, which turn text around (bidi overrides can make
# "exe.docx" of "xcod.exe") or hide in it; surrogates and private characters show nothing.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_DRIVE = re.compile(r"^[A-Za-z]:(?=[\\/])")


def display_name(raw: str) -> str:
    """The name with neither unseen characters nor path tricks; NFC, at most 120 characters.

    Folders stay, parted by `/` (they tell two files of one name apart); `..`, drives and the root
    don't. Idempotent, never empty, never to be used as a path.
    """
    raw = unicodedata.normalize("NFC", raw[-RAW_CHARS_MAX:])
    seen = "".join(_seen(char) for char in raw)
    parts = (part.strip() for part in _DRIVE.sub("", seen.strip()).replace("\\", "/").split("/"))
    name = "/".join(" ".join(part.split()) for part in parts if part.strip(". "))
    return _shortened(unicodedata.normalize("NFC", name)) or NAMELESS


def _seen(char: str) -> str:
    if char in "\t\n\r\v\f\x85\u2028\u2029":
        return " "
    return "" if unicodedata.category(char) in _UNSEEN else char


def _shortened(name: str) -> str:
    """Cut in the middle: the beginning tells whose it is, and the end tells the kind."""
    if len(name) <= NAME_CHARS_MAX:
        return name
    tail = NAME_CHARS_MAX // 3
    return f"{name[: NAME_CHARS_MAX - tail - 1]}…{name[-tail:]}"
