"""Whose batches are, and by which rules they are to be judged once they are opened."""

from uuid import UUID

import msgspec

from huleedu.kit.database import Sql
from huleedu.services.judging.store import heard

KEEP = """
insert into plan (batch, school, rules) values ($1, $2, $3)
on conflict (batch) do update set rules = excluded.rules where plan.school = excluded.school
"""

# whoever registered the batch says whose it is, whatever was planned by others
REGISTERED = """
insert into plan (batch, school, rules) values ($1, $2, '{}')
on conflict (batch) do update
set school = excluded.school, rules = '{}' where plan.school <> excluded.school
"""

# a batch that was opened before; what belongs to it follows by its key
BELONGS = "update judging set school = $2 where id = $1 and school <> $2"

ONE = "select rules from plan where batch = $1"

# all rules, where they were told before judging was opened
RULES = "select rules from plan where batch = $1 and rules ? 'steps'"

KEEP_RULES = """
insert into plan (batch, school, rules) values ($1, $2, $3)
on conflict (batch) do update set rules = plan.rules || excluded.rules
"""


class Plan(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What of `Rules` was chosen before there was anything to judge; the rest is as usual."""

    criterion: str | None = None
    scale: str = ""
    llm: bool = False
    """Language models may judge, too."""
    secret: bool = False
    """No text of it is taken away, and no language model sees one."""
    anchors: dict[str, str] = {}
    """Grades that are known, by the names of the files."""


async def keep(sql: Sql, batch: UUID, school: UUID, plan: Plan) -> None:
    """The batch is to be judged so."""
    await sql.execute(KEEP, batch, school, msgspec.json.encode(plan).decode())


async def belongs(sql: Sql, batch: UUID, school: UUID) -> None:
    """The batch is this school's, and so is what is known of it; it must be locked."""
    await sql.execute(REGISTERED, batch, school)
    await sql.execute(BELONGS, batch, school)
    await heard.belongs(sql, batch)


async def one(sql: Sql, batch: UUID) -> Plan:
    """How the batch is to be judged; as usual, if nobody has said."""
    told = await sql.fetchval(ONE, batch)
    return msgspec.json.decode(told, type=Plan) if told else Plan()


async def keep_rules(sql: Sql, batch: UUID, school: UUID, rules: str) -> None:
    """The batch is to be judged by all these rules, in JSON."""
    await sql.execute(KEEP_RULES, batch, school, rules)


async def rules_told(sql: Sql, batch: UUID) -> str | None:
    """All rules by which it is to be judged, in JSON; None: they were not told."""
    return await sql.fetchval(RULES, batch)
