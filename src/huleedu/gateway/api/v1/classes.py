"""Classes over the API."""

from typing import Annotated, TypeVar
from uuid import UUID, uuid5

from msgspec import Meta

from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import Listing, QueryFields, RequestBody
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.account import AT
from huleedu.gateway.api.v1.answers import ApiAnswer, is_as_seen
from huleedu.gateway.api.v1.asking import NOTHING, AnyJsonRoute, ApiAsked, ApiRoute
from huleedu.gateway.api.v1.forms import Line, Name
from huleedu.gateway.api.v1.meanwhile import ChangedMeanwhile, ClassResource
from huleedu.gateway.api.v1.paging import part
from huleedu.services.classes.api import classes
from huleedu.services.classes.api.classes import SchoolClass, Seen, Teacher

SentAny = TypeVar("SentAny", bound=RequestBody | None)
QueryAny = TypeVar("QueryAny", bound=QueryFields | None)


class ClassPage(ApiAnswer, frozen=True, kw_only=True, tag="classes"):
    """Some of one's classes, by name."""

    items: tuple[ClassResource, ...]
    next: str | None


class NewClass(RequestBody, frozen=True, kw_only=True):
    """A class to be made."""

    name: Name
    year: Line = ""


class ChangedClass(RequestBody, frozen=True, kw_only=True):
    """What of a class is changed; what is null or left out stays."""

    name: Annotated[Name | None, Meta(description="another name, of one line")] = None
    year: Annotated[Line | None, Meta(description="another school year, of one line")] = None
    archived: Annotated[bool | None, Meta(description="true: put away; false: taken out again")] = (
        None
    )


def teacher(asked: ApiAsked[SentAny, QueryAny]) -> Teacher:
    """Who asks, as classes know them."""
    who = asked.who
    return Teacher(who.school, who.person, administrator="administrator" in who.rights)


async def seen_class(asked: ApiAsked[SentAny, QueryAny], class_: UUID) -> Seen | HttpRefusal:
    """A class with its pupils, if it is there for whoever asks."""
    found = await classes.one(asked.database("classes"), teacher(asked), class_)
    return found if isinstance(found, Seen) else HttpRefusal(refusals.NOT_THERE)


async def list_classes(asked: ApiAsked[None, Listing]) -> ClassPage | HttpRefusal:
    """Some of one's classes."""
    found = await classes.classes_of(asked.database("classes"), teacher(asked))
    some = part(found, lambda one: [one.name.casefold(), str(one.id)], asked.query)
    if isinstance(some, HttpRefusal):
        return some
    return ClassPage(items=tuple(map(_resource, some[0])), next=some[1])


async def make_class(asked: ApiAsked[NewClass, None]) -> ClassResource | HttpRefusal:
    """Make a class; whoever makes it teaches it."""
    told = (" ".join(asked.sent.name.split()), asked.sent.year.strip())
    class_ = uuid5(asked.once, f"class of {asked.who.person}")
    await classes.make(asked.database("classes"), teacher(asked), class_, told, asked.now)
    return await _now(asked, class_)


async def get_class(asked: ApiAsked[None, None]) -> ClassResource | HttpRefusal:
    """How a class is."""
    return await _now(asked, asked.ids["class"])


async def _now(asked: ApiAsked[SentAny, QueryAny], class_: UUID) -> ClassResource | HttpRefusal:
    found = await seen_class(asked, class_)
    return found if isinstance(found, HttpRefusal) else _resource(found.of)


async def change_class(
    asked: ApiAsked[ChangedClass, None],
) -> ClassResource | ChangedMeanwhile | HttpRefusal:
    """Change a class that is as it was seen."""
    found = await seen_class(asked, asked.ids["class"])
    if isinstance(found, HttpRefusal):
        return found
    sent, of = asked.sent, found.of
    if not is_as_seen(_resource(of), asked.if_match):
        return ChangedMeanwhile(now=_resource(of))
    told = (
        of.name if sent.name is None else " ".join(sent.name.split()),
        of.year if sent.year is None else sent.year.strip(),
    )
    database, who = asked.database("classes"), teacher(asked)
    if told != (of.name, of.year):
        changed = await classes.change(database, who, of, told)
        if isinstance(changed, classes.ChangedMeanwhile):
            return ChangedMeanwhile(now=_resource(changed.now))
    if sent.archived is not None:
        await classes.archive(database, who, of.id, asked.now, away=sent.archived)
    return await _now(asked, of.id)


async def put_class_away(
    asked: ApiAsked[None, None],
) -> ClassResource | ChangedMeanwhile | HttpRefusal:
    """Put a class away: results may name it, so it is never gone."""
    now = await _now(asked, asked.ids["class"])
    if isinstance(now, HttpRefusal):
        return now
    if not is_as_seen(now, asked.if_match):
        return ChangedMeanwhile(now=now)
    await classes.archive(asked.database("classes"), teacher(asked), now.id, asked.now, away=True)
    return await _now(asked, now.id)


def _resource(of: SchoolClass) -> ClassResource:
    return ClassResource(
        id=of.id,
        name=of.name,
        year=of.year,
        archived=of.archived,
        pupils=of.pupils,
        revision=of.revision,
    )


ROUTES: tuple[AnyJsonRoute, ...] = (
    ApiRoute(
        method="GET",
        path=f"{AT}/classes",
        what="Some of one's classes, by name",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=Listing,
        says=ClassPage,
        do=list_classes,
    ),
    ApiRoute(
        method="POST",
        path=f"{AT}/classes",
        what="Make a class",
        needs="write",
        who="teacher",
        takes=NewClass,
        query=NOTHING,
        says=ClassResource,
        do=make_class,
    ),
    ApiRoute(
        method="GET",
        path=f"{AT}/classes/{{class}}",
        what="How a class is",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=ClassResource,
        do=get_class,
    ),
    ApiRoute(
        method="PATCH",
        path=f"{AT}/classes/{{class}}",
        what="Change a class that is as it was seen",
        needs="write",
        who="teacher",
        takes=ChangedClass,
        query=NOTHING,
        says=ClassResource | ChangedMeanwhile,
        guarded=True,
        do=change_class,
    ),
    ApiRoute(
        method="DELETE",
        path=f"{AT}/classes/{{class}}",
        what="Put a class away; results may name it, so it is never gone",
        needs="write",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=ClassResource | ChangedMeanwhile,
        guarded=True,
        do=put_class_away,
    ),
)

EXAMPLES: tuple[RequestBody, ...] = (
    NewClass(name="9B", year="2026/27"),
    ChangedClass(archived=True),
)
