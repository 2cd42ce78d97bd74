"""Put the pages together: seen by people who are signed in, with the rights of those who look."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from starlette.requests import Request

from huleedu.engines.mail.smtp import MailServer, SmtpMailer
from huleedu.engines.oidc.provider import OidcService
from huleedu.gateway.commands import Commands
from huleedu.gateway.exports import store as exports
from huleedu.gateway.handing_on import HandingOn
from huleedu.gateway.web.live import Live
from huleedu.gateway.web.pages import SESSION, SignedIn, Web
from huleedu.gateway.words.choice import Language
from huleedu.kit.database import Viewer
from huleedu.kit.mail import Mailer
from huleedu.services.feedback import api as feedback
from huleedu.services.identity import api as identity
from huleedu.services.judging.api import steering
from huleedu.wiring.batches import batches_of
from huleedu.wiring.installation import HouseInstallation
from huleedu.wiring.judging import sessions_of
from huleedu.wiring.program import House
from huleedu.wiring.sealing import seals_of
from huleedu.wiring.settings import Mail

NOBODY = Viewer(None)
MAIL_PORTS = {"starttls": 587, "tls": 465, "none": 25}


def web_of(
    house: House, language: Language, *, origins: Collection[str] = (), secure: bool = False
) -> Web:
    """What pages work with; the gateway is at work in this process.

    Args:
        language: for whoever has chosen none, and whose browser wants another than ours.
        origins: where the pages are reached; none: on this machine alone.
        secure: they are reached by TLS alone.
    """
    people = house.viewers("identity").of(NOBODY)

    async def who(request: Request) -> SignedIn | None:
        token = request.cookies.get(SESSION, "")
        found = await identity.session_of(people, token, house.clock()) if token else None
        return found if isinstance(found, identity.SignedIn) else None

    async def of_exports(batches: Sequence[UUID]) -> Mapping[UUID, int]:
        return await exports.revisions(house.database("exports"), batches)

    async def of_judging(batches: Sequence[UUID]) -> Mapping[UUID, int]:
        return await steering.revisions(house.database("judging"), batches)

    async def of_feedback(batches: Sequence[UUID]) -> Mapping[UUID, int]:
        return await feedback.revisions(house.database("feedback"), batches)

    commands = Commands(house.viewers("gateway").of(NOBODY), house.clock, house.hint)
    results = house.viewers("results").of(NOBODY)
    return Web(
        databases=house.viewers,
        contents=house.contents_of_viewers(),
        batches=replace(batches_of(house), commands=commands, results=results),
        seals=seals_of(house.settings),
        live=Live(house.database("results"), of_exports, of_judging, of_feedback),
        installation=HouseInstallation(house),
        sessions=sessions_of(house),
        clock=house.clock,
        who=who,
        language=language,
        origins=origins,
        secure=secure,
        sign_in_service=OidcService(),
        mailer=mailer_of(house.settings.mail),
    )


def mailer_of(mail: Mail) -> Mailer | None:
    """What sends mail, if a server is set."""
    if not mail.host:
        return None
    server = MailServer(
        host=mail.host,
        port=mail.port or MAIL_PORTS[mail.tls],
        sender=mail.sender,
        tls=mail.tls,
        user=mail.user,
        password=mail.password,
        within_s=mail.within_s,
    )
    return SmtpMailer(server)


async def first_path(house: House) -> str | None:
    """Where the first administrator begins; None: there is one."""
    people = house.viewers("identity").of(NOBODY)
    secret = await identity.first_link(people, house.clock())
    return f"/start?link={secret}" if secret else None


def handing_on(house: House, school: UUID) -> HandingOn:
    """What hands on what is somebody's, for whoever owns the machine."""
    viewer = Viewer(school)
    return HandingOn(
        people=house.viewers("identity").of(viewer),
        results=house.viewers("results").of(viewer),
        classes=house.viewers("classes").of(viewer),
        commands=house.commands(),
        school=school,
        by=None,
        now=house.clock(),
    )


async def forget_factors(house: House, email: str) -> Sequence[identity.FactorsForgotten]:
    """Help on the machine itself whoever lost all that they came in with."""
    people = house.viewers("identity").of(NOBODY)
    return await identity.forget_factors(people, email, house.clock())
