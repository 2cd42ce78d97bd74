"""Which language models schools allow, and what they have cost."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from huleedu.kit.database import Sql
from huleedu.services.identity.domain.language_models import LlmOff, LlmSettings

SET = """
insert into language_models (school, provider, country, contract, protocol, endpoint, models,
    currency, price_in, price_out, limit_batch, limit_month, who)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
on conflict (school) do update set provider = excluded.provider, country = excluded.country,
    contract = excluded.contract, protocol = excluded.protocol, endpoint = excluded.endpoint,
    models = excluded.models, currency = excluded.currency, price_in = excluded.price_in,
    price_out = excluded.price_out, limit_batch = excluded.limit_batch,
    limit_month = excluded.limit_month, who = excluded.who
"""
ONE = """
select provider, country, contract, protocol, endpoint, models, currency, price_in, price_out,
       limit_batch, limit_month, who
from language_models where school = $1
"""
REMOVE = "delete from language_models where school = $1"

BEGIN_MONTH = """
insert into language_models_spent (school, month, money) values ($1, $2, 0) on conflict do nothing
"""
# of two that take the last of it one waits for the other, and finds it gone
TAKE = """
update language_models_spent set money = money + $3
where school = $1 and month = $2 and money + $3 <= $4 returning money
"""
GIVE_BACK = """
update language_models_spent set money = greatest(0, money - $3) where school = $1 and month = $2
"""
SPENT = "select money from language_models_spent where school = $1 and month = $2"


async def allow(sql: Sql, school: UUID, told: LlmSettings) -> None:
    """Allow these."""
    columns = (
        *(told.provider, told.country, told.contract, told.protocol, told.endpoint),
        *(list(told.models), told.currency, told.price_in, told.price_out),
        *(told.limit_batch, told.limit_month, told.who),
    )
    await sql.execute(SET, school, *columns)


async def settings(sql: Sql, school: UUID) -> LlmSettings | LlmOff:
    """What a school allows."""
    row = await sql.fetchrow(ONE, school)
    if row is None:
        return LlmOff()
    return LlmSettings(
        provider=row["provider"],
        country=row["country"],
        contract=row["contract"],
        protocol=row["protocol"],
        endpoint=row["endpoint"],
        models=tuple(row["models"]),
        currency=row["currency"],
        price_in=row["price_in"],
        price_out=row["price_out"],
        limit_batch=row["limit_batch"],
        limit_month=row["limit_month"],
        who=row["who"],
    )


async def forbid(sql: Sql, school: UUID) -> None:
    """Allow none."""
    await sql.execute(REMOVE, school)


async def take(sql: Sql, school: UUID, month: date, money: Decimal, limit: Decimal) -> bool:
    """Set money aside, unless more than `limit` were gone then; False: it would be."""
    await sql.execute(BEGIN_MONTH, school, month)
    return await sql.fetchval(TAKE, school, month, money, limit) is not None


async def give_back(sql: Sql, school: UUID, month: date, money: Decimal) -> None:
    """What was set aside was not needed."""
    await sql.execute(GIVE_BACK, school, month, money)


async def spent(sql: Sql, school: UUID, month: date) -> Decimal:
    """What is gone or set aside."""
    return await sql.fetchval(SPENT, school, month) or Decimal(0)
