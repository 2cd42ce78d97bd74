"""P4, a class list: read it, show what it would change, and take that in."""

import re
from uuid import uuid4

from huleedu.gateway.web.classes import seen_class, teacher
from huleedu.gateway.web.pages import Answer, Asked, Done, NotThere, Page, PageRoute, Redirect
from huleedu.services.classes.api import imports
from huleedu.services.classes.api.imports import (
    MEANINGS,
    ClassChanged,
    ListRefused,
    Meaning,
    Preview,
)

SENT_BYTES_MAX = imports.SIZE_BYTES_MAX + (64 << 10)
ROWS_SHOWN = 5
LISTED = 100
"""So many of each kind of change stand on the page; of more it says how many."""
_CELL = re.compile(r"cell-(\d+)-(\d+)")


async def paste(asked: Asked) -> Answer:
    """Where a list is pasted or chosen."""
    return await _paste(asked, {})


async def _paste(asked: Asked, wrong: dict[str, str]) -> Answer:
    found = await seen_class(asked)
    if found is None:
        return NotThere()
    names = {"seen": found.of, "wrong": wrong, "pasted": asked.first("pasted")}
    return Page("classes/import.html", names, 422 if wrong else 200)


async def read(asked: Asked) -> Answer:
    """Read what was sent, and keep it until it is taken in."""
    found = await seen_class(asked)
    if found is None:
        return NotThere()
    chosen = next(iter(asked.form.get("list", ())), "")
    content = chosen.encode("latin-1") or asked.first("pasted").encode()
    id_, who = uuid4(), teacher(asked)
    answer = await imports.preview(
        asked.database("classes"), who, found.of.id, id_, content, asked.web.clock()
    )
    match answer:
        case Preview():
            return Redirect(f"/classes/{found.of.id}/import/{id_}")
        case ListRefused(reason):
            return await _paste(asked, {"pasted": asked.words.explain(reason)})
        case imports.NoSuchClass():
            return NotThere()


async def look(asked: Asked) -> Answer:
    """What the list would change."""
    class_, list_ = asked.identifier("class"), asked.identifier("list")
    if class_ is None or list_ is None:
        return NotThere()
    found = await imports.look(asked.database("classes"), teacher(asked), class_, list_)
    return _shown(found) if isinstance(found, Preview) else NotThere()


def _shown(found: Preview, *, changed: bool = False) -> Page:
    table = found.waiting.table
    wrong = {(each.row, each.column): each.code for each in found.would.wrong}
    names = {
        "seen": found.of,
        "preview": found,
        "would": found.would,
        "table": table,
        "first_rows": table.rows[:ROWS_SHOWN],
        "meanings": MEANINGS,
        "listed": LISTED,
        "wrong_rows": sorted({row for row, _ in wrong}),
        "wrong": wrong,
        "changed": changed,
    }
    return Page("classes/preview.html", names, 409 if changed else 200)


async def answer(asked: Asked) -> Answer:
    """Understand the list otherwise, take it in, or throw it away."""
    class_, list_ = asked.identifier("class"), asked.identifier("list")
    if class_ is None or list_ is None:
        return NotThere()
    database, who = asked.database("classes"), teacher(asked)
    where = f"/classes/{class_}"
    if asked.first("do") == "throw-away":
        await imports.throw_away(database, who, class_, list_)
        return Redirect(where)
    if asked.first("do") == "take-in":
        now = asked.web.clock()
        done = await imports.confirm(database, who, class_, list_, asked.first("seen"), now)
        match done:
            case imports.TakenIn(pupils):
                return Redirect(where, Done("list_taken_in", {"n": pupils}))
            case ClassChanged(now=preview):
                return _shown(preview, changed=True)
            case imports.NoSuchClass():
                return NotThere()
    found = await imports.change(
        database,
        who,
        class_,
        list_,
        columns=_columns(asked),
        only=asked.form.get("only", ()),
        remove=asked.form.get("remove", ()),
        cells=[
            (int(cell[1]), int(cell[2]), texts[0])
            for name, texts in asked.form.items()
            if (cell := _CELL.fullmatch(name))
        ],
    )
    return Redirect(f"{where}/import/{list_}") if isinstance(found, Preview) else NotThere()


def _columns(asked: Asked) -> list[Meaning]:
    meant: dict[str, Meaning] = {meaning or "unused": meaning for meaning in MEANINGS}
    return [meant.get(each, "") for each in asked.form.get("column", ())]


IMPORT_PAGES = (
    PageRoute(
        method="GET",
        path="/classes/{class}/import",
        who="teacher",
        what="Where a class list is pasted or chosen",
        view=paste,
    ),
    PageRoute(
        method="POST",
        path="/classes/{class}/import",
        who="teacher",
        what="Read a class list",
        view=read,
        bytes_max=SENT_BYTES_MAX,
    ),
    PageRoute(
        method="GET",
        path="/classes/{class}/import/{list}",
        who="teacher",
        what="What a class list would change",
        view=look,
    ),
    PageRoute(
        method="POST",
        path="/classes/{class}/import/{list}",
        who="teacher",
        what="Take a class list in, otherwise, or not",
        view=answer,
    ),
)
