"""The school's own sign-in service: come in by it, connect with it, and set it."""

from urllib.parse import quote, unquote

from huleedu.gateway.web.coming import (
    LINK,
    MANNER,
    asked_from,
    come_in,
    forget,
    keep_link,
    kept_link,
    people,
    signed_in,
    site_of,
    told,
    who_comes,
    wrong_link,
)
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
    own_path,
)
from huleedu.gateway.web.setting_up import again
from huleedu.kit.sign_in_service import ServiceWrong
from huleedu.services.identity import api as identity

BACK = "/sign-in/service/back"
SETTINGS = "/school/service"
MINUTES_S = 600


def redirect_of(asked: Asked) -> str:
    """Where the service sends the browser back to."""
    return site_of(asked).origin + BACK


async def go(asked: Asked) -> Answer:
    """Go to a school's service to sign in."""
    school = identifier(asked.first("school"))
    service = asked.web.sign_in_service
    if school is None or service is None:
        return NotThere()
    to = await identity.ask_service(
        people(asked), service, school, redirect_of(asked), asked.web.clock()
    )
    return gone(asked, to, own_path(asked.first("next")))


async def connect(asked: Asked) -> Answer:
    """Go to the school's service to connect it with one's account."""
    who, service = signed_in(asked), asked.web.sign_in_service
    if service is None:
        return NotThere()
    to = await identity.ask_service(
        people(asked), service, who.school, redirect_of(asked), asked.web.clock(), who=who
    )
    return again("/account") if isinstance(to, identity.NotFresh) else gone(asked, to, "/account")


def gone(
    asked: Asked,
    to: identity.GoThere | identity.NoService | ServiceWrong | identity.NotFresh,
    after: str,
) -> Answer:
    """Lead there by a page: the policy forbids a form to lead to another site."""
    match to:
        case identity.GoThere(address, state):
            cookie = f"{LINK}state={state}.{quote(after, safe='')}; Max-Age={MINUTES_S}; {MANNER}"
            headers = {"Refresh": f"0; url={address}", "Set-Cookie": cookie}
            return Page("identity/go_there.html", {"address": address}, headers=headers)
        case ServiceWrong(fault):
            return _wrong(asked, f"identity.service_fault.{fault}")
        case _:
            return NotThere()


def _wrong(asked: Asked, code: str) -> Page:
    return Page("identity/service_wrong.html", {"why": asked.words.say(code)}, 502)


async def back(asked: Asked) -> Answer:
    """The browser comes back from the service; only the one that went there."""
    service = asked.web.sign_in_service
    state, _, after = kept_link(asked, "state").partition(".")
    if service is None or not state or state != asked.query("state"):
        return _wrong(asked, "identity.service_fault.no_question")
    if not asked.query("code"):
        return _wrong(asked, "identity.service_fault.refused")
    comes = await who_comes(asked)
    came = await identity.come_by_service(
        people(asked),
        asked.web.seals,
        service,
        state,
        asked.query("code"),
        redirect_of(asked),
        asked_from(asked),
        asked.web.clock(),
        who=comes if isinstance(comes, identity.SignedIn) else None,
    )
    done_with = forget(f"{LINK}state")
    to = own_path(unquote(after))
    match came:
        case identity.SignedInWith():
            on = await come_in(asked, came, to)
            return Redirect(on.to, cookies=[*on.cookies, done_with])
        case identity.SecondFactorWanted(ticket):
            second = f"/sign-in/second?next={quote(to, safe='/')}"
            kept = keep_link("second-factor", ticket, second)
            return Redirect(second, cookies=[*kept.cookies, done_with])
        case identity.Connected():
            return Redirect("/account", Done("service_connected"), cookies=[done_with])
        case identity.NotConnected():
            return _wrong(asked, "identity.service_fault.not_connected")
        case identity.SomebodyElse():
            return _wrong(asked, "identity.service_fault.somebody_else")
        case identity.LinkEnded() | identity.LinkUsed() | identity.NoSuchLink():
            names = {"why": wrong_link(came), "kind": "invitation"}
            return Page("identity/link_wrong.html", names, 410, cookies=[done_with])
        case identity.SchoolPaused():
            return _wrong(asked, "identity.service_fault.school_paused")
        case identity.NoQuestion() | identity.NoService():
            return _wrong(asked, "identity.service_fault.no_question")
        case ServiceWrong(fault):
            return _wrong(asked, f"identity.service_fault.{fault}")


async def disconnect(asked: Asked) -> Answer:
    """Come in by the service no more."""
    done = await identity.disconnect_service(people(asked), signed_in(asked), asked.web.clock())
    match done:
        case identity.Done():
            return Redirect("/account", Done("service_disconnected"))
        case identity.NotFresh():
            return again("/account")
        case identity.NoPassword():
            return _wrong(asked, "identity.no_password")


async def settings(asked: Asked) -> Answer:
    """What is set of the school's service."""
    found = await identity.service_of(people(asked), signed_in(asked))
    if isinstance(found, identity.MayNot):
        return MayNot()
    none = identity.ServiceSettings("", "", "", None)
    return _settings(asked, none if isinstance(found, identity.NoService) else found, {})


def _settings(asked: Asked, found: identity.ServiceSettings, wrong: dict[str, str]) -> Page:
    who = signed_in(asked)
    names = {
        "service": found,
        "wrong": wrong,
        "redirect": redirect_of(asked),
        "fresh": asked.web.clock() < who.fresh_until,
    }
    return Page("identity/service.html", names, 422 if wrong else 200)


async def change(asked: Asked) -> Answer:
    """Set it otherwise."""
    service = asked.web.sign_in_service
    if service is None:
        return NotThere()
    wanted = identity.ServiceSettings(
        asked.first("name"), asked.first("issuer"), asked.first("client_id"), None
    )
    done = await identity.set_service(
        people(asked),
        asked.web.seals,
        service,
        signed_in(asked),
        wanted,
        asked.first("client_secret"),
        asked.web.clock(),
    )
    match done:
        case identity.Done():
            return Redirect(SETTINGS, Done("service_set"))
        case identity.FormRefused(problems):
            return _settings(asked, wanted, told(asked, problems))
        case ServiceWrong(fault):
            wrong = {"issuer": asked.words.say(f"identity.service_fault.{fault}")}
            return _settings(asked, wanted, wrong)
        case identity.NotFresh():
            return again(SETTINGS)
        case identity.MayNot():
            return MayNot()


async def remove(asked: Asked) -> Answer:
    """Let nobody come in by it any more."""
    done = await identity.remove_service(people(asked), signed_in(asked), asked.web.clock())
    match done:
        case identity.Done():
            return Redirect(SETTINGS, Done("service_removed"))
        case identity.NotFresh():
            return again(SETTINGS)
        case identity.MayNot():
            return MayNot()


SERVICE_PAGES = (
    PageRoute(
        method="POST", path="/sign-in/service", who="anybody", what="Go to a service", view=go
    ),
    PageRoute(method="GET", path=BACK, who="anybody", what="Back from a service", view=back),
    PageRoute(
        method="POST",
        path="/account/service/connect",
        who="signed-in",
        what="Connect the school's service",
        view=connect,
    ),
    PageRoute(
        method="POST",
        path="/account/service/disconnect",
        who="signed-in",
        what="Disconnect it",
        view=disconnect,
    ),
    PageRoute(
        method="GET",
        path=SETTINGS,
        who="administrator",
        what="The school's sign-in service",
        view=settings,
    ),
    PageRoute(
        method="POST",
        path=SETTINGS,
        who="administrator",
        what="Set the school's sign-in service",
        view=change,
    ),
    PageRoute(
        method="POST",
        path="/school/service/remove",
        who="administrator",
        what="Remove the school's sign-in service",
        view=remove,
    ),
)
