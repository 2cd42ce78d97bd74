"""How somebody wants to see pages: language and light or dark, kept in a cookie of its own."""

from typing import get_args

from starlette.requests import Request

from huleedu.gateway.web.pages import (
    Answer,
    Asked,
    Look,
    PageRoute,
    Redirect,
    SignedIn,
    Theme,
    own_path,
)
from huleedu.gateway.words.choice import LANGUAGES, Language

COOKIE = "__Host-look"
YEAR_S = 365 * 24 * 3600


def look_of(request: Request, person: SignedIn | None, otherwise: Language) -> Look:
    """What was chosen in this browser, or by this person, or what the browser is set to."""
    chosen, _, theme = request.cookies.get(COOKIE, "").partition(".")
    of_person = (person.language or "") if person else ""
    language = _language(chosen) or _language(of_person) or _language(_accepted(request))
    return Look(language or otherwise, _theme(theme) or "auto")


def _language(said: str) -> Language | None:
    return next((each for each in LANGUAGES if each == said), None)


def _theme(said: str) -> Theme | None:
    themes: tuple[Theme, ...] = get_args(Theme)
    return next((each for each in themes if each == said), None)


def _accepted(request: Request) -> str:
    """The first language of the browser's list that we speak; lists stand in their order."""
    for each in request.headers.get("accept-language", "").split(","):
        spoken = each.partition(";")[0].strip().partition("-")[0].casefold()
        if spoken in LANGUAGES:
            return spoken
    return ""


def cookie(look: Look) -> str:
    """Set-Cookie's value, by which the browser remembers it for a year."""
    return (
        f"{COOKIE}={look.language}.{look.theme}; Path=/; Max-Age={YEAR_S}; Secure; HttpOnly; "
        "SameSite=Lax"
    )


async def choose_look(asked: Asked) -> Answer:
    """Remember what was chosen, and show the same page in it."""
    chosen = Look(
        _language(asked.first("language")) or asked.look.language,
        _theme(asked.first("theme")) or asked.look.theme,
    )
    return Redirect(own_path(asked.first("next")), cookies=[cookie(chosen)])


LOOK_PAGES = (
    PageRoute(
        method="POST",
        path="/look",
        who="anybody",
        what="Choose a language, or light and dark",
        view=choose_look,
    ),
)
