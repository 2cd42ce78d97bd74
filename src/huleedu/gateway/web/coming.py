"""What all pages about coming in share: cookies, where somebody asks from, and what is wrong."""

from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from huleedu.gateway.web.pages import SESSION, Asked, Redirect
from huleedu.kit.database import Database
from huleedu.services.identity import api as identity

DEVICE = "__Host-huleedu-device"
"""By which a browser is known: who guesses elsewhere does not make its owner wait."""
LINK = "__Host-huleedu-"
"""Before a link's kind: its secret, taken out of the address bar."""
DEVICE_S = 365 * 24 * 3600
LINK_S = 3600
MANNER = "Path=/; Secure; HttpOnly; SameSite=Lax"
SET_UP = "/sign-in/set-up"


def people(asked: Asked) -> Database:
    """identity's tables, as whoever asks sees them."""
    return asked.database("identity")


def asked_from(asked: Asked) -> identity.AskedFrom:
    """Where a request comes from."""
    request = asked.request
    return identity.AskedFrom(
        address=request.client.host if request.client else "",
        agent=request.headers.get("user-agent", ""),
        device=request.cookies.get(DEVICE, ""),
    )


def signed_in(asked: Asked) -> identity.SignedIn:
    """Who asks, as identity knows them."""
    person = asked.signed_in
    return identity.SignedIn(
        session=person.session,
        person=person.person,
        school=person.school,
        school_name=person.school_name,
        name=person.name,
        email=person.email,
        rights=frozenset(right for right in identity.RIGHTS if right in person.rights),
        language=person.language or asked.look.language,
        theme="auto",
        keys=person.keys,
        text_size=person.text_size,
        fresh_until=person.fresh_until,
    )


async def who_comes(
    asked: Asked,
) -> identity.SignedIn | identity.MustEnrol | identity.SchoolPaused | identity.NoSession:
    """Who has a session, also if a second factor must be set up before anything else."""
    token = asked.request.cookies.get(SESSION, "")
    return await identity.session_of(people(asked), token, asked.web.clock())


def session_cookie(token: str) -> str:
    """Set-Cookie's value; it ends with the browser, and the session by its own time."""
    return f"{SESSION}={token}; {MANNER}"


def forget(cookie: str) -> str:
    """Set-Cookie's value that takes a cookie away."""
    return f"{cookie}=; Max-Age=0; {MANNER}"


async def come_in(asked: Asked, came: identity.SignedInWith, to: str) -> Redirect:
    """Go on as who has just signed in; who was signed in here before is not any more."""
    if before := asked.request.cookies.get(SESSION, ""):
        await identity.sign_out(people(asked), before, asked.web.clock())
    cookies = [session_cookie(came.token), forget(f"{LINK}second-factor")]
    if came.device:
        cookies.append(f"{DEVICE}={came.device}; Max-Age={DEVICE_S}; {MANNER}")
    if came.must_enrol:
        to = f"{SET_UP}?next={quote(to, safe='/')}"
    return Redirect(to, cookies=cookies)


def keep_link(kind: str, secret: str, to: str) -> Redirect:
    """Take a link's secret out of the address bar, and out of what the browser remembers."""
    plain = quote(secret, safe="")[:200]
    return Redirect(to, cookies=[f"{LINK}{kind}={plain}; Max-Age={LINK_S}; {MANNER}"])


def kept_link(asked: Asked, kind: str) -> str:
    """The secret of the link that somebody came by."""
    return asked.request.cookies.get(f"{LINK}{kind}", "")


def site_of(asked: Asked) -> identity.Site:
    """Where these pages are, as the browser has it: passkeys are bound to it."""
    host = asked.request.headers.get("host", "")
    fitting = [origin for origin in asked.web.origins if urlsplit(origin).netloc == host]
    origin = next(iter([*fitting, *asked.web.origins]), f"http://{host}")
    return identity.Site(urlsplit(origin).hostname or host, origin)


def link_of(asked: Asked, path: str, made: identity.LinkMade) -> str:
    """A link to hand to somebody."""
    return f"{site_of(asked).origin}{path}?link={made.secret}"


def told(asked: Asked, problems: Iterable[identity.FieldProblem]) -> dict[str, str]:
    """Field → the sentence that says what is wrong with it."""
    return {each.field: asked.words.say(f"identity.problem.{each.code}") for each in problems}


def wait(asked: Asked, answer: identity.WaitSeconds) -> str:
    """How long to wait, in words."""
    if answer.seconds < 90:
        return asked.words.say("identity.wait_seconds", n=answer.seconds)
    return asked.words.say("identity.wait_minutes", n=-(-answer.seconds // 60))


def wrong_link(answer: identity.LinkWrong) -> str:
    """The end of the code of a sentence about a link."""
    match answer:
        case identity.LinkUsed():
            return "used"
        case identity.LinkEnded():
            return "ended"
        case identity.NoSuchLink():
            return "none"
