"""Schools' own sign-in services, whom they vouch for, and questions on their way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Row, Sql
from huleedu.services.identity.store.viewing import present

# another service is tried anew before it is offered
SET = """
insert into sign_in_service (school, name, issuer, client_id) values ($1, $2, $3, $4)
on conflict (school) do update set name = excluded.name, issuer = excluded.issuer,
    client_id = excluded.client_id, tried_at = null
"""

SET_OURS = """
insert into sign_in_secret (school, client_secret) values ($1, $2)
on conflict (school) do update set client_secret = excluded.client_secret
"""

ONE = "select school, name, issuer, client_id, tried_at from sign_in_service where school = $1"

OURS = "select client_secret from sign_in_secret where school = $1"

OFFERED = """
select school, name from sign_in_service where tried_at is not null order by name, school
"""

TRIED = """
update sign_in_service set tried_at = coalesce(tried_at, $3) where school = $1 and issuer = $2
"""

REMOVE = "delete from sign_in_service where school = $1 returning school"

ASK = """
insert into service_question
    (school, hash, nonce, verifier, ends_at, person, session, invitation, name, language)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""

# an answer counts once
USE = """
delete from service_question where hash = $1 and ends_at > $2
returning school, person, session, nonce, verifier, invitation, name, language
"""

# nobody else is this subject, and this person is nobody else there
CONNECT = """
insert into vouched (school, issuer, subject, person, made_at) values ($1, $2, $3, $4, $5)
on conflict do nothing
"""

WHO = "select person from vouched where school = $1 and issuer = $2 and subject = $3"

DISCONNECT = "delete from vouched where school = $1 and person = $2 returning person"

IS_CONNECTED = """
select true from vouched v join sign_in_service s on s.school = v.school and s.issuer = v.issuer
where v.school = $1 and v.person = $2
"""


@dataclass(frozen=True, slots=True)
class Whose:
    """Who asks a service: somebody to connect, somebody who was invited, or who signs in.

    Args:
        person: is to be connected, by this session.
        invitation: the hash of the link of who was invited, with their name and language.
    """

    person: UUID | None = None
    session: UUID | None = None
    invitation: str | None = None
    name: str | None = None
    language: str | None = None


async def about_to_sign_in(sql: Sql) -> None:
    """See from now on what is offered to everybody who signs in."""
    await present(sql, "sign-in")


async def set_service(
    sql: Sql, school: UUID, name: str, issuer: str, client: tuple[str, str]
) -> None:
    """Set a school's service; `client`: our id and our secret there."""
    await sql.execute(SET, school, name, issuer, client[0])
    await sql.execute(SET_OURS, school, client[1])


async def one(sql: Sql, school: UUID) -> Row | None:
    """A school's service."""
    return await sql.fetchrow(ONE, school)


async def secret(sql: Sql, school: UUID) -> str:
    """Our secret at a school's service; empty: there is none."""
    return await sql.fetchval(OURS, school) or ""


async def offered(sql: Sql) -> Sequence[Row]:
    """Services that somebody has come by."""
    return await sql.fetch(OFFERED)


async def tried(sql: Sql, school: UUID, issuer: str, now: datetime) -> None:
    """Note that somebody came by it."""
    await sql.execute(TRIED, school, issuer, now)


async def remove(sql: Sql, school: UUID) -> bool:
    """Forget a school's service; False: there was none."""
    return await sql.fetchval(REMOVE, school) is not None


async def ask(
    sql: Sql,
    school: UUID,
    state_hash: str,
    whose: Whose,
    secrets: tuple[str, str],
    ends_at: datetime,
) -> None:
    """Keep a question; `secrets`: nonce and verifier."""
    kept = (whose.person, whose.session, whose.invitation, whose.name, whose.language)
    await sql.execute(ASK, school, state_hash, *secrets, ends_at, *kept)


async def use(sql: Sql, state_hash: str, now: datetime) -> Row | None:
    """Use a question up; None: there is none."""
    return await sql.fetchrow(USE, state_hash, now)


async def connect(
    sql: Sql, whose: tuple[UUID, UUID], issuer: str, subject: str, now: datetime
) -> None:
    """Connect somebody (their school and themselves) with a subject, unless either is already."""
    await sql.execute(CONNECT, whose[0], issuer, subject, whose[1], now)


async def who(sql: Sql, school: UUID, issuer: str, subject: str) -> UUID | None:
    """Who this subject is."""
    return await sql.fetchval(WHO, school, issuer, subject)


async def disconnect(sql: Sql, school: UUID, person: UUID) -> bool:
    """Let nobody come in as this person by a service; False: nobody could."""
    return await sql.fetchval(DISCONNECT, school, person) is not None


async def is_connected(sql: Sql, school: UUID, person: UUID) -> bool:
    """Whether somebody may come in by the school's service."""
    return bool(await sql.fetchval(IS_CONNECTED, school, person))
