"""What is heard after judging was opened reaches it, in whatever order it comes."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import permutations
from uuid import UUID, uuid4

import pytest

from huleedu.contracts.classes import MatchedPupil, PupilsMatched
from huleedu.contracts.files import TextRead
from huleedu.contracts.lifecycle import SlotAssigned
from huleedu.contracts.linguistics import LanguageMeasured
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.kit.messages import wrap
from huleedu.kit.service import Heard, Transaction
from huleedu.services.judging.api.judgings import Judgings, Script
from huleedu.services.judging.api.kept import ranking_kept
from huleedu.services.judging.handlers import EssayEvent, on_essay_event, on_pupils_matched

BATCH, LATE = UUID(int=7), UUID(int=70)
NOW = datetime(2026, 11, 29, tzinfo=UTC)
OF_THE_LATE: tuple[EssayEvent, ...] = (
    TextRead(batch=BATCH, essay=LATE, name="late.txt", text="ab", characters=2, format="txt"),
    SlotAssigned(batch=BATCH, essay=LATE, slot=9, content="ab"),
    LanguageMeasured(batch=BATCH, essay=LATE, run=1, measures={"words": 2.0}, not_measured={}),
)


@pytest.fixture
async def database(address: Address) -> AsyncIterator[PostgresDatabase]:
    database = PostgresDatabase(address, "judging")
    yield database
    await database.aclose()


@pytest.fixture
def judgings(database: PostgresDatabase) -> Judgings:
    return Judgings(database, lambda: NOW)


def scripts(count: int) -> list[Script]:
    return [
        Script(essay=UUID(int=n + 1), name=f"{n}.txt", text="t", measures={}) for n in range(count)
    ]


async def hear(database: PostgresDatabase, *events: EssayEvent) -> None:
    envelopes = [wrap(event, identity=uuid4(), now=NOW, cause=None) for event in events]
    heard = [Heard(event, envelope) for event, envelope in zip(events, envelopes, strict=True)]
    async with database.transaction() as sql:
        await on_essay_event(Transaction(sql, NOW), BATCH, heard)


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_an_essay_joins_an_opened_batch_in_whatever_order_its_parts_are_heard(
    database: PostgresDatabase, judgings: Judgings, order: tuple[int, ...]
) -> None:
    await judgings.open(BATCH, scripts(2))
    for at in order:
        await hear(database, OF_THE_LATE[at])
    *_, joined = await judgings.scripts(BATCH)
    late = Script(essay=LATE, name="late.txt", text="ab", measures={"words": 2.0})
    assert joined == late
    assert len(await judgings.scripts(BATCH)) == 3


async def test_what_was_heard_before_judging_was_opened_is_there_then(
    database: PostgresDatabase, judgings: Judgings
) -> None:
    await hear(database, *OF_THE_LATE)
    assert await judgings.scripts(BATCH) == []
    assert await judgings.open(BATCH, scripts(2)) == 3
    assert [script.name for script in await judgings.scripts(BATCH)] == [
        "0.txt",
        "1.txt",
        "late.txt",
    ]


async def test_a_name_and_a_measure_that_come_later_reach_judging_and_make_a_ranking_due(
    database: PostgresDatabase, judgings: Judgings
) -> None:
    await judgings.open(BATCH, scripts(2))
    first = scripts(2)[0].essay
    _, before = await ranking_kept(database, BATCH)
    pupil = MatchedPupil(essay=first, pupil="Åsa Ek", sure=True)
    matched = PupilsMatched(batch=BATCH, essays=(pupil,), settlement=1)
    async with database.transaction() as sql:
        await on_pupils_matched(Transaction(sql, NOW), matched)
    measured = LanguageMeasured(
        batch=BATCH, essay=first, run=1, measures={"words": 80.0}, not_measured={}
    )
    await hear(database, measured)
    known, other = await judgings.scripts(BATCH)
    assert (known.pupil, known.measures) == ("Åsa Ek", {"words": 80.0})
    assert (other.pupil, other.measures) == ("", {})
    _, now = await ranking_kept(database, BATCH)
    assert now.revision == before.revision + 2
    await hear(database, measured)
    assert (await ranking_kept(database, BATCH))[1] == now, "the same once more changes nothing"
