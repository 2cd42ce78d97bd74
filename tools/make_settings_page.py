"""Write `docs/settings.md` from the settings' types: names, defaults, and what is said of each.

    python tools/make_settings_page.py

A test holds the page to the types, so that neither says what the other does not.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Literal, get_args, get_origin

import msgspec

from huleedu.kit.settings import variables
from huleedu.services.files.api import Limits
from huleedu.wiring.settings import General, Llm, Mail

PAGE = Path(__file__).parent.parent / "docs" / "settings.md"
MB = 1 << 20
GROUPS: tuple[tuple[str, type[msgspec.Struct], str], ...] = (
    ("The program", General, ""),
    ("A language model that judges", Llm, "LLM_"),
    ("Mail", Mail, "MAIL_"),
    ("What a single file may ask of us", Limits, "FILES_"),
)
ON_THIS_MACHINE = {"HULEEDU_WORKERS": "one less than there are cores"}
HEAD = """\
# Settings

All settings are environment variables, read and checked before anything starts; the defaults run on
a laptop. A name that begins with `HULEEDU_` and is no setting is refused, with the nearest one.
Made by `python tools/make_settings_page.py`; [operating](operating.md) says when to change what.
"""


def page() -> str:
    """The whole page."""
    return "\n".join((HEAD, *(line for group in GROUPS for line in _group(*group))))


def _group(title: str, group: type[msgspec.Struct], part: str) -> Iterator[str]:
    yield f"## {title}\n"
    yield "| setting | default | |"
    yield "| --- | --- | --- |"
    said = sentences(group)
    for field in msgspec.structs.fields(group):
        [variable] = [v for v, name in variables(group, part).items() if name == field.name]
        default = ON_THIS_MACHINE.get(variable) or shown(field.name, field.default)
        choices = _choices(field.type)
        words = " ".join(part for part in (choices, said.get(field.name, "")) if part)
        assert words, f"nothing is said of {group.__name__}.{field.name}"
        yield f"| `{variable}` | {default} | {words} |"
    yield ""


def sentences(group: type[msgspec.Struct]) -> dict[str, str]:
    """What stands below each field; Python itself keeps no docstrings of fields."""
    [body] = ast.parse(textwrap.dedent(inspect.getsource(group))).body
    assert isinstance(body, ast.ClassDef)
    found: dict[str, str] = {}
    for field, below in zip(body.body, body.body[1:], strict=False):
        if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
            continue
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            found[field.target.id] = " ".join(str(below.value.value).split())
    return found


def shown(name: str, default: object) -> str:
    """A default as people read it."""
    match default:
        case None | "":
            return ""
        case int() if "bytes" in name and default % MB == 0:
            return f"{default // MB} MB"
        case int():
            return f"{default:,}"
        case float() | Decimal():
            return f"{default:g}" + (" s" if name.endswith("_s") else "")
        case _:
            return f"`{default}`"


def _choices(kind: object) -> str:
    """The words that a setting may have, if they are few."""
    if get_origin(kind) is Literal:
        return ", ".join(f"`{word}`" for word in get_args(kind)) + "."
    return ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
