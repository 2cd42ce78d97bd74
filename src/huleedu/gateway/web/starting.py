"""P1: the first link makes the school and its first administrator."""

from huleedu.gateway.web.coming import (
    LINK,
    asked_from,
    come_in,
    forget,
    keep_link,
    kept_link,
    people,
    told,
    wrong_link,
)
from huleedu.gateway.web.pages import Answer, Asked, Page, PageRoute, Redirect
from huleedu.services.identity import api as identity

WRONG_LINK = 410


async def begin(asked: Asked) -> Answer:
    """What will be made, and what must be told for it."""
    if secret := asked.query("link"):
        return keep_link("start", secret, "/start")
    offered = await identity.start_offered(
        people(asked), kept_link(asked, "start"), asked.web.clock()
    )
    if isinstance(offered, identity.StartOffered):
        return _form(asked, {}, offered)
    return _link_wrong(offered)


async def make(asked: Asked) -> Answer:
    """Make the school and its administrator, who sets up a second factor next."""
    beginning = identity.Beginning(
        school_name=asked.first("school_name"),
        language="en" if asked.first("language") == "en" else "sv",
        name=asked.first("name"),
        email=asked.first("email"),
        password=next(iter(asked.form.get("password", ())), ""),
    )
    made = await identity.start(
        people(asked), kept_link(asked, "start"), beginning, asked_from(asked), asked.web.clock()
    )
    match made:
        case identity.SignedInWith():
            came = await come_in(asked, made, "/")
            return Redirect(came.to, cookies=[*came.cookies, forget(f"{LINK}start")])
        case identity.FormRefused(problems):
            return _form(asked, told(asked, problems))
        case _:
            return _link_wrong(made)


def _form(
    asked: Asked, wrong: dict[str, str], offered: identity.StartOffered | None = None
) -> Page:
    fields = ("school_name", "name", "email")
    filled = {field: asked.first(field) for field in fields}
    filled["language"] = asked.first("language") or asked.look.language
    if offered and offered.school_name:  # an operator has told them already
        filled.update(school_name=offered.school_name, language=offered.language)
    return Page("identity/start.html", {"wrong": wrong, **filled}, 422 if wrong else 200)


def _link_wrong(wrong: identity.LinkWrong) -> Page:
    return Page("identity/start_link.html", {"why": wrong_link(wrong)}, WRONG_LINK)


START_PAGES = (
    PageRoute(method="GET", path="/start", who="anybody", what="Begin", view=begin),
    PageRoute(
        method="POST",
        path="/start",
        who="anybody",
        what="Make the first school and its administrator",
        view=make,
    ),
)
