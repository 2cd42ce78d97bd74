"""P16: one person of a school: what is theirs goes to somebody else, and they are taken away."""

from uuid import UUID

from huleedu.gateway.handing_on import ADMINISTRATORS, HandingOn, Held
from huleedu.gateway.web.coming import asked_from, people, signed_in
from huleedu.gateway.web.mailing import mailed, reset_mail
from huleedu.gateway.web.pages import (
    Answer,
    Asked,
    Done,
    MayNot,
    NotThere,
    Page,
    PageRoute,
    Redirect,
    Undo,
    identifier,
)
from huleedu.gateway.web.soon import soon
from huleedu.services.identity import api as identity

PEOPLE = "/school/people"
UNDONE_AT_MOST = 40
"""What an undo names has to fit into a cookie."""


async def one(asked: Asked) -> Answer:
    """One person, and what may be done about them."""
    return await one_person(asked, {})


async def one_person(asked: Asked, wrong: dict[str, str], link: str = "") -> Answer:
    """The page of one person; a link that was just made is told on it once."""
    who = signed_in(asked)
    seen = await identity.people_of(people(asked), who)
    if isinstance(seen, identity.MayNot):
        return MayNot()
    person = next((each for each in seen if each.id == asked.identifier("person")), None)
    if person is None:
        return NotThere()
    school = asked.signed_in.school_name
    mails = [reset_mail(asked, person.email, school, link)] if link else []
    names = {
        "wrong": wrong,
        "seen": person,
        "link": link,
        "sent": await mailed(asked, mails),
        "me": who.person,
        "operator": "operator" in who.rights,
        "fresh": asked.web.clock() < who.fresh_until,
        "held": await _handing_on(asked).held(person.id),
        "takers": [(str(each.id), each.name) for each in _takers(seen, person.id)],
        "to": asked.first("to"),
    }
    return Page("identity/person.html", names, 409 if wrong else 200)


def _takers(seen: list[identity.PersonSeen], person: UUID) -> list[identity.PersonSeen]:
    """Who may have what was theirs: the other teachers."""
    return [each for each in seen if "teacher" in each.rights and each.id != person]


def _handing_on(asked: Asked) -> HandingOn:
    return HandingOn(
        people=people(asked),
        results=asked.database("results"),
        classes=asked.database("classes"),
        commands=asked.web.batches.commands,
        school=asked.signed_in.school,
        by=asked.signed_in.person,
        now=asked.web.clock(),
        address=asked_from(asked).address,
    )


async def hand_on(asked: Asked) -> Answer:
    """Give somebody's batches and classes to a colleague."""
    found = await _person(asked)
    if not isinstance(found, tuple):
        return found
    person, seen = found
    takers = {str(one.id): one for one in _takers(seen, person.id)}
    taker = takers.get(asked.first("to"))
    if taker is None:
        return await one_person(asked, {"to": asked.words.say("identity.hand_on.nobody")})
    handing, only = _handing_on(asked), _only(asked)
    handed = await handing.hand_on(person.id, taker.id, only)
    await soon(lambda: handing.shows(person.id, handed))
    facts = {
        "name": taker.name,
        "batches": asked.words.say("identity.hand_on.batches", n=len(handed.batches)),
        "classes": asked.words.say("identity.hand_on.classes", n=len(handed.classes)),
    }
    back = None
    if "teacher" in person.rights and len(handed.batches) + len(handed.classes) <= UNDONE_AT_MOST:
        fields = {
            "to": str(person.id),
            "batches": " ".join(map(str, handed.batches)),
            "classes": " ".join(map(str, handed.classes)),
        }
        back = Undo(f"{PEOPLE}/{taker.id}/hand-on", fields)
    return Redirect(f"{PEOPLE}/{person.id}", Done("handed_on", facts, back))


def _only(asked: Asked) -> Held | None:
    """What an undo names; None: a form means all."""
    if "batches" not in asked.form:
        return None
    told = [
        tuple(id_ for word in asked.first(field).split() if (id_ := identifier(word)))
        for field in ("batches", "classes")
    ]
    return Held(*told)


async def _person(
    asked: Asked,
) -> tuple[identity.PersonSeen, list[identity.PersonSeen]] | MayNot | NotThere:
    """The person in the address, and everybody."""
    seen = await identity.people_of(people(asked), signed_in(asked))
    if isinstance(seen, identity.MayNot):
        return MayNot()
    person = next((each for each in seen if each.id == asked.identifier("person")), None)
    return (person, seen) if person else NotThere()


async def remove(asked: Asked) -> Answer:
    """Take somebody away; their name is typed first, and it is said who has what was theirs."""
    found = await _person(asked)
    if not isinstance(found, tuple):
        return found
    person, seen = found
    wrong: dict[str, str] = {}
    held = await _handing_on(asked).held(person.id)
    takers = {str(each.id) for each in _takers(seen, person.id)}
    if held and asked.first("to") not in {*takers, ADMINISTRATORS}:
        wrong["remove-to"] = asked.words.say("identity.remove.to_whom", name=person.name)
    if _plain(asked.first("typed")) != _plain(person.name):
        wrong["typed"] = asked.words.say("identity.type_the_name", name=person.name)
    administrators = sum("administrator" in each.rights for each in seen)
    if "administrator" in person.rights and administrators == 1:
        wrong["typed"] = asked.words.say("identity.last_administrator")
    if wrong:
        return await one_person(asked, wrong)
    # first, so that whoever stops in between finds a person whose things are left to hand on
    handing, handed = _handing_on(asked), Held()
    if held:
        handed = await handing.hand_on(person.id, identifier(asked.first("to")))
        await handing.teaches_nothing(person.id)
    match await identity.remove(people(asked), signed_in(asked), person.id, asked.web.clock()):
        case identity.Done():
            await soon(lambda: handing.shows(person.id, handed))
            return Redirect(PEOPLE, Done("person_removed", {"name": person.name}))
        case identity.LastAdministrator():
            wrong = {"typed": asked.words.say("identity.last_administrator")}
            return await one_person(asked, wrong)
        case identity.NoSuchPerson():
            return NotThere()
        case identity.MayNot():
            return MayNot()


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


ONE_PERSON_PAGES = (
    PageRoute(
        method="GET",
        path="/school/people/{person}",
        who="administrator",
        what="One person",
        view=one,
    ),
    PageRoute(
        method="POST",
        path="/school/people/{person}/hand-on",
        who="administrator",
        what="Hand on somebody's batches and classes",
        view=hand_on,
    ),
    PageRoute(
        method="POST",
        path="/school/people/{person}/remove",
        who="administrator",
        what="Take somebody away",
        view=remove,
    ),
)
