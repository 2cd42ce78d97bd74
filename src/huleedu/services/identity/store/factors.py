"""Second factors: code apps, passkeys, recovery codes, and challenges for passkeys."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Row, Sql

# a secret that was never confirmed is replaced by a newer one
OFFER_TOTP = """
insert into totp (school, person, secret, made_at) values ($1, $2, $3, $4)
on conflict (school, person) do update set secret = excluded.secret, made_at = excluded.made_at
where totp.confirmed_at is null returning person
"""

TOTP = "select secret, confirmed_at from totp where school = $1 and person = $2"

# a step counts once, and none before it
USE_STEP = """
update totp set last_step = $3, confirmed_at = coalesce(confirmed_at, $4)
where school = $1 and person = $2 and last_step < $3 returning person
"""

REMOVE_TOTP = "delete from totp where school = $1 and person = $2 returning person"

ADD_CODES = """
insert into recovery_code (school, person, hash) select $1, $2, unnest($3::text[])
"""

USE_CODE = """
update recovery_code set used_at = $4
where school = $1 and person = $2 and hash = $3 and used_at is null returning hash
"""

CODES_LEFT = """
select count(*) from recovery_code where school = $1 and person = $2 and used_at is null
"""

REMOVE_CODES = "delete from recovery_code where school = $1 and person = $2"

ADD_PASSKEY = """
insert into passkey
    (school, id, person, hash, credential, public_key, sign_count, name, made_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning id
"""

PASSKEYS = """
select id, credential, name, made_at, used_at from passkey
where school = $1 and person = $2 order by made_at, id
"""

PASSKEY = """
select school, id, person, public_key, sign_count from passkey where hash = $1
"""

USE_PASSKEY = "update passkey set sign_count = $3, used_at = $4 where school = $1 and id = $2"

REMOVE_PASSKEY = """
delete from passkey where school = $1 and person = $2 and id = $3 returning id
"""

REMOVE_PASSKEYS = "delete from passkey where school = $1 and person = $2"

ADD_CHALLENGE = "insert into challenge (hash, person, ends_at) values ($1, $2, $3)"

# an answer to a challenge counts once
USE_CHALLENGE = """
delete from challenge
where hash = $1 and person is not distinct from $2::uuid and ends_at > $3 returning hash
"""

PRUNE_CHALLENGES = """
delete from challenge where hash in (
    select hash from challenge where ends_at < $1 order by ends_at limit 200
    for update skip locked)
"""


async def offer_totp(sql: Sql, school: UUID, person: UUID, secret: str, now: datetime) -> bool:
    """Keep a secret that is to be confirmed; False: there is a confirmed one."""
    return await sql.fetchval(OFFER_TOTP, school, person, secret, now) is not None


async def totp(sql: Sql, school: UUID, person: UUID) -> Row | None:
    """Somebody's code app, confirmed or not."""
    return await sql.fetchrow(TOTP, school, person)


async def use_step(sql: Sql, school: UUID, person: UUID, step: int, now: datetime) -> bool:
    """Use a step up, and with it confirm the app; False: it was used."""
    return await sql.fetchval(USE_STEP, school, person, step, now) is not None


async def remove_totp(sql: Sql, school: UUID, person: UUID) -> bool:
    """Forget somebody's code app; False: there was none."""
    return await sql.fetchval(REMOVE_TOTP, school, person) is not None


async def replace_codes(sql: Sql, school: UUID, person: UUID, hashes: Sequence[str]) -> None:
    """Keep new recovery codes in the place of all older ones."""
    await sql.execute(REMOVE_CODES, school, person)
    await sql.execute(ADD_CODES, school, person, list(hashes))


async def use_code(sql: Sql, school: UUID, person: UUID, code_hash: str, now: datetime) -> bool:
    """Use a recovery code up; False: there is none like that."""
    return await sql.fetchval(USE_CODE, school, person, code_hash, now) is not None


async def codes_left(sql: Sql, school: UUID, person: UUID) -> int:
    """How many recovery codes were not used."""
    return await sql.fetchval(CODES_LEFT, school, person)


async def add_passkey(
    sql: Sql,
    whose: tuple[UUID, UUID],
    passkey: UUID,
    *,
    credential_hash: str,
    credential: bytes,
    public_key: bytes,
    sign_count: int,
    name: str,
    now: datetime,
) -> bool:
    """Keep a passkey of somebody (their school and themselves); False: it is kept already."""
    added = await sql.fetchval(
        ADD_PASSKEY,
        whose[0],
        passkey,
        whose[1],
        credential_hash,
        credential,
        public_key,
        sign_count,
        name,
        now,
    )
    return added is not None


async def passkeys(sql: Sql, school: UUID, person: UUID) -> Sequence[Row]:
    """Somebody's passkeys."""
    return await sql.fetch(PASSKEYS, school, person)


async def passkey(sql: Sql, credential_hash: str) -> Row | None:
    """Whose passkey this is, and what checks it."""
    return await sql.fetchrow(PASSKEY, credential_hash)


async def use_passkey(
    sql: Sql, school: UUID, passkey: UUID, sign_count: int, now: datetime
) -> None:
    """Note that a passkey was used."""
    await sql.execute(USE_PASSKEY, school, passkey, sign_count, now)


async def remove_passkey(sql: Sql, school: UUID, person: UUID, passkey: UUID) -> bool:
    """Forget one of somebody's passkeys; False: there was none."""
    return await sql.fetchval(REMOVE_PASSKEY, school, person, passkey) is not None


async def remove_all(sql: Sql, school: UUID, person: UUID) -> None:
    """Forget all second factors of somebody."""
    await sql.execute(REMOVE_TOTP, school, person)
    await sql.execute(REMOVE_PASSKEYS, school, person)
    await sql.execute(REMOVE_CODES, school, person)


async def add_challenge(
    sql: Sql, challenge_hash: str, person: UUID | None, ends_at: datetime
) -> None:
    """Keep what an authenticator is asked to sign."""
    await sql.execute(ADD_CHALLENGE, challenge_hash, person, ends_at)


async def use_challenge(sql: Sql, challenge_hash: str, person: UUID | None, now: datetime) -> bool:
    """Use a challenge up; False: there is none like that for this person."""
    return await sql.fetchval(USE_CHALLENGE, challenge_hash, person, now) is not None


async def prune_challenges(sql: Sql, before: datetime) -> None:
    """Forget challenges that ended before this."""
    await sql.execute(PRUNE_CHALLENGES, before)
