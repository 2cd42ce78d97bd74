"""Set up a second factor before anything else."""

from io import BytesIO

import segno
from markupsafe import Markup

from huleedu.gateway.web.coming import (
    people,
    session_cookie,
    site_of,
    who_comes,
)
from huleedu.gateway.web.pages import (
    Answer,
    Asked,
    Bytes,
    MayNot,
    NotThere,
    Page,
    PageRoute,
    Redirect,
    own_path,
    sign_in_address,
)
from huleedu.services.identity import api as identity


def picture(address: str) -> Markup:
    """What a code app reads, as SVG without styles of its own."""
    svg = BytesIO()
    segno.make(address, error="m").save(
        svg, kind="svg", scale=5, border=2, xmldecl=False, svgns=True, light="#ffffff"
    )
    return Markup(svg.getvalue().decode())  # noqa: S704 of ours alone: the address is in its dots


async def set_up(asked: Asked) -> Answer:
    """Choose a second factor: a passkey, or a code app."""
    who = await who_comes(asked)
    to = own_path(asked.query("next"))
    return (
        Redirect(sign_in_address(to))
        if isinstance(who, identity.NoSession | identity.SchoolPaused)
        else (await offer(asked, who, to, {}))
    )


async def offer(
    asked: Asked,
    who: identity.SignedIn | identity.MustEnrol,
    to: str,
    wrong: dict[str, str],
) -> Answer:
    """The page with the picture for a code app."""
    made = await identity.offer_totp(people(asked), asked.web.seals, who, asked.web.clock())
    if isinstance(made, identity.NotFresh):
        return again(to)
    if isinstance(made, identity.LastFactor):
        return Redirect(to)
    names = {
        "next": to,
        "wrong": wrong,
        "secret": " ".join(made.secret[at : at + 4] for at in range(0, len(made.secret), 4)),
        "picture": picture(made.address),
        "must": isinstance(who, identity.MustEnrol),
    }
    return Page("identity/set_up.html", names, 422 if wrong else 200)


def again(to: str) -> Redirect:
    """Show first who you are: how one signs in is changed within ten minutes of it."""
    return Redirect(f"{sign_in_address(to)}&again=1")


async def confirm(asked: Asked) -> Answer:
    """Take the code app into use by a code of it."""
    who = await who_comes(asked)
    to = own_path(asked.first("next"))
    if isinstance(who, identity.NoSession | identity.SchoolPaused):
        return Redirect(sign_in_address(to))
    made = await identity.confirm_totp(
        people(asked), asked.web.seals, who, asked.first("code"), asked.web.clock()
    )
    match made:
        case identity.FactorSet():
            return factor_set(made, to)
        case identity.WrongCode():
            return await offer(asked, who, to, {"code": asked.words.say("identity.wrong_code")})
        case identity.NotFresh():
            return again(to)


def factor_set(made: identity.FactorSet, to: str) -> Answer:
    """Show new recovery codes, once; the session goes on under another token."""
    cookies = [session_cookie(made.token)]
    if not made.recovery_codes:
        return Redirect(to, cookies=cookies)
    names = {"codes": made.recovery_codes, "next": to}
    return Page("identity/recovery_codes.html", names, cookies=cookies)


async def ask_passkey(asked: Asked) -> Answer:
    """What the browser asks its authenticator to make."""
    who = await who_comes(asked)
    if isinstance(who, identity.NoSession | identity.SchoolPaused):
        return NotThere()
    asked_for = await identity.offer_passkey(people(asked), who, site_of(asked), asked.web.clock())
    if isinstance(asked_for, identity.NotFresh):
        return MayNot("identity.not_fresh")
    return Bytes(asked_for.options.encode(), "application/json")


async def keep_passkey(asked: Asked) -> Answer:
    """Keep the passkey that was made."""
    who = await who_comes(asked)
    to = own_path(asked.first("next"))
    if isinstance(who, identity.NoSession | identity.SchoolPaused):
        return Redirect(sign_in_address(to))
    name = asked.first("name") or asked.words.say("identity.passkey")
    made = await identity.keep_passkey(
        people(asked), who, site_of(asked), asked.first("answer"), name, asked.web.clock()
    )
    match made:
        case identity.FactorSet():
            return factor_set(made, to)
        case identity.PasskeyRefused():
            wrong = {"code": asked.words.say("identity.passkey_refused")}
            return await offer(asked, who, to, wrong)
        case identity.NotFresh():
            return again(to)


SET_UP_PAGES = (
    PageRoute(
        method="GET",
        path="/sign-in/set-up",
        who="anybody",
        what="Set up a second factor",
        view=set_up,
    ),
    PageRoute(
        method="POST",
        path="/sign-in/set-up",
        who="anybody",
        what="Take a code app into use",
        view=confirm,
    ),
    PageRoute(
        method="POST",
        path="/sign-in/set-up/passkey/question",
        who="anybody",
        what="What a new passkey is asked",
        view=ask_passkey,
    ),
    PageRoute(
        method="POST",
        path="/sign-in/set-up/passkey",
        who="anybody",
        what="Keep a new passkey",
        view=keep_passkey,
    ),
)
