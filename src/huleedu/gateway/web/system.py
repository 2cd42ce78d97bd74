"""P17: the installation, for its operators. They see no pupil and no text."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from huleedu.gateway.web.coming import link_of, people, signed_in, told
from huleedu.gateway.web.installation import Installation, Letter, SchoolSize, Silent
from huleedu.gateway.web.pages import (
    Answer,
    Asked,
    Done,
    MayNot,
    NotThere,
    Page,
    PageRoute,
    Redirect,
    identifier,
)
from huleedu.services.identity import api as identity

SYSTEM = "/system"
NOT_OPERATOR = "system.may_not"
SHOWN = 100
"""So many messages that were given up are shown, and tried again, at a time."""


async def system(asked: Asked) -> Answer:
    """How the installation is, and its schools."""
    return await _system(asked, {})


async def _system(
    asked: Asked, wrong: dict[str, str], *, link: str = "", link_of_school: str = ""
) -> Answer:
    """The page; a link that was just made is told on it once."""
    installation, who = asked.web.installation, signed_in(asked)
    schools = await identity.schools_of(installation.schools, who)
    if isinstance(schools, identity.MayNot):
        return MayNot(NOT_OPERATOR)
    parts = await installation.parts()
    letters = await installation.given_up()
    sizes = await installation.sizes()
    lacking = sum(part.state != "well" for part in parts)
    given_up = 0 if isinstance(letters, Silent) else len(letters)
    names = {
        "wrong": wrong,
        "known": asked.words.has,
        "parts": parts,
        "need": lacking + (isinstance(letters, Silent) or given_up > 0),
        "letters": None if isinstance(letters, Silent) else letters[:SHOWN],
        "given_up": given_up,
        "schools": schools,
        "own": who.school,
        "sizes": None if isinstance(sizes, Silent) else sizes,
        "no_size": SchoolSize(),
        "link": link,
        "link_of_school": link_of_school,
        "school_name": asked.first("school_name") if wrong else "",
        "language": asked.first("language") or asked.look.language,
    }
    return Page("system.html", names, 422 if wrong else 200)


async def try_again(asked: Asked) -> Answer:
    """Deliver messages again that were given up: one, or all that are shown."""
    installation = asked.web.installation
    chosen = await _chosen(asked, installation)
    if chosen is None:
        return NotThere()
    revived = await installation.try_again(chosen)
    if isinstance(revived, Silent):
        return Redirect(SYSTEM, Done("messages_silent"))
    if not revived:
        return Redirect(SYSTEM, Done("messages_gone"))
    await identity.note(
        people(asked),
        signed_in(asked),
        "messages_tried_again",
        asked.web.clock(),
        facts={"count": str(revived)},
    )
    return Redirect(SYSTEM, Done("messages_again", {"n": revived}))


async def _chosen(asked: Asked, installation: Installation) -> Sequence[tuple[UUID, str]] | None:
    """Message and consumer of each that is meant; None: what was sent names none."""
    if asked.first("all"):
        letters = await installation.given_up()
        shown: Sequence[Letter] = [] if isinstance(letters, Silent) else letters[:SHOWN]
        return [(letter.message, letter.consumer) for letter in shown]
    message = identifier(asked.first("message"))
    return [(message, asked.first("consumer"))] if message else None


async def make_school(asked: Asked) -> Answer:
    """Make a school, and a link for its first administrator."""
    name = asked.first("school_name")
    made = await identity.make_school(
        asked.web.installation.schools,
        signed_in(asked),
        name,
        "en" if asked.first("language") == "en" else "sv",
        asked.web.clock(),
    )
    match made:
        case identity.LinkMade():
            return await _with_link(asked, made, name)
        case identity.FormRefused(problems):
            return await _system(asked, told(asked, problems))
        case identity.MayNot():
            return MayNot(NOT_OPERATOR)


async def _with_link(asked: Asked, made: identity.LinkMade, school: str) -> Answer:
    return await _system(asked, {}, link=link_of(asked, "/start", made), link_of_school=school)


async def new_link(asked: Asked) -> Answer:
    """Another link for the first administrator of a school that nobody has begun."""
    school = asked.identifier("school")
    if school is None:
        return NotThere()
    made = await identity.make_first_link(
        asked.web.installation.schools, signed_in(asked), school, asked.web.clock()
    )
    match made:
        case identity.LinkMade():
            return await _with_link(asked, made, await _name_of(asked, school))
        case identity.HasAdministrator():
            return Redirect(SYSTEM, Done("school_begun"))
        case identity.NoSuchSchool():
            return NotThere()
        case identity.MayNot():
            return MayNot(NOT_OPERATOR)


async def _name_of(asked: Asked, school: UUID) -> str:
    schools = await identity.schools_of(asked.web.installation.schools, signed_in(asked))
    if isinstance(schools, identity.MayNot):
        return ""
    return next((each.name for each in schools if each.id == school), "")


async def pause(asked: Asked) -> Answer:
    """Let nobody of a school in for a while."""
    school = asked.identifier("school")
    if school is None:
        return NotThere()
    done = await identity.pause_school(
        asked.web.installation.schools, signed_in(asked), school, asked.web.clock()
    )
    match done:
        case identity.Done():
            name = await _name_of(asked, school)
            return Redirect(SYSTEM, Done("school_paused", {"school": name}))
        case identity.OwnSchool():
            return MayNot("system.own_school")
        case identity.NoSuchSchool():
            return NotThere()
        case identity.MayNot():
            return MayNot(NOT_OPERATOR)


async def go_on(asked: Asked) -> Answer:
    """Let the people of a paused school in again."""
    school = asked.identifier("school")
    if school is None:
        return NotThere()
    done = await identity.go_on(
        asked.web.installation.schools, signed_in(asked), school, asked.web.clock()
    )
    match done:
        case identity.Done():
            name = await _name_of(asked, school)
            return Redirect(SYSTEM, Done("school_goes_on", {"school": name}))
        case identity.NoSuchSchool():
            return NotThere()
        case identity.MayNot():
            return MayNot(NOT_OPERATOR)


def _post(path: str, what: str, view: Callable[[Asked], Awaitable[Answer]]) -> PageRoute:
    return PageRoute(method="POST", path=path, who="operator", what=what, view=view)


SYSTEM_PAGES = (
    PageRoute(method="GET", path=SYSTEM, who="operator", what="The installation", view=system),
    _post("/system/messages", "Try messages again that were given up", try_again),
    _post("/system/schools", "Make a school", make_school),
    _post("/system/schools/{school}/link", "Another first link for a school", new_link),
    _post("/system/schools/{school}/pause", "Let nobody of a school in", pause),
    _post("/system/schools/{school}/go-on", "Let a paused school go on", go_on),
)
