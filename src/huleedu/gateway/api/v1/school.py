"""A school's settings, and its audit, for its administrators."""

from dataclasses import asdict, replace
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from huleedu.gateway.api import problems
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import Listing, RequestBody
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.account import AT
from huleedu.gateway.api.v1.answers import ApiAnswer, is_as_seen
from huleedu.gateway.api.v1.asking import NOTHING, AnyJsonRoute, ApiAsked, ApiRoute
from huleedu.gateway.api.v1.forms import Line, Title
from huleedu.gateway.api.v1.meanwhile import ChangedMeanwhile, LanguageModels, SchoolResource
from huleedu.gateway.scales import scale_told
from huleedu.services.identity import api as identity
from huleedu.services.identity.api import Language, LlmOff, LlmSettings, SchoolSettings

FIELDS = {
    "school_name": "name",
    **{name: f"language_models.{name}" for name in LanguageModels.__struct_fields__},
}
MONEY = ("price_in", "price_out", "limit_batch", "limit_month")


class ChangedSchool(RequestBody, frozen=True, kw_only=True):
    """What of the settings is changed; what is null or left out stays."""

    name: Annotated[Title | None, Meta(description="another name, of one line")] = None
    language: Annotated[Language | None, Meta(description="en or sv")] = None
    teachers_need_factor: Annotated[
        bool | None, Meta(description="true: teachers need a second factor, too")
    ] = None
    scales: Annotated[
        tuple[Line, ...] | None,
        Meta(description="what teachers are offered: A-F, 1-5, CEFR, or grades from the lowest"),
    ] = None
    pupil_links: Annotated[
        bool | None, Meta(description="true: pupils may have links to their feedback")
    ] = None
    language_models: Annotated[
        LanguageModels | Literal["none"] | None, Meta(description="those allowed, or none")
    ] = None


class AuditListing(Listing, frozen=True, kw_only=True):
    """Which part of the audit."""

    person: Annotated[UUID | None, Meta(description="who did it, or whom it is about")] = None
    pupil: Annotated[UUID | None, Meta(description="a pupil whom it is about")] = None
    batch: Annotated[UUID | None, Meta(description="a batch that it concerns")] = None
    what: Annotated[str, Meta(max_length=60, description="a kind of entry")] = ""
    since: Annotated[
        Annotated[datetime, Meta(tz=True)] | None,
        Meta(description="not from before this time (RFC 3339, with its zone)"),
    ] = msgspec.field(default=None, name="from")


class AuditLine(msgspec.Struct, frozen=True, kw_only=True):
    """Who did or saw what, when, and from where."""

    id: Annotated[int, Meta(ge=0, le=2**53)]
    at: datetime
    person: UUID | None
    person_name: str
    what: str
    about: UUID | None
    about_name: str
    facts: dict[str, str]
    address: str


class AuditPage(ApiAnswer, frozen=True, kw_only=True, tag="audit"):
    """Some of the audit, the newest first."""

    items: tuple[AuditLine, ...]
    next: str | None


async def get_school(asked: ApiAsked[None, None]) -> SchoolResource | HttpRefusal:
    """What is set."""
    found = await _settings(asked)
    return found if isinstance(found, HttpRefusal) else _resource(asked, found)


async def _settings(
    asked: ApiAsked[None, None] | ApiAsked[ChangedSchool, None],
) -> SchoolSettings | HttpRefusal:
    found = await identity.settings_of(asked.people, asked.who)
    return HttpRefusal(refusals.NO_RIGHT) if isinstance(found, identity.MayNot) else found


async def change_school(
    asked: ApiAsked[ChangedSchool, None],
) -> SchoolResource | ChangedMeanwhile | HttpRefusal:
    """Set it otherwise."""
    before = await _settings(asked)
    if isinstance(before, HttpRefusal):
        return before
    if not is_as_seen(_resource(asked, before), asked.if_match):
        return ChangedMeanwhile(now=_resource(asked, before))
    wanted = _wanted(asked.sent, before)
    if isinstance(wanted, HttpRefusal):
        return wanted
    if wanted == before:
        return _resource(asked, before)
    changed = await identity.change_settings(
        asked.people, asked.who, wanted, asked.now, seen=before
    )
    match changed:
        case identity.Done() | identity.SeenOtherwise():
            now = await _settings(asked)
            if isinstance(now, HttpRefusal):
                return now
            told = _resource(asked, now)
            return told if isinstance(changed, identity.Done) else ChangedMeanwhile(now=told)
        case identity.FormRefused(wrong):
            return refusals.refused_form(wrong, FIELDS)
        case identity.MayNot():
            return HttpRefusal(refusals.NO_RIGHT)


def _wanted(sent: ChangedSchool, before: SchoolSettings) -> SchoolSettings | HttpRefusal:
    told: dict[str, Any] = {
        name: getattr(sent, name)
        for name in ("name", "language", "teachers_need_factor", "pupil_links")
        if getattr(sent, name) is not None
    }
    if sent.scales is not None:
        scales = [scale_told(each) for each in sent.scales]
        if not all(scales):
            return problems.wrong_field_named("scales", "A-F, 1-5, CEFR, or 2 to 20 grades each")
        told["scales"] = tuple(dict.fromkeys(scales))
    if sent.language_models == "none":
        told["llm"] = LlmOff()
    elif sent.language_models is not None:
        fields = msgspec.structs.asdict(sent.language_models)
        amounts = {name: Decimal(fields[name]) for name in MONEY}
        told["llm"] = msgspec.convert({**fields, **amounts}, LlmSettings)
    return replace(before, **told)


def _models(llm: LlmSettings | LlmOff) -> LanguageModels | None:
    if isinstance(llm, LlmOff):
        return None
    amounts = {name: format(getattr(llm, name), "f") for name in MONEY}
    return msgspec.convert({**asdict(llm), **amounts}, LanguageModels)


def _resource(
    asked: ApiAsked[None, None] | ApiAsked[ChangedSchool, None], of: SchoolSettings
) -> SchoolResource:
    return SchoolResource(
        id=asked.who.school,
        name=of.name,
        language=of.language,
        teachers_need_factor=of.teachers_need_factor,
        scales=of.scales,
        pupil_links=of.pupil_links,
        language_models=_models(of.llm),
    )


async def list_audit(asked: ApiAsked[None, AuditListing]) -> AuditPage | HttpRefusal:
    """Some of the audit, the newest first."""
    query = asked.query
    if query.after and not (query.after.isascii() and query.after.isdigit()):
        return problems.wrong_cursor()
    if query.person and query.pupil and query.person != query.pupil:
        return AuditPage(items=(), next=None)
    found = await identity.audit_of(
        asked.people,
        asked.who,
        person=query.person or query.pupil,
        what=query.what,
        before=int(query.after[:18]) if query.after else None,
        limit=query.limit + 1,
        batch=query.batch,
        since=query.since,
    )
    if isinstance(found, identity.MayNot):
        return HttpRefusal(refusals.NO_RIGHT)
    some = found[: query.limit]
    return AuditPage(
        items=tuple(
            AuditLine(
                id=one.id,
                at=one.at,
                person=one.person,
                person_name=one.person_name,
                what=one.what,
                about=one.about,
                about_name=one.about_name,
                facts=one.facts,
                address=one.address,
            )
            for one in some
        ),
        next=str(some[-1].id) if len(found) > len(some) else None,
    )


ROUTES: tuple[AnyJsonRoute, ...] = (
    ApiRoute(
        method="GET",
        path=f"{AT}/school",
        what="The school's settings",
        needs="admin",
        who="administrator",
        takes=NOTHING,
        query=NOTHING,
        says=SchoolResource,
        do=get_school,
    ),
    ApiRoute(
        method="PATCH",
        path=f"{AT}/school",
        what="Set it otherwise",
        needs="admin",
        who="administrator",
        takes=ChangedSchool,
        query=NOTHING,
        says=SchoolResource | ChangedMeanwhile,
        guarded=True,
        do=change_school,
    ),
    ApiRoute(
        method="GET",
        path=f"{AT}/audit",
        what="Who did or saw what, the newest first",
        needs="admin",
        who="administrator",
        takes=NOTHING,
        query=AuditListing,
        says=AuditPage,
        do=list_audit,
    ),
)

EXAMPLES: tuple[RequestBody, ...] = (ChangedSchool(teachers_need_factor=True),)
