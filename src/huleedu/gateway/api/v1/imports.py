"""Class lists over the API: read and shown as what they would change, then taken in, or not."""

from typing import Annotated, TypeVar
from uuid import UUID, uuid5

from msgspec import Meta

from huleedu.gateway.api import problems
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import QueryFields, RequestBody
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.account import AT
from huleedu.gateway.api.v1.answers import ApiAnswer, is_as_seen
from huleedu.gateway.api.v1.asking import NOTHING, AnyJsonRoute, ApiAsked, ApiRoute
from huleedu.gateway.api.v1.classes import teacher
from huleedu.gateway.api.v1.forms import Cell, Count, Line
from huleedu.gateway.api.v1.meanwhile import (
    ChangedMeanwhile,
    ImportChange,
    ImportColumn,
    ImportEntry,
    ImportGone,
    ImportResource,
    ImportWrong,
)
from huleedu.gateway.words.words import words
from huleedu.kit.spreadsheet import written
from huleedu.services.classes.api import imports
from huleedu.services.classes.api.classes import Entry
from huleedu.services.classes.api.imports import (
    PUPILS_MAX,
    SIZE_BYTES_MAX,
    ClassChanged,
    ListRefused,
    Meaning,
    NoSuchClass,
    Preview,
)

SENT_BYTES_MAX = 2 * SIZE_BYTES_MAX
"""A file of the largest size in base64, and more."""
COLUMNS_MAX = 50

SentAny = TypeVar("SentAny", bound=RequestBody | None)
QueryAny = TypeVar("QueryAny", bound=QueryFields | None)


class NewImport(RequestBody, frozen=True, kw_only=True):
    """A class list: a file (CSV, TSV, XLSX, OneRoster zip), or its rows."""

    file: Annotated[bytes | None, Meta(description="the file in base64, or null")] = None
    rows: Annotated[
        Annotated[
            tuple[Annotated[tuple[Cell, ...], Meta(max_length=COLUMNS_MAX)], ...],
            Meta(max_length=PUPILS_MAX + 1),
        ]
        | None,
        Meta(description="rows of texts, perhaps with headings in the first, or null"),
    ] = None


class CellMeant(RequestBody, frozen=True, kw_only=True):
    """What shall stand in a cell: its row from 1, its column from 0."""

    row: Annotated[int, Meta(ge=1, le=PUPILS_MAX)]
    column: Annotated[int, Meta(ge=0, le=COLUMNS_MAX)]
    text: Cell


class ChangedImport(RequestBody, frozen=True, kw_only=True):
    """How the list is meant; what is null or left out stays."""

    columns: Annotated[
        tuple[Meaning, ...] | None,
        Meta(
            description="what each column means: full, first, last, called, code, group, email, "
            "id, or empty for one that is not used"
        ),
    ] = None
    only: Annotated[
        tuple[Line, ...] | None, Meta(description="the classes of the list that are meant")
    ] = None
    remove: Annotated[
        tuple[UUID, ...] | None, Meta(description="pupils not in the list who are to go")
    ] = None
    cells: Annotated[tuple[CellMeant, ...], Meta(description="cells that are put right")] = ()


class ListTakenIn(ApiAnswer, frozen=True, kw_only=True, tag="taken_in"):
    """All that was shown was done."""

    pupils: Count
    removed: Count


class ThrownAway(ApiAnswer, frozen=True, kw_only=True, tag="thrown_away"):
    """Nothing was taken in, and the list waits no more."""


async def make_import(asked: ApiAsked[NewImport, None]) -> ImportResource | HttpRefusal:
    """Read a list, and tell what it would change."""
    sent, class_ = asked.sent, asked.ids["class"]
    if (sent.file is None) == (sent.rows is None):
        return problems.wrong_field_named("file", "the file in base64, if there are no `rows`")
    content = written(sent.rows).encode() if sent.rows is not None else sent.file or b""
    id_ = uuid5(asked.once, f"import of {class_}")
    found = await imports.preview(
        asked.database("classes"), teacher(asked), class_, id_, content, asked.now
    )
    match found:
        case Preview():
            return _resource(found)
        case ListRefused(reason):
            named = "file" if sent.rows is None else "rows"
            return problems.wrong_field_named(named, words("en").explain(reason))
        case NoSuchClass():
            return HttpRefusal(refusals.NOT_THERE)


async def _look(asked: ApiAsked[SentAny, QueryAny]) -> Preview | HttpRefusal:
    database, who, id_ = asked.database("classes"), teacher(asked), asked.ids["import"]
    class_ = await imports.class_of(database, who, id_)
    if isinstance(class_, NoSuchClass):
        return HttpRefusal(refusals.NOT_THERE)
    found = await imports.look(database, who, class_, id_)
    return HttpRefusal(refusals.NOT_THERE) if isinstance(found, NoSuchClass) else found


async def get_import(asked: ApiAsked[None, None]) -> ImportResource | HttpRefusal:
    """What the list would change now."""
    found = await _look(asked)
    return found if isinstance(found, HttpRefusal) else _resource(found)


async def change_import(
    asked: ApiAsked[ChangedImport, None],
) -> ImportResource | ChangedMeanwhile | HttpRefusal:
    """Understand the list otherwise."""
    found = await _look(asked)
    if isinstance(found, HttpRefusal):
        return found
    if not is_as_seen(_resource(found), asked.if_match):
        return ChangedMeanwhile(now=_resource(found))
    sent, waiting = asked.sent, found.waiting
    if sent.columns is not None and len(sent.columns) != len(waiting.table.columns):
        return problems.wrong_field_named("columns", f"{len(waiting.table.columns)} meanings")
    changed = await imports.change(
        asked.database("classes"),
        teacher(asked),
        found.of.id,
        found.id,
        columns=waiting.table.columns if sent.columns is None else sent.columns,
        only=waiting.only if sent.only is None else sent.only,
        remove=waiting.remove if sent.remove is None else tuple(map(str, sent.remove)),
        cells=[(one.row, one.column, one.text) for one in sent.cells],
        seen=found.revisions,
    )
    match changed:
        case Preview():
            return _resource(changed)
        case ClassChanged(now):
            return ChangedMeanwhile(now=_resource(now))
        case NoSuchClass():
            return HttpRefusal(refusals.NOT_THERE)


async def confirm_import(
    asked: ApiAsked[None, None],
) -> ListTakenIn | ChangedMeanwhile | HttpRefusal:
    """Take the list in as it was shown, all of it or nothing."""
    found = await _look(asked)
    if isinstance(found, HttpRefusal):
        return found
    if not is_as_seen(_resource(found), asked.if_match):
        return ChangedMeanwhile(now=_resource(found))
    database, who = asked.database("classes"), teacher(asked)
    match await imports.confirm(database, who, found.of.id, found.id, found.revisions, asked.now):
        case imports.TakenIn(pupils, removed):
            return ListTakenIn(pupils=pupils, removed=removed)
        case ClassChanged(now):
            return ChangedMeanwhile(now=_resource(now))
        case NoSuchClass():
            return HttpRefusal(refusals.NOT_THERE)


async def throw_import_away(asked: ApiAsked[None, None]) -> ThrownAway | HttpRefusal:
    """Take nothing in."""
    found = await _look(asked)
    if isinstance(found, HttpRefusal):
        return found
    await imports.throw_away(asked.database("classes"), teacher(asked), found.of.id, found.id)
    return ThrownAway()


def _resource(of: Preview) -> ImportResource:
    table, would, say = of.waiting.table, of.would, words("en").say
    headings = table.headings or ("",) * len(table.columns)
    return ImportResource(
        id=of.id,
        class_=of.of.id,
        columns=tuple(
            ImportColumn(heading=heading, means=means)
            for heading, means in zip(headings, table.columns, strict=True)
        ),
        rows=len(table.rows),
        groups=tuple(of.groups),
        only=of.waiting.only,
        new=tuple(map(_entry, would.new)),
        changed=tuple(
            ImportChange(pupil=UUID(one.id), before=_entry(one.old), after=_entry(one.new))
            for one in would.changed
        ),
        same=len(would.same),
        gone=tuple(
            ImportGone(pupil=UUID(one.id), name=one.entry.name, removed=one.id in of.waiting.remove)
            for one in would.gone
        ),
        wrong=tuple(
            ImportWrong(
                row=one.row,
                column=one.column,
                code=one.code,
                sentence=say(f"classes.wrong.{one.code}", row=one.row),
            )
            for one in would.wrong
        ),
        doubled=would.doubled,
        revisions=of.revisions,
    )


def _entry(of: Entry) -> ImportEntry:
    return ImportEntry(name=of.name, called=of.called, groups=of.groups, email=of.email, ids=of.ids)


ROUTES: tuple[AnyJsonRoute, ...] = (
    ApiRoute(
        method="POST",
        path=f"{AT}/classes/{{class}}/imports",
        what="Read a class list, and tell what it would change",
        needs="write",
        who="teacher",
        takes=NewImport,
        query=NOTHING,
        bytes_max=SENT_BYTES_MAX,
        says=ImportResource,
        do=make_import,
    ),
    ApiRoute(
        method="GET",
        path=f"{AT}/imports/{{import}}",
        what="What a class list would change now",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=ImportResource,
        do=get_import,
    ),
    ApiRoute(
        method="PATCH",
        path=f"{AT}/imports/{{import}}",
        what="Understand a class list otherwise",
        needs="write",
        who="teacher",
        takes=ChangedImport,
        query=NOTHING,
        says=ImportResource | ChangedMeanwhile,
        guarded=True,
        do=change_import,
    ),
    ApiRoute(
        method="DELETE",
        path=f"{AT}/imports/{{import}}",
        what="Take nothing in",
        needs="write",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=ThrownAway,
        do=throw_import_away,
    ),
    ApiRoute(
        method="POST",
        path=f"{AT}/imports/{{import}}/confirm",
        what="Take a class list in as it was shown, all of it or nothing",
        needs="write",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=ListTakenIn | ChangedMeanwhile,
        guarded=True,
        do=confirm_import,
    ),
)

EXAMPLES: tuple[RequestBody, ...] = (
    NewImport(rows=(("Namn", "E-post"), ("Anna Åberg", "anna@skolan.example"))),
    ChangedImport(columns=("full", "email")),
)
