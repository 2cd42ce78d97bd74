"""Practice pairs go with the rules, and are shown without names."""

from uuid import UUID

from tests.services.judging.api.conftest import Clock

from huleedu.contracts.judging import Kind
from huleedu.engines.postgres.contents import PostgresContents
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.services.judging.api.desk import Desk, Script
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.api.sessions import session_of
from huleedu.services.judging.api.set_up import PracticePair, Rules, essays_ready, with_practice

BATCH, ESSAY = UUID(int=7), UUID(int=1)


async def test_practice_is_told_without_names(
    address: Address, judgings: Judgings, desk: Desk, clock: Clock, database: PostgresDatabase
) -> None:
    of_contents = PostgresDatabase(address, "content")
    contents = PostgresContents(of_contents)
    essay, pasted = await contents.keep([b"My name is Anna Lind and I ran.", b"Anna Lind sat."])
    pair = PracticePair(first=essay, second=pasted, first_essay=ESSAY, expected=1, why="It runs.")
    rules = with_practice(Rules(steps=3), (pair,))
    script = Script(essay=ESSAY, name="a.txt", text=essay, measures={}, pupil="Anna Lind")
    await judgings.open(BATCH, [script], rules=rules)
    await judgings.enrol(BATCH, "Ali", Kind.PERSON)
    session = session_of(desk, contents, BATCH, "Ali")
    [told] = await session.practice()
    assert "Anna" not in told.first, "a pupil's name is taken out"
    assert told.first.endswith("and I ran.")
    assert (told.second, told.expected, told.why) == ("Anna Lind sat.", 1, "It runs.")
    await judgings.open(BATCH, [script], rules=with_practice(rules, ()))
    assert await session.practice() == ()
    assert await essays_ready(database, BATCH) == []
    await of_contents.aclose()
