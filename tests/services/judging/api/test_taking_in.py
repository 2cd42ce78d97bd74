"""Decisions that were made elsewhere come in, each once."""

import numpy as np
from tests.services.judging.api.test_desk import BATCH, one, scripts

from huleedu.contracts.judging import (
    Kind,
    QuotaReached,
    Recorded,
    TakenBack,
)
from huleedu.services.judging.api.desk import Desk
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.domain.decisions import Decisions, read_decisions
from huleedu.services.judging.domain.desk import (
    AssignedPairs,
    Enrolled,
    EnrolledBefore,
    Progress,
)
from huleedu.services.judging.domain.imports import Imported, WrongJudge
from huleedu.services.judging.domain.judge_names import WhyNot, WrongName


async def test_decisions_made_elsewhere_come_in_once(desk: Desk, judgings: Judgings) -> None:
    await judgings.open(BATCH, scripts(4))
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON)
    text = "judge,winner,loser,tie,time\n" + "".join(
        [
            "Bo,a,b,,2026-11-20T08:15:00+01:00\n",
            "Bo,a,c,,yesterday\n",
            "Bo,a,c,,yesterday\n",
            "Åsa,b,c,yes,\n",
        ]
    )
    decisions = read_decisions(text)
    assert isinstance(decisions, Decisions)
    assert await judgings.take_in(BATCH, decisions, (3, 1, 2)) == Imported(4, 0)
    assert await judgings.take_in(BATCH, decisions, (3, 1, 2)) == Imported(0, 4)
    found = await judgings.decisions(BATCH)
    assert dict(zip(found.judges, found.kinds, strict=True)) == {
        "Bo": Kind.IMPORT,
        "Åsa": Kind.PERSON,
    }
    made = found.judgements
    better = np.where(made.answer > 0, made.first, made.second)
    assert better[made.answer != 0].tolist() == [3, 3, 3]
    assert int((made.answer == 0).sum()) == 1
    assert "2026-11-20T07:15:00+00:00" in found.times
    assert isinstance(await desk.next(BATCH, "Åsa"), AssignedPairs)
    assert isinstance(await judgings.enrol(BATCH, "Bo", Kind.PERSON), Enrolled), (
        "he may go on himself"
    )
    assert await judgings.enrol(BATCH, "Bo", Kind.PERSON) == EnrolledBefore()
    assert isinstance(await desk.next(BATCH, "Bo"), AssignedPairs)
    assert Kind.IMPORT not in (await judgings.decisions(BATCH)).kinds


async def test_imported_decisions_are_no_part_of_a_quota(desk: Desk, judgings: Judgings) -> None:
    await judgings.open(BATCH, scripts(4))
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON, quota=1)
    read = read_decisions("judge,winner,loser\nÅsa,a,b\nÅsa,b,c\n")
    assert isinstance(read, Decisions)
    assert await judgings.take_in(BATCH, read, (0, 1, 2)) == Imported(2, 0)
    pair, *_ = await one(desk, "Åsa")
    assert await desk.decide(pair, "Åsa", 1) == Recorded()
    assert await desk.next(BATCH, "Åsa") == QuotaReached(1)
    found = await judgings.progress(BATCH)
    assert isinstance(found, Progress)
    assert [(judge.decided, judge.imported) for judge in found.judges] == [(1, 2)]
    assert await desk.undo(BATCH, "Åsa", 5, decided=1) == TakenBack(1), "the imported ones stay"


async def test_a_file_whose_judge_nobody_could_call_is_not_taken_in(judgings: Judgings) -> None:
    await judgings.open(BATCH, scripts(4))
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON)
    read = read_decisions("judge,winner,loser\nåsa,a,b\n")
    assert isinstance(read, Decisions)
    wrong = WrongJudge("åsa", WrongName(WhyNot.ALIKE, "Åsa"))
    assert await judgings.take_in(BATCH, read, (0, 1)) == wrong
    assert len((await judgings.decisions(BATCH)).judgements) == 0
