"""Another text is judged in the place of one: what was decided about that one counts no more."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import msgspec
import pytest
from tests.services.judging.test_handlers import BATCH, LATE, NOW, scripts

from huleedu.contracts.lifecycle import SlotHandedOver
from huleedu.contracts.people import OWN_SCHOOL
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.kit.service import Transaction
from huleedu.services.judging.api.judgings import Judgings, Script
from huleedu.services.judging.api.kept import known_grade, ranking_kept
from huleedu.services.judging.domain.desk import Rules
from huleedu.services.judging.domain.practice import PracticePair
from huleedu.services.judging.handlers import on_slot_handed_over
from huleedu.services.judging.store import plans

FIRST = UUID(int=1)
PAIRS = {"decided": (0, 1), "flagged": (2, 0), "out": (0, 2), "undone": (1, 0)}
OTHERS = {"decided": (1, 2), "out": (2, 1)}


@pytest.fixture
async def database(address: Address) -> AsyncIterator[PostgresDatabase]:
    database = PostgresDatabase(address, "judging")
    yield database
    await database.aclose()


async def replaced(database: PostgresDatabase) -> None:
    event = SlotHandedOver(
        batch=BATCH, essay=FIRST, by=LATE, name="b.txt", slot=1, content="new", first=FIRST
    )
    async with database.transaction() as sql:
        await on_slot_handed_over(Transaction(sql, NOW), event)


async def pairs(database: PostgresDatabase) -> list[tuple[int, int, str]]:
    async with database.session() as sql:
        rows = await sql.fetch("select first, second, state from pair order by seq")
    return [(row["first"], row["second"], row["state"]) for row in rows]


async def test_its_judgements_end_and_others_stand(database: PostgresDatabase) -> None:
    judgings = Judgings(database, lambda: NOW)
    await judgings.open(BATCH, scripts(3))
    for judge, of in (("Ada", PAIRS), ("Bo", OTHERS)):
        await enrol(database, judge)
        for state, (first, second) in of.items():
            await hand_out(database, judge, state, first, second)
    _, before = await ranking_kept(database, BATCH)
    await replaced(database)
    new, *_ = await judgings.scripts(BATCH)
    assert new == Script(essay=LATE, name="b.txt", text="new", measures={})
    assert await pairs(database) == [
        (0, 1, "undone"),
        (2, 0, "undone"),
        (0, 2, "lapsed"),
        (1, 0, "undone"),
        (1, 2, "decided"),
        (2, 1, "out"),
    ]
    _, now = await ranking_kept(database, BATCH)
    assert now.decided == before.decided - 1
    await replaced(database)
    assert len(await judgings.scripts(BATCH)) == 3, "heard twice, it is done once"


async def test_before_judging_is_opened_the_new_one_is_there_then(
    database: PostgresDatabase,
) -> None:
    judgings = Judgings(database, lambda: NOW)
    await replaced(database)
    assert await judgings.open(BATCH, scripts(3)[1:]) == 3
    assert [script.essay for script in await judgings.scripts(BATCH)][-1] == LATE


async def test_what_is_known_of_an_anchor_is_known_of_the_new_text(
    database: PostgresDatabase,
) -> None:
    judgings = Judgings(database, lambda: NOW)
    other = UUID(int=2)
    rules = Rules(
        scale="A-F",
        grades={FIRST: "B", other: "D"},
        places={FIRST: (0.5, 0.1)},
        practice=(
            PracticePair(first="a", second="b", first_essay=other, second_essay=FIRST, expected=1),
        ),
    )
    await judgings.open(BATCH, scripts(3), rules=rules)
    for _ in range(2):  # heard twice, it is done once
        await replaced(database)
        now = await judgings.rules(BATCH)
        assert isinstance(now, Rules)
        assert now.grades == {LATE: "B", other: "D"}
        assert now.places == {LATE: (0.5, 0.1)}
        assert now.practice[0].first_essay == other
        assert now.practice[0].second_essay == LATE
        assert await known_grade(database, BATCH, LATE) == "B"
        assert await known_grade(database, BATCH, FIRST) == ""


async def test_so_it_is_of_rules_that_were_told_before_judging(database: PostgresDatabase) -> None:
    rules = Rules(scale="A-F", grades={FIRST: "B"})
    async with database.transaction() as sql:
        told = msgspec.json.encode(rules).decode()
        await plans.keep_rules(sql, BATCH, OWN_SCHOOL, told)
    await replaced(database)
    async with database.session() as sql:
        now = msgspec.json.decode(await plans.rules_told(sql, BATCH) or "", type=Rules)
    assert now.grades == {LATE: "B"}
    assert await known_grade(database, BATCH, LATE) == "", "judging is not opened"


async def enrol(database: PostgresDatabase, judge: str) -> None:
    async with database.session() as sql:
        await sql.execute(
            "insert into enrolment (judging, school, judge, kind, enrolled_at) "
            "select id, school, $2, 'person', $3 from judging where id = $1",
            *(BATCH, judge, NOW),
        )


async def hand_out(
    database: PostgresDatabase, judge: str, state: str, first: int, second: int
) -> None:
    decided = state in ("decided", "undone")
    async with database.session() as sql:
        await sql.execute(
            "insert into pair (id, judging, school, judge, first, second, assigned_at, "
            "leased_until, state, answer, steps) "
            "select $1, id, school, $3, $4, $5, $6, $6, $7, $8, $9 from judging where id = $2",
            *(uuid4(), BATCH, judge, first, second, NOW, state),
            *((1, 5) if decided else (None, None)),
        )
