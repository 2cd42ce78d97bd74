"""The people of a school, for its administrators."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta

from huleedu.contracts.people import Right
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import Listing, RequestBody
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.account import AT
from huleedu.gateway.api.v1.answers import ApiAnswer, ToldOnce, is_as_seen
from huleedu.gateway.api.v1.asking import NOTHING, AnyJsonRoute, ApiAsked, ApiRoute
from huleedu.gateway.api.v1.forms import Address
from huleedu.gateway.api.v1.meanwhile import ChangedMeanwhile, PersonResource
from huleedu.gateway.api.v1.paging import part
from huleedu.gateway.handing_on import HandingOn
from huleedu.gateway.web.mailing import invitation_mail
from huleedu.gateway.web.soon import soon
from huleedu.gateway.words.words import words
from huleedu.kit.mail import MailNotSent
from huleedu.services.identity import api as identity

Mailed = Literal["sent", "not_sent", "mail_not_set_up"]
Rights = Annotated[
    tuple[Right, ...],
    Meta(min_length=1, max_length=3, description="some of teacher, administrator, operator"),
]


class PersonPage(ApiAnswer, frozen=True, kw_only=True, tag="people"):
    """Some of a school's people, by name."""

    items: tuple[PersonResource, ...]
    next: str | None


class NewInvitation(RequestBody, frozen=True, kw_only=True):
    """Somebody to be invited."""

    email: Address
    rights: Rights


class Invited(ToldOnce, frozen=True, kw_only=True, tag="invited"):
    """They are invited by the link `/invitation?link=SECRET`, which works for seven days, once."""

    email: str
    mailed: Mailed
    """Whether the link is mailed to them: sent, not_sent (see `sentence`), or mail_not_set_up."""
    sentence: str
    """The same in words, and what to do."""


class ChangedPerson(RequestBody, frozen=True, kw_only=True):
    """What somebody is from now on."""

    rights: Rights


class PersonRemoved(ApiAnswer, frozen=True, kw_only=True, tag="person_removed"):
    """They are gone, with their sessions and tokens; what was theirs is the administrators'."""

    person: UUID


class ToWhom(RequestBody, frozen=True, kw_only=True):
    """Who is to have somebody's batches and classes."""

    to: Annotated[
        UUID | None, Meta(description="a teacher of the school; null: its administrators")
    ]


class HandedOn(ApiAnswer, frozen=True, kw_only=True, tag="handed_on"):
    """What was somebody's is somebody else's; what both teach stays with both."""

    person: UUID
    to: UUID | None
    batches: tuple[UUID, ...]
    classes: tuple[UUID, ...]


class SessionsEnded(ApiAnswer, frozen=True, kw_only=True, tag="sessions_ended"):
    """They are signed out everywhere."""

    person: UUID


async def list_people(asked: ApiAsked[None, Listing]) -> PersonPage | HttpRefusal:
    """Some of the school's people."""
    seen = await identity.people_of(asked.people, asked.who)
    if isinstance(seen, identity.MayNot):
        return HttpRefusal(refusals.NO_RIGHT)
    some = part(seen, lambda one: [one.name.casefold(), str(one.id)], asked.query)
    if isinstance(some, HttpRefusal):
        return some
    return PersonPage(items=tuple(map(_resource, some[0])), next=some[1])


async def invite(asked: ApiAsked[NewInvitation, None]) -> Invited | HttpRefusal:
    """Invite somebody by a link, which ends an older one."""
    email = asked.sent.email
    made = await identity.invite(asked.people, asked.who, email, asked.sent.rights, asked.now)
    match made:
        case identity.LinkMade(secret):
            mailed, sentence = await _mailed(asked, email, secret)
            return Invited(email=email, secret=secret, mailed=mailed, sentence=sentence)
        case identity.FormRefused(problems):
            return refusals.refused_form(problems)
        case identity.MayNot():
            return HttpRefusal(refusals.NO_RIGHT)


async def _mailed(
    asked: ApiAsked[NewInvitation, None], email: str, secret: str
) -> tuple[Mailed, str]:
    """Mail the link, if mail is set up and it is known where the pages are; and what came of it."""
    mailer, origin = asked.web.mailer, next(iter(asked.web.origins), None)
    if mailer is None or origin is None:
        return "mail_not_set_up", words("en").say("mail.not_set_up")
    link = f"{origin}/invitation?link={secret}"
    [answer] = await mailer.send(
        [invitation_mail(asked.who, words(asked.who.language), email, link)]
    )
    if isinstance(answer, MailNotSent):
        return "not_sent", words("en").say(f"mail.not_sent.{answer.fault}", to=email)
    return "sent", words("en").say("mail.sent", to=email)


async def get_person(asked: ApiAsked[None, None]) -> PersonResource | HttpRefusal:
    """One of the school's people."""
    seen = await identity.people_of(asked.people, asked.who)
    if isinstance(seen, identity.MayNot):
        return HttpRefusal(refusals.NO_RIGHT)
    found = next((one for one in seen if one.id == asked.ids["person"]), None)
    return _resource(found) if found else HttpRefusal(refusals.NOT_THERE)


async def _as_seen(
    asked: ApiAsked[ChangedPerson, None] | ApiAsked[None, None],
) -> PersonResource | ChangedMeanwhile | HttpRefusal:
    seen = await identity.people_of(asked.people, asked.who)
    if isinstance(seen, identity.MayNot):
        return HttpRefusal(refusals.NO_RIGHT)
    found = next((one for one in seen if one.id == asked.ids["person"]), None)
    if found is None:
        return HttpRefusal(refusals.NOT_THERE)
    now = _resource(found)
    return now if is_as_seen(now, asked.if_match) else ChangedMeanwhile(now=now)


async def change_person(
    asked: ApiAsked[ChangedPerson, None],
) -> PersonResource | ChangedMeanwhile | HttpRefusal:
    """Let somebody be something else; their sessions end."""
    before = await _as_seen(asked)
    if not isinstance(before, PersonResource):
        return before
    changed = await identity.change_rights(
        asked.people, asked.who, before.id, asked.sent.rights, asked.now, seen=before.rights
    )
    match changed:
        case identity.Done() | identity.Renewed():
            return PersonResource(
                id=before.id,
                name=before.name,
                email=before.email,
                rights=tuple(sorted({*asked.sent.rights})),
                has_factor=before.has_factor,
            )
        case identity.SeenOtherwise():
            now = await _as_seen(asked)
            return ChangedMeanwhile(now=now) if isinstance(now, PersonResource) else now
        case identity.FormRefused(problems):
            return refusals.refused_form(problems)
        case identity.LastAdministrator():
            return HttpRefusal(refusals.LAST_ADMINISTRATOR)
        case identity.NoSuchPerson():
            return HttpRefusal(refusals.NOT_THERE)
        case identity.MayNot():
            return HttpRefusal(refusals.NO_RIGHT)


async def hand_on(asked: ApiAsked[ToWhom, None]) -> HandedOn | HttpRefusal:
    """Give somebody's batches and classes to a colleague, or to the administrators."""
    seen = await identity.people_of(asked.people, asked.who)
    if isinstance(seen, identity.MayNot):
        return HttpRefusal(refusals.NO_RIGHT)
    person, to = asked.ids["person"], asked.sent.to
    if person not in {one.id for one in seen}:
        return HttpRefusal(refusals.NOT_THERE)
    teachers = {one.id for one in seen if "teacher" in one.rights and one.id != person}
    if to is not None and to not in teachers:
        return HttpRefusal(refusals.NO_COLLEAGUE)
    handing = _handing_on(asked)
    handed = await handing.hand_on(person, to)
    await soon(lambda: handing.shows(person, handed))
    return HandedOn(person=person, to=to, batches=handed.batches, classes=handed.classes)


def _handing_on(asked: ApiAsked[ToWhom, None] | ApiAsked[None, None]) -> HandingOn:
    return HandingOn(
        people=asked.people,
        results=asked.database("results"),
        classes=asked.database("classes"),
        commands=asked.web.batches.commands,
        school=asked.who.school,
        by=asked.who.person,
        now=asked.now,
    )


async def remove_person(
    asked: ApiAsked[None, None],
) -> PersonRemoved | ChangedMeanwhile | HttpRefusal:
    """Take somebody away; their sessions and tokens end."""
    before = await _as_seen(asked)
    if not isinstance(before, PersonResource):
        return before
    seen = await identity.people_of(asked.people, asked.who)
    if isinstance(seen, identity.MayNot):
        return HttpRefusal(refusals.NO_RIGHT)
    administrators = sum("administrator" in one.rights for one in seen)
    if "administrator" in before.rights and administrators == 1:
        return HttpRefusal(refusals.LAST_ADMINISTRATOR)
    # first: whoever stops in between finds a person whose things are left to hand on
    await _handing_on(asked).hand_on(before.id, None)
    match await identity.remove(asked.people, asked.who, before.id, asked.now):
        case identity.Done():
            return PersonRemoved(person=before.id)
        case identity.LastAdministrator():
            return HttpRefusal(refusals.LAST_ADMINISTRATOR)
        case identity.NoSuchPerson():
            return HttpRefusal(refusals.NOT_THERE)
        case identity.MayNot():
            return HttpRefusal(refusals.NO_RIGHT)


async def end_sessions(asked: ApiAsked[None, None]) -> SessionsEnded | HttpRefusal:
    """Sign somebody out everywhere; their tokens stay."""
    person = asked.ids["person"]
    match await identity.end_sessions_of(asked.people, asked.who, person, asked.now):
        case identity.Done():
            return SessionsEnded(person=person)
        case identity.NoSuchPerson():
            return HttpRefusal(refusals.NOT_THERE)
        case identity.MayNot():
            return HttpRefusal(refusals.NO_RIGHT)


def _resource(person: identity.PersonSeen) -> PersonResource:
    return PersonResource(
        id=person.id,
        name=person.name,
        email=person.email,
        rights=tuple(sorted(person.rights)),
        has_factor=person.has_factor,
    )


ROUTES: tuple[AnyJsonRoute, ...] = (
    ApiRoute(
        method="GET",
        path=f"{AT}/people",
        what="Some of the school's people, by name",
        needs="admin",
        who="administrator",
        takes=NOTHING,
        query=Listing,
        says=PersonPage,
        do=list_people,
    ),
    ApiRoute(
        method="POST",
        path=f"{AT}/people",
        what="Invite somebody by a link, which ends an older one",
        needs="admin",
        who="administrator",
        takes=NewInvitation,
        query=NOTHING,
        says=Invited,
        do=invite,
    ),
    ApiRoute(
        method="GET",
        path=f"{AT}/people/{{person}}",
        what="One of the school's people",
        needs="admin",
        who="administrator",
        takes=NOTHING,
        query=NOTHING,
        says=PersonResource,
        do=get_person,
    ),
    ApiRoute(
        method="PATCH",
        path=f"{AT}/people/{{person}}",
        what="Let somebody be something else; their sessions end",
        needs="admin",
        who="administrator",
        takes=ChangedPerson,
        query=NOTHING,
        says=PersonResource | ChangedMeanwhile,
        guarded=True,
        refuses=(refusals.LAST_ADMINISTRATOR,),
        do=change_person,
    ),
    ApiRoute(
        method="DELETE",
        path=f"{AT}/people/{{person}}",
        what="Take somebody away; their sessions and tokens end",
        needs="admin",
        who="administrator",
        takes=NOTHING,
        query=NOTHING,
        says=PersonRemoved | ChangedMeanwhile,
        guarded=True,
        refuses=(refusals.LAST_ADMINISTRATOR,),
        do=remove_person,
    ),
    ApiRoute(
        method="POST",
        path=f"{AT}/people/{{person}}/hand-on",
        what="Give somebody's batches and classes to a colleague, or to the administrators",
        needs="admin",
        who="administrator",
        takes=ToWhom,
        query=NOTHING,
        says=HandedOn,
        refuses=(refusals.NO_COLLEAGUE,),
        do=hand_on,
    ),
    ApiRoute(
        method="DELETE",
        path=f"{AT}/people/{{person}}/sessions",
        what="Sign somebody out everywhere; their tokens stay",
        needs="admin",
        who="administrator",
        takes=NOTHING,
        query=NOTHING,
        says=SessionsEnded,
        do=end_sessions,
    ),
)

EXAMPLES: tuple[RequestBody, ...] = (
    ToWhom(to=None),
    NewInvitation(email="karin@skolan.example", rights=("teacher",)),
    ChangedPerson(rights=("administrator", "teacher")),
)
