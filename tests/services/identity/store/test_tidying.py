"""What has ended is forgotten at the next sign-in, and tables do not grow without end."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from tests.services.identity.persons import GOOD, HERE, NOW, karin, signed_in, somebody

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.database import Database
from huleedu.services.identity import api
from huleedu.services.identity.store import tidying

COUNTS = """
select (select count(*) from session) as sessions, (select count(*) from device) as devices,
       (select count(*) from one_time_link) as links, (select count(*) from attempt) as attempts
"""


async def counts(tables: Database) -> Sequence[int]:
    async with tables.session() as sql:
        row = await sql.fetchrow(COUNTS)
    assert row
    return [row[name] for name in ("sessions", "devices", "links", "attempts")]


async def test_a_year_of_sign_ins_leaves_what_a_day_does(
    tables: Database, identity: Database
) -> None:
    await somebody(identity)
    seen: list[Sequence[int]] = []
    for day in range(0, 1500, 30):
        now = NOW + timedelta(days=day)
        await api.sign_in(identity, "eva@lund.example", "none of hers", HERE, now)
        await signed_in(identity, now=now, asked_from=api.AskedFrom("192.0.2.8", "Firefox"))
        seen.append(await counts(tables))
    sessions, devices, _, attempts = zip(*seen, strict=True)
    assert max(sessions) == 1
    assert max(devices) == devices[-1] == 13, "browsers are known for a year"
    assert max(attempts[1:]) == attempts[1], "counts of the day alone"


async def test_tickets_go_after_a_day_and_links_after_a_month(
    tables: Database, identity: Database
) -> None:
    who = await karin(identity)
    await api.invite(identity, who, "bo@lund.example", ["teacher"], NOW)
    await api.sign_in(identity, who.email, GOOD, HERE, NOW)

    async def kinds(now: datetime) -> list[str]:
        await somebody(identity, f"{now:%d%m}@lund.example")
        await signed_in(identity, f"{now:%d%m}@lund.example", now=now)
        async with tables.session() as sql:
            rows = await sql.fetch("select kind from one_time_link order by kind")
        return [row["kind"] for row in rows]

    assert await kinds(NOW + timedelta(hours=23)) == ["invitation", "second-factor", "start"]
    assert await kinds(NOW + timedelta(days=2)) == ["invitation", "start"]
    assert await kinds(NOW + timedelta(days=36)) == ["invitation"], "30 days after its end"
    assert await kinds(NOW + timedelta(days=38)) == []


async def test_no_more_than_some_go_at_a_time_and_none_that_is_in_use(tables: Database) -> None:
    person = await somebody(tables)
    many = tidying.AT_MOST + 50
    async with tables.transaction() as sql:
        await sql.execute(
            "insert into session (school, id, person, hash, made_at, used_at, fresh_at, agent, "
            "address) select $1, gen_random_uuid(), $2, 'hash ' || n, $3, $3, $3, '', '' "
            "from generate_series(1, $4::int) n",
            OWN_SCHOOL,
            person,
            NOW - timedelta(hours=9),
            many,
        )
    for left in (50, 0):
        await signed_in(tables)
        async with tables.session() as sql:
            ended = await sql.fetchval("select count(*) from session where hash like 'hash %'")
        assert ended == left
    assert (await counts(tables))[0] == 2, "both that were just begun"
