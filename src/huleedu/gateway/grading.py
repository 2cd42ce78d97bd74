"""Decide grades for whoever asks, at whichever door: by the batch's scale, and with an audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from huleedu.contracts.ranking import RankingPicture
from huleedu.kit.content import Contents
from huleedu.kit.database import Database
from huleedu.services.identity import api as identity
from huleedu.services.judging.api.opening import USUAL_SCALE, NotGraded, scale_of
from huleedu.services.judging.api.plans import plan_of
from huleedu.services.judging.api.steering import going_on
from huleedu.services.results.api import BatchSeen, NotHeardOf, grades
from huleedu.services.results.api.grades import (
    Decide,
    DecidedNow,
    Grader,
    NothingToTakeBack,
    Refused,
)

DECIDED, TAKEN_BACK = "grade_decided", "grade_taken_back"
"""What the audit calls it, of each essay."""


async def grades_of(
    judging: Database, batch: UUID, ranking: RankingPicture | None
) -> Sequence[str]:
    """The batch's grades from the lowest: its ranking's, or else those that were planned."""
    if ranking and ranking.grades:
        return ranking.grades
    scale = scale_of((await plan_of(judging, batch)).scale or USUAL_SCALE)
    return () if isinstance(scale, NotGraded) else scale.grades


async def grades_to_decide(
    results: Database, judging: Database, batches: Sequence[BatchSeen]
) -> dict[UUID, int]:
    """How many grades of each batch wait for somebody who may work on it: judging has ended."""
    ranked = {each.id: each for each in batches if each.step == "judged" and each.may != "look"}
    if not ranked:
        return {}
    decided = await grades.decided_counts(results, [*ranked])
    early = await going_on(judging, [*ranked])
    waiting = {
        batch: each.counts.assigned - decided.get(batch, 0)
        for batch, each in ranked.items()
        if batch not in early and not each.archived
    }
    return {batch: n for batch, n in waiting.items() if n > 0}


def act_of(person: UUID | None, wanted: Decide) -> UUID:
    """Names a decision: what the same person sends again, having seen the same, is the same."""
    if wanted.seen is None:
        return uuid4()
    said = (person, wanted.seen, wanted.grade, wanted.reason)
    return uuid5(wanted.essay, "\n".join(map(str, said)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """Somebody who decides grades in a batch that they may work on.

    Args:
        people, judging, results: those services' tables, as they see them.
        address: where they ask from; empty: the machine itself.
    """

    people: Database
    judging: Database
    results: Database
    contents: Contents
    batch: UUID
    school: UUID
    who: Grader
    now: datetime
    address: str = ""

    async def decide(
        self, wanted: Sequence[Decide], act: UUID
    ) -> DecidedNow | Refused | NotHeardOf:
        """Decide all of these or none, and note each that is new; raises `EngineAway`."""
        _, ranking = await grades.picture(self.results, self.contents, self.batch)
        outcome = await grades.decide(
            self.results,
            self.contents,
            self.batch,
            self.school,
            self.who,
            wanted,
            self.now,
            act=act,
            scale=await grades_of(self.judging, self.batch, ranking),
        )
        if isinstance(outcome, DecidedNow):
            await self._note(DECIDED, outcome)
        return outcome

    async def take_back(
        self, of_act: UUID, act: UUID
    ) -> DecidedNow | NothingToTakeBack | NotHeardOf:
        """Take back what one act decided; raises `EngineAway`."""
        outcome = await grades.take_back(
            self.results, self.batch, self.school, self.who, of_act, self.now, act=act
        )
        if isinstance(outcome, DecidedNow):
            await self._note(TAKEN_BACK, outcome)
        return outcome

    async def _note(self, what: str, outcome: DecidedNow) -> None:
        if not outcome.decided:
            return
        await identity.note_each(
            self.people,
            (self.school, self.who.person),
            what,
            self.now,
            [one.essay for one in outcome.decided],
            facts={"batch": str(self.batch), "act": str(outcome.act)},
            address=self.address,
        )
