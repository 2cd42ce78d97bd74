"""P2: come in by a password and a second factor, or by a passkey alone; and go."""

import asyncio
import logging
from urllib.parse import quote

from huleedu.gateway.web.coming import (
    LINK,
    SET_UP,
    asked_from,
    come_in,
    forget,
    keep_link,
    kept_link,
    link_of,
    people,
    site_of,
    wait,
    who_comes,
    wrong_link,
)
from huleedu.gateway.web.mailing import reset_mail
from huleedu.gateway.web.pages import (
    SESSION,
    Answer,
    Asked,
    Bytes,
    Page,
    PageRoute,
    Redirect,
    own_path,
)
from huleedu.kit.database import Collision, EngineAway
from huleedu.kit.mail import Mailer
from huleedu.services.identity import api as identity

log = logging.getLogger("huleedu.web")

CLEAR = '"cache", "storage"'
"""What a browser forgets at sign-out. Not its cookies: by one of them it is known as its owner's,
and by another it keeps the language."""


async def form(asked: Asked) -> Answer:
    """Where to sign in; who is signed in goes on, unless they are to show again who they are."""
    to = own_path(asked.query("next"))
    match await who_comes(asked):
        case identity.MustEnrol():
            return Redirect(f"{SET_UP}?next={quote(to, safe='/')}")
        case identity.SignedIn() if not asked.query("again"):
            return Redirect(to)
        case identity.SchoolPaused(name):
            return await _form(asked, to, paused=name)
        case _:
            return await _form(asked, to, again=bool(asked.query("again")))


async def sign_in(asked: Asked) -> Answer:
    """Look whether the password is right."""
    to = own_path(asked.first("next"))
    password = next(iter(asked.form.get("password", ())), "")
    came = await identity.sign_in(
        people(asked), asked.first("email"), password, asked_from(asked), asked.web.clock()
    )
    match came:
        case identity.SignedInWith():
            return await come_in(asked, came, to)
        case identity.SecondFactorWanted(ticket):
            second = f"/sign-in/second?next={quote(to, safe='/')}"
            return keep_link("second-factor", ticket, second)
        case identity.WrongCredentials():
            return await _form(asked, to, wrong=asked.words.say("identity.wrong_credentials"))
        case identity.WaitSeconds():
            return await _form(asked, to, wrong=wait(asked, came), waits=came.seconds)
        case identity.SchoolPaused(name):
            return await _form(asked, to, paused=name)


async def _form(
    asked: Asked,
    to: str,
    *,
    wrong: str = "",
    waits: int = 0,
    again: bool = False,
    paused: str = "",
) -> Page:
    names = {
        "next": to,
        "email": asked.first("email"),
        "wrong": {"email": wrong} if wrong else {},
        "again": again,
        "paused": paused,
        "services": await identity.offered_services(people(asked)),
    }
    if waits:
        return Page("identity/sign_in.html", names, 429, {"Retry-After": str(waits)})
    return Page("identity/sign_in.html", names, 422 if wrong else 200)


async def second(asked: Asked) -> Answer:
    """Ask for the second factor."""
    return Page("identity/second.html", {"next": own_path(asked.query("next")), "wrong": {}})


async def check_second(asked: Asked) -> Answer:
    """Look whether the code is right."""
    to, ticket = own_path(asked.first("next")), kept_link(asked, "second-factor")
    came = await identity.second_factor(
        people(asked),
        asked.web.seals,
        ticket,
        asked.first("code"),
        asked_from(asked),
        asked.web.clock(),
    )
    match came:
        case identity.SignedInWith():
            return await come_in(asked, came, to)
        case identity.WrongCode():
            names = {"next": to, "wrong": {"code": asked.words.say("identity.wrong_code")}}
            return Page("identity/second.html", names, 422)
        case identity.WaitSeconds():
            names = {"next": to, "wrong": {"code": wait(asked, came)}}
            return Page("identity/second.html", names, 429, {"Retry-After": str(came.seconds)})
        case identity.SchoolPaused(name):
            return await _form(asked, to, paused=name)
        case _:
            return await _form(asked, to, wrong=asked.words.say("identity.sign_in_took_long"))


async def ask_passkey(asked: Asked) -> Answer:
    """What the browser asks its authenticator."""
    asked_for = await identity.ask_passkey(people(asked), site_of(asked), asked.web.clock())
    return Bytes(asked_for.options.encode(), "application/json")


async def sign_in_with_passkey(asked: Asked) -> Answer:
    """Look whether the passkey's answer is right."""
    to = own_path(asked.first("next"))
    came = await identity.sign_in_with_passkey(
        people(asked), site_of(asked), asked.first("answer"), asked_from(asked), asked.web.clock()
    )
    if isinstance(came, identity.SignedInWith):
        return await come_in(asked, came, to)
    if isinstance(came, identity.SchoolPaused):
        return await _form(asked, to, paused=came.name)
    return await _form(asked, to, wrong=asked.words.say("identity.passkey_refused"))


async def sign_out(asked: Asked) -> Answer:
    """End the session; the browser forgets what it kept of these pages."""
    await identity.sign_out(
        people(asked), asked.request.cookies.get(SESSION, ""), asked.web.clock()
    )
    return Redirect("/signed-out", headers={"Clear-Site-Data": CLEAR}, cookies=[forget(SESSION)])


async def signed_out(asked: Asked) -> Answer:
    """Say that it is done."""
    return Page("identity/signed_out.html")


async def forgot(asked: Asked) -> Answer:
    """Where to ask for a new password."""
    return _forgot(asked)


def _forgot(asked: Asked, *, asked_for: bool = False, wait_s: int = 0, wrong: str = "") -> Page:
    names = {
        "asked_for": asked_for,
        "wrong": {"email": wrong} if wrong else {},
        "email": asked.first("email"),
        "mails": asked.web.mailer is not None,
    }
    if wait_s:
        return Page("identity/forgot.html", names, 429, {"Retry-After": str(wait_s)})
    return Page("identity/forgot.html", names)


async def ask_reset(asked: Asked) -> Answer:
    """Tell the administrators; the answer is the same whoever asks."""
    email = asked.first("email")
    answer = await identity.ask_reset(people(asked), email, asked_from(asked), asked.web.clock())
    if isinstance(answer, identity.WaitSeconds):
        return _forgot(asked, wait_s=answer.seconds, wrong=wait(asked, answer))
    if mailer := asked.web.mailer:  # behind the answer: it comes as soon whoever asks
        later = asyncio.create_task(_mail_links(asked, mailer, email))
        asked.web.background.add(later)
        later.add_done_callback(asked.web.background.discard)
    return _forgot(asked, asked_for=True)


async def _mail_links(asked: Asked, mailer: Mailer, email: str) -> None:
    """Mail a link for each account with this address; the administrators see it asked anyway."""
    try:
        links = await identity.reset_links_for(people(asked), email, asked.web.clock())
        mails = [
            reset_mail(asked, link.email, link.school_name, link_of(asked, "/reset/new", link.made))
            for link in links
        ]
        await mailer.send(mails)
    except (EngineAway, Collision):
        log.warning("no link for a new password was mailed: the database is away")


async def new_password(asked: Asked) -> Answer:
    """Where a link leads whose bearer may choose a new password."""
    if secret := asked.query("link"):
        return keep_link("reset", secret, "/reset/new")
    wrong = await identity.reset_link_wrong(
        people(asked), kept_link(asked, "reset"), asked.web.clock()
    )
    if wrong:
        return Page("identity/link_wrong.html", {"why": wrong_link(wrong), "kind": "reset"}, 410)
    return Page("identity/new_password.html", {"wrong": {}})


async def set_password(asked: Asked) -> Answer:
    """Change the password; then one signs in with it."""
    password = next(iter(asked.form.get("password", ())), "")
    done = await identity.reset(
        people(asked), kept_link(asked, "reset"), password, asked_from(asked), asked.web.clock()
    )
    match done:
        case identity.PasswordReset():
            return Redirect("/sign-in?again=1", cookies=[forget(f"{LINK}reset"), forget(SESSION)])
        case identity.FormRefused(problems):
            wrong = {
                each.field: asked.words.say(f"identity.problem.{each.code}") for each in problems
            }
            return Page("identity/new_password.html", {"wrong": wrong}, 422)
        case _:
            names = {"why": wrong_link(done), "kind": "reset"}
            return Page("identity/link_wrong.html", names, 410)


SIGN_IN_PAGES = (
    PageRoute(method="GET", path="/sign-in", who="anybody", what="Sign in", view=form),
    PageRoute(method="POST", path="/sign-in", who="anybody", what="Try a password", view=sign_in),
    PageRoute(
        method="GET", path="/sign-in/second", who="anybody", what="The second factor", view=second
    ),
    PageRoute(
        method="POST", path="/sign-in/second", who="anybody", what="Try a code", view=check_second
    ),
    PageRoute(
        method="POST",
        path="/sign-in/passkey/question",
        who="anybody",
        what="What a passkey is asked",
        view=ask_passkey,
    ),
    PageRoute(
        method="POST",
        path="/sign-in/passkey",
        who="anybody",
        what="Sign in with a passkey",
        view=sign_in_with_passkey,
    ),
    PageRoute(method="POST", path="/sign-out", who="anybody", what="Sign out", view=sign_out),
    PageRoute(method="GET", path="/signed-out", who="anybody", what="Signed out", view=signed_out),
    PageRoute(method="GET", path="/reset", who="anybody", what="Forgot it?", view=forgot),
    PageRoute(
        method="POST", path="/reset", who="anybody", what="Ask for a new password", view=ask_reset
    ),
    PageRoute(
        method="GET", path="/reset/new", who="anybody", what="A new password", view=new_password
    ),
    PageRoute(
        method="POST",
        path="/reset/new",
        who="anybody",
        what="Change the password by a link",
        view=set_password,
    ),
)
