"""Access tokens for programs: what they may do, until when, and whose they are."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

from huleedu.kit.database import Database
from huleedu.services.identity.api.acting import acting_for, not_fresh, paused
from huleedu.services.identity.api.beginning import new_secret
from huleedu.services.identity.api.sessions import must_enrol, signed_in
from huleedu.services.identity.domain.forms import found, name_problem
from huleedu.services.identity.domain.outcomes import (
    Done,
    FormRefused,
    NoSession,
    NotFresh,
    SchoolPaused,
    SignedIn,
    TokenMade,
    TokenOf,
    TokenSeen,
)
from huleedu.services.identity.domain.rights import beyond, token_problems, token_rights
from huleedu.services.identity.domain.secrets import hash_of
from huleedu.services.identity.domain.sessions import NOTE_USE_EVERY
from huleedu.services.identity.store import audit, people, tokens
from huleedu.services.identity.store.viewing import as_uuid, let_in, present


async def make_token(
    database: Database,
    who: SignedIn,
    name: str,
    rights: Collection[str],
    ends_on: date | None,
    now: datetime,
    *,
    by: TokenOf | None = None,
) -> TokenMade | FormRefused | NotFresh:
    """Make a token for a program; its secret is told this once. Raises `EngineAway`.

    Args:
        ends_on: the first day on which it works no more (UTC), within a year.
        by: the token that asks for it, which is never fresh: one that can do no more than it and
            ends no later gives nobody anything new.
    """
    if by is None and (stale := not_fresh(who, now)):
        return stale
    wrong = found(name_problem("name", name)) + token_problems(rights, ends_on, who.rights, now)
    if by is not None and not wrong:
        wrong = beyond(rights, ends_on, by)
    if wrong or ends_on is None:
        return FormRefused(wrong)
    token, secret = uuid4(), new_secret()
    async with acting_for(database, who) as sql:
        await tokens.add(
            sql,
            (who.school, who.person),
            token,
            hash_of(secret),
            name=name.strip(),
            rights=rights,
            now=now,
            ends_at=datetime.combine(ends_on, time(), UTC),
        )
        await audit.note(
            sql,
            who.school,
            now,
            who.person,
            "token_made",
            about=who.person,
            facts={"rights": " ".join(sorted(rights))},
        )
    return TokenMade(token, secret)


async def tokens_of(database: Database, who: SignedIn) -> list[TokenSeen]:
    """Somebody's tokens, ended ones too; raises `EngineAway`."""
    async with acting_for(database, who) as sql:
        return [
            TokenSeen(
                id=as_uuid(row["id"]),
                name=row["name"],
                rights=frozenset(row["rights"]),
                made_at=row["made_at"],
                ends_at=row["ends_at"],
                used_at=row["used_at"],
            )
            for row in await tokens.of_person(sql, who.school, who.person)
        ]


async def end_token(
    database: Database, who: SignedIn, token: UUID, now: datetime, *, by: TokenOf | None = None
) -> Done | NotFresh:
    """End a token; raises `EngineAway`.

    Args:
        by: the token that asks for it: ending gives nobody anything, so it need not be fresh.
    """
    if by is None and (stale := not_fresh(who, now)):
        return stale
    async with acting_for(database, who) as sql:
        if await tokens.end(sql, who.school, who.person, token):
            await audit.note(sql, who.school, now, who.person, "token_ended", about=who.person)
    return Done()


async def token_of(
    database: Database, bearer: str, now: datetime
) -> TokenOf | SchoolPaused | NoSession:
    """Whose token this is, and what it may do; raises `EngineAway`.

    It may never what changes how somebody signs in: it is not fresh, and has no session.
    """
    async with database.transaction() as sql:
        shown = hash_of(bearer)
        await present(sql, shown)
        row = await tokens.by_hash(sql, shown)
        if row is None or now >= row["ends_at"]:
            return NoSession()
        school, token = as_uuid(row["school"]), as_uuid(row["id"])
        await let_in(sql, school)
        person = await people.one(sql, school, as_uuid(row["person"]))
        if person is None:
            return await paused(sql, school) or NoSession()
        if must_enrol(person):
            return NoSession()
        if row["used_at"] is None or now >= row["used_at"] + NOTE_USE_EVERY:
            await tokens.note_use(sql, school, token, now)
    long_ago = datetime.min.replace(tzinfo=UTC)
    return TokenOf(
        signed_in(token, person, long_ago),
        token_rights(row["rights"], person["rights"]),
        row["ends_at"],
    )
