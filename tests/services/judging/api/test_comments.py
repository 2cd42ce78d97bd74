"""What judges wrote about a text is told without who did, as seen from that text."""

from uuid import UUID

from tests.services.judging.api.test_desk import BATCH, scripts

from huleedu.contracts.judging import Kind, Which
from huleedu.engines.postgres.database import PostgresDatabase
from huleedu.services.judging.api.comments import JudgesComment, comments_on
from huleedu.services.judging.api.desk import Desk
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.domain.desk import AssignedPairs


async def test_a_comment_is_told_of_the_text_that_it_is_about(
    desk: Desk, judgings: Judgings, database: PostgresDatabase
) -> None:
    given = scripts(3)
    await judgings.open(BATCH, given)
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON)
    await judgings.enrol(BATCH, "gpt", Kind.MODEL)
    for judge, words, about in (
        ("Åsa", "Of the first.", Which.FIRST),
        ("Åsa", "Of the second.", Which.SECOND),
        ("gpt", "Of both.", None),
        ("Åsa", "", None),
    ):
        found = await desk.next(BATCH, judge)
        if not isinstance(found, AssignedPairs):
            break
        [pair] = found.pairs
        first, second = (UUID(str(given[at].essay)) for at in (pair.first, pair.second))
        before = {at: len(await comments_on(database, BATCH, at)) for at in (first, second)}
        await desk.decide(pair.pair, judge, 1, comment=words, about=about, batch=BATCH)
        told = {at: (await comments_on(database, BATCH, at))[before[at] :] for at in before}
        better = JudgesComment(words, "better", judge == "gpt")
        worse = JudgesComment(words, "worse", judge == "gpt")
        assert told[first] == ([better] if words and about is not Which.SECOND else [])
        assert told[second] == ([worse] if words and about is not Which.FIRST else [])
        assert "Åsa" not in str(told)


async def test_what_was_taken_back_is_not_told(
    desk: Desk, judgings: Judgings, database: PostgresDatabase
) -> None:
    given = scripts(3)
    await judgings.open(BATCH, given)
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON)
    found = await desk.next(BATCH, "Åsa")
    assert isinstance(found, AssignedPairs)
    await desk.decide(found.pairs[0].pair, "Åsa", 0, comment="So so.", batch=BATCH)
    essay = UUID(str(given[found.pairs[0].first].essay))
    assert await comments_on(database, BATCH, essay) == [JudgesComment("So so.", "equal", False)]
    await desk.undo(BATCH, "Åsa", 1, decided=1)
    assert await comments_on(database, BATCH, essay) == []
