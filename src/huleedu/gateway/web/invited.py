"""P2: accept an invitation, by a password, a passkey, or the school's own sign-in service."""

from huleedu.gateway.web.coming import (
    LINK,
    asked_from,
    come_in,
    forget,
    keep_link,
    kept_link,
    people,
    site_of,
    told,
    wrong_link,
)
from huleedu.gateway.web.pages import Answer, Asked, Bytes, NotThere, Page, PageRoute, Redirect
from huleedu.gateway.web.services import gone, redirect_of
from huleedu.services.identity import api as identity


async def invitation(asked: Asked) -> Answer:
    """Who invites to which school as what."""
    if secret := asked.query("link"):
        return keep_link("invitation", secret, "/invitation")
    return await _invitation(asked, {})


async def _invitation(asked: Asked, wrong: dict[str, str]) -> Page:
    to_what = await identity.invitation(
        people(asked), kept_link(asked, "invitation"), asked.web.clock()
    )
    if not isinstance(to_what, identity.Invitation):
        return link_wrong(to_what)
    names = {
        "invitation": to_what,
        "wrong": wrong,
        "name": asked.first("name"),
        "service": to_what.service if asked.web.sign_in_service else "",
    }
    return Page("identity/invitation.html", names, 422 if wrong else 200)


def link_wrong(wrong: identity.LinkWrong) -> Page:
    """The page of an invitation that makes no account."""
    return Page("identity/link_wrong.html", {"why": wrong_link(wrong), "kind": "invitation"}, 410)


async def accept(asked: Asked) -> Answer:
    """Make the account that was offered, with a password."""
    came = await identity.accept(
        people(asked),
        kept_link(asked, "invitation"),
        asked.first("name"),
        next(iter(asked.form.get("password", ())), ""),
        asked_from(asked),
        asked.web.clock(),
        language=asked.look.language,
    )
    match came:
        case identity.SignedInWith():
            to = await come_in(asked, came, "/")
            return Redirect(to.to, cookies=[*to.cookies, forget(f"{LINK}invitation")])
        case identity.FormRefused(problems):
            return await _invitation(asked, told(asked, problems))
        case _:
            return link_wrong(came)


def _invited(asked: Asked) -> identity.Invited:
    return identity.Invited(
        kept_link(asked, "invitation"), asked.first("name"), asked.look.language
    )


async def ask_passkey(asked: Asked) -> Answer:
    """What the browser asks its authenticator to make, for who was invited."""
    asked_for = await identity.ask_passkey_of_invited(
        people(asked), kept_link(asked, "invitation"), site_of(asked), asked.web.clock()
    )
    if not isinstance(asked_for, identity.PasskeyQuestion):
        return NotThere()
    return Bytes(asked_for.options.encode(), "application/json")


async def accept_by_passkey(asked: Asked) -> Answer:
    """Make the account that was offered, with a passkey; its recovery codes are shown once."""
    made = await identity.accept_by_passkey(
        people(asked),
        _invited(asked),
        site_of(asked),
        asked.first("answer"),
        asked.words.say("identity.passkey"),
        asked_from(asked),
        asked.web.clock(),
    )
    match made:
        case identity.AcceptedByPasskey(came, codes):
            cookies = [*(await come_in(asked, came, "/")).cookies, forget(f"{LINK}invitation")]
            names = {"codes": codes, "next": "/"}
            return Page("identity/recovery_codes.html", names, cookies=cookies)
        case identity.FormRefused(problems):
            return await _invitation(asked, told(asked, problems))
        case identity.PasskeyRefused():
            wrong = {"passkey": asked.words.say("identity.passkey_refused")}
            return await _invitation(asked, wrong)
        case _:
            return link_wrong(made)


async def accept_by_service(asked: Asked) -> Answer:
    """Go to the school's service, which vouches for who was invited."""
    service = asked.web.sign_in_service
    if service is None:
        return NotThere()
    to = await identity.ask_service_as_invited(
        people(asked), service, _invited(asked), redirect_of(asked), asked.web.clock()
    )
    match to:
        case identity.FormRefused(problems):
            return await _invitation(asked, told(asked, problems))
        case identity.LinkEnded() | identity.LinkUsed() | identity.NoSuchLink():
            return link_wrong(to)
        case _:
            return gone(asked, to, "/")


INVITED_PAGES = (
    PageRoute(
        method="GET", path="/invitation", who="anybody", what="An invitation", view=invitation
    ),
    PageRoute(
        method="POST", path="/invitation", who="anybody", what="Accept an invitation", view=accept
    ),
    PageRoute(
        method="POST",
        path="/invitation/passkey/question",
        who="anybody",
        what="What a passkey of an invited person is asked",
        view=ask_passkey,
    ),
    PageRoute(
        method="POST",
        path="/invitation/passkey",
        who="anybody",
        what="Accept an invitation by a passkey",
        view=accept_by_passkey,
    ),
    PageRoute(
        method="POST",
        path="/invitation/service",
        who="anybody",
        what="Accept an invitation by the school's service",
        view=accept_by_service,
    ),
)
