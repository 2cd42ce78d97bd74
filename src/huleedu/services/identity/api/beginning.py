"""Begin a session: a token that is told once, for a browser that is known from then on."""

import secrets
from datetime import datetime
from uuid import UUID, uuid4

from huleedu.kit.database import Sql
from huleedu.services.identity.api.asked_from import AskedFrom
from huleedu.services.identity.domain.links import FORGOTTEN, TICKETS_FORGOTTEN
from huleedu.services.identity.domain.outcomes import SignedIn, SignedInWith
from huleedu.services.identity.domain.secrets import BITS, hash_of
from huleedu.services.identity.domain.sessions import DEVICE_KNOWN, IDLE
from huleedu.services.identity.store import audit, people, sessions, tidying


def new_secret() -> str:
    """A token, a link or a ticket, in letters that an address may hold."""
    return secrets.token_urlsafe(BITS // 8)


async def begin(
    sql: Sql,
    whose: tuple[UUID, UUID],
    asked_from: AskedFrom,
    now: datetime,
    *,
    how: str,
    must_enrol: bool = False,
) -> SignedInWith:
    """Sign a person in.

    Args:
        whose: the school, and the person.
        how: what they came with, for the audit.
        must_enrol: whether they need a second factor and have none.
    """
    school, person = whose
    token, session = new_secret(), uuid4()
    await _forget_what_ended(sql, school, now)
    await sessions.add(
        sql,
        whose,
        session,
        hash_of(token),
        now,
        agent=asked_from.agent_kept,
        address=asked_from.address,
    )
    device = None
    if not await sessions.is_device_of(sql, hash_of(asked_from.device), person):
        device = new_secret()
        await sessions.know_device(sql, school, person, hash_of(device), now)
    await people.seen(sql, school, person, now)
    await audit.note(
        sql,
        school,
        now,
        person,
        "signed_in",
        about=person,
        facts={"how": how},
        address=asked_from.address,
    )
    return SignedInWith(token=token, device=device, must_enrol=must_enrol)


async def _forget_what_ended(sql: Sql, school: UUID, now: datetime) -> None:
    """Each sign-in takes some of it away, so that nothing grows without end."""
    await tidying.forget(
        sql,
        school,
        sessions_before=now - IDLE,
        devices_before=now - DEVICE_KNOWN,
        links_before=now - FORGOTTEN,
        tickets_before=now - TICKETS_FORGOTTEN,
    )


async def renew(sql: Sql, who: SignedIn, now: datetime) -> str:
    """Another token for this session, and the end of all others of its person.

    What somebody may do, or how they come in, has changed: whoever knew an older token is out.
    """
    token = new_secret()
    await sessions.renew(sql, who.school, who.session, hash_of(token), now)
    await sessions.end_all(sql, who.school, who.person, who.session)
    return token
