"""Write a formula as one line of text: a half is 1/2, ten to the second 10²."""

from collections.abc import Callable, Sequence

from lxml import etree

from huleedu.services.files.domain.appearance import lowered, raised

DEPTH_MAX = 60
"""A formula that is nested deeper is nobody's."""
Written = Callable[[Sequence[str]], str]


def formula(root: etree.Element, depth: int = 0) -> str:
    """The text of a formula in Office's vocabulary or in MathML."""
    if depth > DEPTH_MAX:
        return ""
    name = _local(root)
    if name in _LEFT_OUT:
        return ""
    if name in _LETTERS:
        return "".join((root.text or "").split()) if name != "t" else (root.text or "")
    parts = [formula(child, depth + 1) for child in root if _local(child) not in _SETTINGS]
    if name in ("d", "mfenced"):
        return _fenced(root, parts)
    if name == "nary":
        parts.insert(0, _setting(root, "chr") or "∫")
    write = _WRITTEN.get(name)
    return write(parts) if write else in_a_row(parts)


def in_a_row(parts: Sequence[str]) -> str:
    """Parts as they follow each other; 1 and 1/2 is not 11/2."""
    row = ""
    for part in parts:
        row += f" {part}" if row[-1:].isdigit() and part[:1].isdigit() and "/" in part else part
    return row


def _fraction(parts: Sequence[str]) -> str:
    return "/".join(part if _is_plain(part) else f"({part})" for part in parts)


def _power(parts: Sequence[str]) -> str:
    return parts[0] + "".join(map(raised, parts[1:])) if parts else ""


def _index(parts: Sequence[str]) -> str:
    return parts[0] + "".join(map(lowered, parts[1:])) if parts else ""


def _both(parts: Sequence[str]) -> str:
    return _power((_index(parts[:2]), *parts[2:3]))


def _before(parts: Sequence[str]) -> str:
    return lowered(parts[0]) + raised(parts[1]) + parts[2] if len(parts) == 3 else "".join(parts)


def _root(parts: Sequence[str]) -> str:
    of, degree = (parts[-1], "".join(parts[:-1])) if parts else ("", "")
    return f"{raised(degree) if degree else ''}√{of if _is_plain(of) else f'({of})'}"


def _root_of_mathml(parts: Sequence[str]) -> str:
    return _root(parts[::-1])


def _square_root(parts: Sequence[str]) -> str:
    return _root(("".join(parts),))


def _sum(parts: Sequence[str]) -> str:
    sign, below, above, of = (*parts, "", "", "", "")[:4]
    bounds = (lowered(below) if below else "") + (raised(above) if above else "")
    return f"{sign}{bounds} {of}".rstrip()


def _rows(parts: Sequence[str]) -> str:
    return "; ".join(parts)


def _cells(parts: Sequence[str]) -> str:
    return ", ".join(parts)


def _function(parts: Sequence[str]) -> str:
    return " ".join(parts)


_WRITTEN: dict[str, Written] = {
    **dict.fromkeys(("f", "mfrac"), _fraction),
    **dict.fromkeys(("sSup", "msup", "limUpp"), _power),
    **dict.fromkeys(("sSub", "msub", "limLow"), _index),
    **dict.fromkeys(("sSubSup", "msubsup"), _both),
    "sPre": _before,
    "rad": _root,
    "mroot": _root_of_mathml,
    "msqrt": _square_root,
    "nary": _sum,
    "func": _function,
    "eqArr": _rows,
    "m": _rows,
    "mtable": _rows,
    "mr": _cells,
    "mtr": _cells,
}
_LETTERS = frozenset({"t", "mi", "mn", "mo", "mtext", "ms"})
_LEFT_OUT = frozenset({"annotation", "annotation-xml", "del", "moveFrom", "delText", "instrText"})
_SETTINGS = frozenset(
    f"{of}Pr"
    for of in (
        *("f", "sSup", "sSub", "sSubSup", "sPre", "rad", "d", "nary", "func", "m", "eqArr", "acc"),
        *("bar", "box", "borderBox", "groupChr", "limLow", "limUpp", "phant", "ctrl", "r", "arg"),
        "oMathPara",
    )
)


def _is_plain(part: str) -> bool:
    return part.replace(",", "").replace(".", "").isalnum() or len(part) == 1


def _fenced(root: etree.Element, parts: Sequence[str]) -> str:
    if _local(root) == "mfenced":
        begin, end = root.get("open", "("), root.get("close", ")")
        between = (root.get("separators") or ",")[0]
    else:
        begin = "(" if (told := _setting(root, "begChr")) is None else told
        end = ")" if (told := _setting(root, "endChr")) is None else told
        between = "|" if (told := _setting(root, "sepChr")) is None else told
    return f"{begin}{between.join(parts)}{end}"


def _setting(root: etree.Element, name: str) -> str | None:
    """What the settings of a part of a formula say; None: nothing."""
    for settings in root:
        if _local(settings) in _SETTINGS:
            for setting in settings:
                if _local(setting) == name:
                    return next(iter(setting.values()), "")
    return None


def _local(element: etree.Element) -> str:
    return element.tag.rpartition("}")[2]
