"""P15: one's own account, for oneself alone."""

from collections.abc import Awaitable, Callable
from datetime import date

from huleedu.gateway.web.browsers import browser_of
from huleedu.gateway.web.coming import asked_from, people, session_cookie, signed_in, told, wait
from huleedu.gateway.web.pages import (
    Answer,
    Asked,
    Done,
    NotThere,
    Page,
    PageRoute,
    Redirect,
    TextSize,
)
from huleedu.gateway.web.setting_up import again, offer
from huleedu.services.identity import api as identity

HOME = "/account"


async def account(asked: Asked) -> Answer:
    """All of it."""
    return await _page(asked, {})


async def _page(asked: Asked, wrong: dict[str, str], status: int = 422) -> Page:
    """The page, with what is wrong and what was typed."""
    who, database, now = signed_in(asked), people(asked), asked.web.clock()
    names = {
        "wrong": wrong,
        "fresh": now < who.fresh_until,
        "factors": await identity.factors_of(database, who),
        "sessions": await identity.sessions_of(database, who, now),
        "service": await identity.has_service(database, who),
        "connected": await identity.is_connected(database, who),
        "tokens": await identity.tokens_of(database, who),
        "now": now,
        "browser_of": browser_of,
        "rights": sorted(who.rights),
        "last_day": _last_day(now.date()),
        "filled": {name: asked.first(name) for name in ("name", "email", "token_name", "ends_on")},
    }
    return Page("identity/account.html", names, status if wrong else 200)


def _last_day(today: date) -> str:
    return date.fromordinal(today.toordinal() + identity.TOKEN_DAYS_MAX).isoformat()


def _text_size(said: str) -> TextSize:
    match said:
        case "large" | "larger":
            return said
        case _:
            return "normal"


async def change_profile(asked: Asked) -> Answer:
    """Change one's name, language and keys."""
    who = signed_in(asked)
    profile = identity.Profile(
        name=asked.first("name"),
        language="en" if asked.first("language") == "en" else "sv",
        theme=who.theme,
        keys=bool(asked.first("keys")),
        text_size=_text_size(asked.first("text_size")),
    )
    changed = await identity.change_profile(people(asked), who, profile)
    if isinstance(changed, identity.FormRefused):
        return await _page(asked, told(asked, changed.problems))
    return Redirect(HOME, Done("account_changed"))


async def change_email(asked: Asked) -> Answer:
    """Come in with another address."""
    changed = await identity.change_email(
        people(asked), signed_in(asked), asked.first("email"), asked.web.clock()
    )
    match changed:
        case identity.Renewed(token):
            return Redirect(HOME, Done("email_changed"), cookies=[session_cookie(token)])
        case identity.FormRefused(problems):
            return await _page(asked, told(asked, problems))
        case identity.NotFresh():
            return again(HOME)


async def change_password(asked: Asked) -> Answer:
    """Another password; whoever is signed in elsewhere is not any more."""
    old, new = (next(iter(asked.form.get(name, ())), "") for name in ("old", "password"))
    changed = await identity.change_password(
        people(asked), signed_in(asked), old, new, asked_from(asked), asked.web.clock()
    )
    match changed:
        case identity.Renewed(token):
            return Redirect(HOME, Done("password_changed"), cookies=[session_cookie(token)])
        case identity.FormRefused(problems):
            return await _page(asked, told(asked, problems))
        case identity.WrongCredentials():
            return await _page(asked, {"old": asked.words.say("identity.wrong_old")})
        case identity.WaitSeconds():
            return await _page(asked, {"old": wait(asked, changed)}, 429)
        case identity.NotFresh():
            return again(HOME)


async def set_up_app(asked: Asked) -> Answer:
    """Set up a code app or a passkey."""
    return await offer(asked, signed_in(asked), HOME, {})


async def remove_app(asked: Asked) -> Answer:
    """Take the code app away."""
    return await _removed(
        asked,
        await identity.remove_totp(people(asked), signed_in(asked), asked.web.clock()),
        "app_removed",
    )


async def remove_passkey(asked: Asked) -> Answer:
    """Take a passkey away."""
    passkey = asked.identifier("passkey")
    if passkey is None:
        return NotThere()
    return await _removed(
        asked,
        await identity.remove_passkey(people(asked), signed_in(asked), passkey, asked.web.clock()),
        "passkey_removed",
    )


async def _removed(
    asked: Asked,
    gone: identity.Renewed | identity.LastFactor | identity.NoPassword | identity.NotFresh,
    code: str,
) -> Answer:
    match gone:
        case identity.Renewed(token):
            return Redirect(HOME, Done(code), cookies=[session_cookie(token)])
        case identity.LastFactor():
            return await _page(asked, {"factors": asked.words.say("identity.last_factor")}, 409)
        case identity.NoPassword():
            return await _page(asked, {"factors": asked.words.say("identity.no_password")}, 409)
        case identity.NotFresh():
            return again(HOME)


async def new_codes(asked: Asked) -> Answer:
    """Ten new recovery codes."""
    made = await identity.new_recovery_codes(people(asked), signed_in(asked), asked.web.clock())
    if isinstance(made, identity.NotFresh):
        return again(HOME)
    return Page("identity/recovery_codes.html", {"codes": made.codes, "next": HOME})


async def end_session(asked: Asked) -> Answer:
    """Sign out elsewhere."""
    session = asked.identifier("session")
    if session is None:
        return NotThere()
    await identity.end_session(people(asked), signed_in(asked), session, asked.web.clock())
    return Redirect(HOME, Done("session_ended"))


async def end_others(asked: Asked) -> Answer:
    """Sign out everywhere else."""
    await identity.end_other_sessions(people(asked), signed_in(asked), asked.web.clock())
    return Redirect(HOME, Done("sessions_ended"))


async def make_token(asked: Asked) -> Answer:
    """Make a token for a program, and tell it once."""
    try:
        ends_on = date.fromisoformat(asked.first("ends_on"))
    except ValueError:
        ends_on = None
    made = await identity.make_token(
        people(asked),
        signed_in(asked),
        asked.first("token_name"),
        asked.form.get("rights", ()),
        ends_on,
        asked.web.clock(),
    )
    match made:
        case identity.TokenMade(_, secret):
            return Page("identity/token.html", {"secret": secret})
        case identity.FormRefused(problems):
            wrong = told(asked, problems)
            if "name" in wrong:
                wrong["token_name"] = wrong.pop("name")
            return await _page(asked, wrong)
        case identity.NotFresh():
            return again(HOME)


async def end_token(asked: Asked) -> Answer:
    """End a token."""
    token = asked.identifier("token")
    if token is None:
        return NotThere()
    ended = await identity.end_token(people(asked), signed_in(asked), token, asked.web.clock())
    return (
        again(HOME)
        if isinstance(ended, identity.NotFresh)
        else (Redirect(HOME, Done("token_ended")))
    )


def _post(path: str, what: str, view: Callable[[Asked], Awaitable[Answer]]) -> PageRoute:
    return PageRoute(method="POST", path=path, who="signed-in", what=what, view=view)


ACCOUNT_PAGES = (
    PageRoute(method="GET", path=HOME, who="signed-in", what="My account", view=account),
    _post("/account", "Change name, language and keys", change_profile),
    _post("/account/email", "Change the e-mail address", change_email),
    _post("/account/password", "Change the password", change_password),
    PageRoute(
        method="GET",
        path="/account/factor",
        who="signed-in",
        what="Set up a second factor",
        view=set_up_app,
    ),
    _post("/account/app/remove", "Take the code app away", remove_app),
    _post("/account/passkeys/{passkey}/remove", "Take a passkey away", remove_passkey),
    _post("/account/recovery-codes", "Make new recovery codes", new_codes),
    _post("/account/sessions/{session}/end", "Sign out elsewhere", end_session),
    _post("/account/sessions/end", "Sign out everywhere else", end_others),
    _post("/account/tokens", "Make an access token", make_token),
    _post("/account/tokens/{token}/end", "End an access token", end_token),
)
