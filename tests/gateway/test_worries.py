"""What a judge found worrying needs whoever works on the batch, until it was talked about."""

from datetime import timedelta
from uuid import UUID

from tests.gateway.api.asking import enrol, open_batch
from tests.services.results.hearing import BATCH, REGISTERED, hear

from huleedu.contracts.judging import Flag, PairToJudge, Which
from huleedu.gateway.worries import open_worries
from huleedu.services.judging.api.sessions import JudgeSession
from huleedu.services.results.api import talk
from huleedu.services.results.api.talk import Speaker, TalkEntry, Verdict
from huleedu.wiring.judging import sessions_of
from huleedu.wiring.program import House

NOBODY = Speaker(None, "")


async def left(judge: JudgeSession, why: Flag, which: Which | None) -> None:
    """A pair is left for this reason."""
    pair = await judge.next()
    assert isinstance(pair, PairToJudge), pair
    await judge.flag(pair.pair, Flag.CANNOT_JUDGE, which=None, comment="")
    await judge.explain(pair.pair, why, which=which, comment="Read: this")


async def asa(house: House) -> JudgeSession:
    await hear(house.database("results"), REGISTERED)
    await open_batch(house, batch=BATCH)
    key = await enrol(house, "Åsa", batch=BATCH)
    found = await sessions_of(house).of(key)
    assert isinstance(found, JudgeSession)
    return found


async def test_a_worry_stays_until_its_text_was_talked_about(house: House) -> None:
    await house.start(["results", "identity"])
    judge = await asa(house)
    results, judging = house.database("results"), house.database("judging")

    async def worries() -> list[UUID]:
        found = await open_worries(results, judging, [BATCH, UUID(int=99)])
        return [*found.get(BATCH, ())]

    await left(judge, Flag.OFF_TASK, Which.FIRST)
    assert await worries() == []
    await left(judge, Flag.WORRYING, Which.SECOND)
    [essay] = await worries()
    entry = TalkEntry(essay=essay, reasons=(), fits=0, against=0, judgements=0)
    later = house.clock() + timedelta(minutes=1)
    await talk.close(results, BATCH, entry, NOBODY, Verdict(outcome="stays"), later)
    assert await worries() == []
    await talk.undo(results, BATCH, essay, NOBODY, later)
    assert await worries() == [essay]
    await left(judge, Flag.WORRYING, None)
    assert len(await worries()) == 3, "both texts, if none was named"
