"""Make a file's name safe to show, whatever its sender put into it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

NAME_CHARS_MAX = 120
RAW_CHARS_MAX = 1000
"""Of a longer name only the end is looked at: NFC takes the square of a run of marks."""
ENDING_CHARS_MAX = 10
"""What follows a name's last dot is longer than that only in a sentence."""
NAMELESS = "unnamed file"

# Control characters, and format characters, which turn text around (bidi overrides can make
# "exe.docx" of "xcod.exe") or hide in it; surrogates and private characters show nothing.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# A byte that is no UTF-8 comes from the disk as a surrogate (PEP 383): U+DC00 and the byte.
_STRAY = re.compile("[\udc80-\udcff]")
_PAGES = ("cp1252", "cp850")
"""How Windows, and zip files from it, stored the letters of Western and Northern Europe."""
_LIKELY = frozenset("åäöÅÄÖéÉèÈêëüÜßáàâíóôúçñøØæÆðþ")
_DRIVE = re.compile(r"^[A-Za-z]:(?=[\\/])")


def display_name(raw: str) -> str:
    """The name with neither unseen characters nor path tricks; NFC, at most 120 characters.

    Folders stay, parted by `/` (they tell two files of one name apart); `..`, drives and the root
    don't. Idempotent, never empty, never to be used as a path.
    """
    raw = unicodedata.normalize("NFC", _with_letters(raw[-RAW_CHARS_MAX:]))
    seen = "".join(_seen(char) for char in raw)
    parts = (part.strip() for part in _DRIVE.sub("", seen.strip()).replace("\\", "/").split("/"))
    name = "/".join(" ".join(part.split()) for part in parts if part.strip(". "))
    return _shortened(unicodedata.normalize("NFC", name)) or NAMELESS


def _with_letters(raw: str) -> str:
    """The name with the letters that its stray bytes stood for, in the likelier code page."""
    stray = bytes(ord(char) - 0xDC00 for char in _STRAY.findall(raw))
    if not stray:
        return raw
    guesses = (stray.decode(page, "replace") for page in _PAGES)
    letters = iter(max(guesses, key=lambda guess: sum(map(_LIKELY.__contains__, guess))))
    return _STRAY.sub(lambda _: next(letters), raw)


def alike(name: str) -> str:
    """The same for names that a reader, a disk or a list of names takes for one.

    `Å` may be one sign or two, `ﬁ` is `fi` (NFKC), and most disks see no difference between `å`
    and `Å`.
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def told_apart(names: Sequence[str]) -> list[str]:
    """The display names, in their order, no two of them alike: a second `Å.txt` is `Å (2).txt`."""
    given = {alike(name) for name in names}
    came: Counter[str] = Counter()
    apart: list[str] = []
    for name in names:
        key = alike(name)
        came[key] += 1
        if came[key] == 1:
            apart.append(name)
            continue
        while alike(numbered := _numbered(name, came[key])) in given:
            came[key] += 1
        given.add(alike(numbered))
        apart.append(numbered)
    return apart


def _numbered(name: str, number: int) -> str:
    """The number stands before the ending, where a name is cut if it would be too long."""
    mark = f" ({number})"
    stem, dot, ending = name.rpartition(".")
    if not stem or stem.endswith("/") or "/" in ending or len(ending) > ENDING_CHARS_MAX:
        stem, dot, ending = name, "", ""
    room = NAME_CHARS_MAX - len(mark) - len(dot + ending)
    stem = stem if len(stem) <= room else f"{stem[: room - 1]}…"
    return f"{stem.rstrip()}{mark}{dot}{ending}"


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
