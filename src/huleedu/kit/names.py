"""Make a file's name safe to show, whatever its sender put into it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import partial

from huleedu.kit.code_pages import OF_ARCHIVES, OF_DISKS, decoded, likeliest
from huleedu.kit.mending import mend

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
_STRAY = re.compile("[\udc80-\udcff]+")
_DRIVE = re.compile(r"^[A-Za-z]:(?=[\\/])")


def display_name(raw: str) -> str:
    """The name with neither unseen characters nor path tricks; NFC, at most 120 characters.

    Folders stay, parted by `/` (they tell two files of one name apart); `..`, drives and the root
    don't. Idempotent, never empty, never to be used as a path.
    """
    raw = unicodedata.normalize("NFC", mend(with_letters([raw[-RAW_CHARS_MAX:]])[0]).text)
    seen = _mended("".join(_seen(char) for char in raw))
    parts = (part.strip() for part in _DRIVE.sub("", seen.strip()).replace("\\", "/").split("/"))
    name = "/".join(" ".join(part.split()) for part in parts if part.strip(". "))
    return _shortened(unicodedata.normalize("NFC", name)) or NAMELESS


def _mended(seen: str) -> str:
    """What was garbled put right, until nothing is: what comes of it may be unseen as well."""
    while (better := "".join(_seen(char) for char in mend(seen).text)) != seen:
        seen = better
    return seen


def with_letters(names: Sequence[str]) -> list[str]:
    """Names from a disk with the letters that their stray bytes stood for, likely for them all."""
    odd = [name.replace("\n", " ") for name in names if _STRAY.search(name)]
    if not odd:
        return [*names]
    together = "\n".join(odd)
    readings = {
        page: (_STRAY.sub(partial(_in_page, page=page), together), cost)
        for page, cost in OF_DISKS.items()
    }
    read = iter(likeliest(readings, names=True).text.split("\n"))
    return [next(read) if _STRAY.search(name) else name for name in names]


def _in_page(stray: re.Match[str], page: str) -> str:
    return stray[0].encode("utf-8", "surrogateescape").decode(page, "replace")


def stored_names(names: Sequence[bytes]) -> list[str]:
    """Names that an archive keeps as bytes: UTF-8, or the code page that is likely for them all."""
    read: list[str | None] = []
    for name in names:
        try:
            read.append(name.decode("utf-8"))
        except UnicodeDecodeError:
            read.append(None)
    others = [
        name.replace(b"\n", b" ") for name, text in zip(names, read, strict=True) if text is None
    ]
    together = decoded(b"\n".join(others), OF_ARCHIVES, names=True).text.split("\n")
    rest = iter(together)
    return [next(rest) if text is None else text for text in read]


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
