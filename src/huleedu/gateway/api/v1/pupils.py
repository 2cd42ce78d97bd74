"""The pupils of a class over the API."""

from typing import Annotated
from uuid import UUID, uuid5

from msgspec import Meta

from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import Listing, RequestBody
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.account import AT
from huleedu.gateway.api.v1.answers import ApiAnswer, is_as_seen
from huleedu.gateway.api.v1.asking import NOTHING, AnyJsonRoute, ApiAsked, ApiRoute
from huleedu.gateway.api.v1.classes import seen_class, teacher
from huleedu.gateway.api.v1.forms import Address, Line, Name
from huleedu.gateway.api.v1.meanwhile import ChangedMeanwhile, PupilResource
from huleedu.gateway.api.v1.paging import part
from huleedu.services.classes.api import classes
from huleedu.services.classes.api.classes import Entry, NoSuchClass, Pupil, PupilChanged

Several = Annotated[
    tuple[Line, ...], Meta(max_length=20, description="at most 20 texts of one line")
]


class PupilPage(ApiAnswer, frozen=True, kw_only=True, tag="pupils"):
    """Some of a class's pupils, by name."""

    items: tuple[PupilResource, ...]
    next: str | None


class NewPupil(RequestBody, frozen=True, kw_only=True):
    """A pupil to be added; a code may stand for the name."""

    name: Name
    called: Line = ""
    groups: Several = ()
    email: Address = ""
    ids: Several = ()
    no_models: Annotated[
        bool, Meta(description="true: no language model may see what they write")
    ] = False


class ChangedPupil(RequestBody, frozen=True, kw_only=True):
    """What of a pupil is changed; what is null or left out stays."""

    name: Annotated[Name | None, Meta(description="another name, or a code")] = None
    called: Annotated[Line | None, Meta(description="another short name")] = None
    groups: Annotated[Several | None, Meta(description="other groups")] = None
    email: Annotated[Address | None, Meta(description="another e-mail address")] = None
    ids: Annotated[Several | None, Meta(description="other ids of other systems")] = None
    no_models: Annotated[
        bool | None, Meta(description="true: no language model may see what they write")
    ] = None


class PupilRemoved(ApiAnswer, frozen=True, kw_only=True, tag="pupil_removed"):
    """They are in the class no more; older results keep the name."""

    pupil: UUID


async def list_pupils(asked: ApiAsked[None, Listing]) -> PupilPage | HttpRefusal:
    """Some of a class's pupils."""
    found = await seen_class(asked, asked.ids["class"])
    if isinstance(found, HttpRefusal):
        return found
    some = part(found.pupils, lambda one: [one.name.casefold(), str(one.id)], asked.query)
    if isinstance(some, HttpRefusal):
        return some
    return PupilPage(items=tuple(_resource(found.of.id, one) for one in some[0]), next=some[1])


async def add_pupil(asked: ApiAsked[NewPupil, None]) -> PupilResource | HttpRefusal:
    """Add a pupil."""
    sent, class_ = asked.sent, asked.ids["class"]
    id_ = uuid5(asked.once, f"pupil of {class_}")
    entry = Entry(
        name=" ".join(sent.name.split()),
        called=sent.called.strip(),
        groups=sent.groups,
        email=sent.email.strip(),
        ids=sent.ids,
    )
    database, who = asked.database("classes"), teacher(asked)
    added = await classes.add(database, who, class_, id_, entry)
    if isinstance(added, NoSuchClass):
        return HttpRefusal(refusals.NOT_THERE)
    pupil = _pupil(id_, entry, no_models=sent.no_models)
    if sent.no_models:
        await classes.change_pupil(database, who, class_, pupil)
    return _resource(class_, pupil)


async def get_pupil(asked: ApiAsked[None, None]) -> PupilResource | HttpRefusal:
    """What is known of a pupil."""
    found = await classes.pupil(asked.database("classes"), teacher(asked), asked.ids["pupil"])
    if isinstance(found, NoSuchClass):
        return HttpRefusal(refusals.NOT_THERE)
    return _resource(*found)


async def change_pupil(
    asked: ApiAsked[ChangedPupil, None],
) -> PupilResource | ChangedMeanwhile | HttpRefusal:
    """Change a pupil who is as they were seen."""
    database, who, sent = asked.database("classes"), teacher(asked), asked.sent
    found = await classes.pupil(database, who, asked.ids["pupil"])
    if isinstance(found, NoSuchClass):
        return HttpRefusal(refusals.NOT_THERE)
    class_, seen = found
    if not is_as_seen(_resource(*found), asked.if_match):
        return ChangedMeanwhile(now=_resource(*found))
    now = Pupil(
        id=seen.id,
        name=seen.name if sent.name is None else " ".join(sent.name.split()),
        called=seen.called if sent.called is None else sent.called.strip(),
        groups=seen.groups if sent.groups is None else sent.groups,
        email=seen.email if sent.email is None else sent.email.strip(),
        ids=seen.ids if sent.ids is None else sent.ids,
        no_models=seen.no_models if sent.no_models is None else sent.no_models,
    )
    match await classes.change_pupil(database, who, class_, now, seen=seen):
        case PupilChanged(other):
            return ChangedMeanwhile(now=_resource(class_, other))
        case NoSuchClass():
            return HttpRefusal(refusals.NOT_THERE)
        case _:
            return _resource(class_, now)


async def remove_pupil(
    asked: ApiAsked[None, None],
) -> PupilRemoved | ChangedMeanwhile | HttpRefusal:
    """Take a pupil out of the class; older results keep the name."""
    database, who = asked.database("classes"), teacher(asked)
    found = await classes.pupil(database, who, asked.ids["pupil"])
    if isinstance(found, NoSuchClass):
        return HttpRefusal(refusals.NOT_THERE)
    class_, seen = found
    if not is_as_seen(_resource(*found), asked.if_match):
        return ChangedMeanwhile(now=_resource(*found))
    match await classes.remove(database, who, class_, seen.id, asked.now, seen=seen):
        case PupilChanged(other):
            return ChangedMeanwhile(now=_resource(class_, other))
        case NoSuchClass():
            return HttpRefusal(refusals.NOT_THERE)
        case _:
            return PupilRemoved(pupil=seen.id)


def _pupil(id_: UUID, entry: Entry, *, no_models: bool) -> Pupil:
    return Pupil(
        id=id_,
        name=entry.name,
        called=entry.called,
        groups=entry.groups,
        email=entry.email,
        ids=entry.ids,
        no_models=no_models,
    )


def _resource(class_: UUID, pupil: Pupil) -> PupilResource:
    return PupilResource(
        id=pupil.id,
        class_=class_,
        name=pupil.name,
        called=pupil.called,
        groups=pupil.groups,
        email=pupil.email,
        ids=pupil.ids,
        no_models=pupil.no_models,
    )


ROUTES: tuple[AnyJsonRoute, ...] = (
    ApiRoute(
        method="GET",
        path=f"{AT}/classes/{{class}}/pupils",
        what="Some of a class's pupils, by name",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=Listing,
        says=PupilPage,
        do=list_pupils,
    ),
    ApiRoute(
        method="POST",
        path=f"{AT}/classes/{{class}}/pupils",
        what="Add a pupil",
        needs="write",
        who="teacher",
        takes=NewPupil,
        query=NOTHING,
        says=PupilResource,
        do=add_pupil,
    ),
    ApiRoute(
        method="GET",
        path=f"{AT}/pupils/{{pupil}}",
        what="What is known of a pupil",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=PupilResource,
        do=get_pupil,
    ),
    ApiRoute(
        method="PATCH",
        path=f"{AT}/pupils/{{pupil}}",
        what="Change a pupil who is as they were seen",
        needs="write",
        who="teacher",
        takes=ChangedPupil,
        query=NOTHING,
        says=PupilResource | ChangedMeanwhile,
        guarded=True,
        do=change_pupil,
    ),
    ApiRoute(
        method="DELETE",
        path=f"{AT}/pupils/{{pupil}}",
        what="Take a pupil out of the class; older results keep the name",
        needs="write",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=PupilRemoved | ChangedMeanwhile,
        guarded=True,
        do=remove_pupil,
    ),
)

EXAMPLES: tuple[RequestBody, ...] = (
    NewPupil(name="Anna Åberg", email="anna@skolan.example"),
    ChangedPupil(called="Anna"),
)
