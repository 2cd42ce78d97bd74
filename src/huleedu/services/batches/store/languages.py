"""In which language an essay is, where somebody has said it."""

from collections.abc import Mapping
from uuid import UUID

from huleedu.contracts.gateway import LanguageAsked
from huleedu.kit.database import Sql
from huleedu.kit.service import Transaction

LANGUAGES = "select essay, language from essay_language where batch = $1"

SET_LANGUAGE = """
insert into essay_language as l (batch, essay, language) values ($1, $2, $3)
on conflict (batch, essay) do update set language = excluded.language
where l.language <> excluded.language returning essay
"""

FORGET_RESULTS = """
with forgotten as (
    delete from result where essay = $2 returning essay, step, run
), other as (
    update essay set ahead = null, ahead_run = ahead_run + 1 where id = $2
)
insert into ignored (batch, essay, step, run, why, message, at)
select $1, essay, step, run, 'its language was said to be another', $3, $4 from forgotten
"""


async def told(sql: Sql, batch: UUID) -> Mapping[UUID, LanguageAsked]:
    """The essays of the batch of which somebody has said it."""
    return {
        UUID(int=row["essay"].int): row["language"] for row in await sql.fetch(LANGUAGES, batch)
    }


async def tell(sql: Sql, batch: UUID, essay: UUID, language: LanguageAsked) -> bool:
    """Keep in which language an essay is to be checked; False: so it was already."""
    return bool(await sql.fetch(SET_LANGUAGE, batch, essay, language))


async def forget_results(tx: Transaction, batch: UUID, essay: UUID) -> None:
    """What an essay's steps gave no longer counts; it is kept among the ignored."""
    message = tx.cause.id if tx.cause else None
    await tx.sql.execute(FORGET_RESULTS, batch, essay, message, tx.now)
