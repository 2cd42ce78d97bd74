"""Keep an essay as an anchor of its school for whoever asks, with the grade that is known of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huleedu.contracts.ranking import RankingPicture
from huleedu.kit.database import Database
from huleedu.services.judging.api import library
from huleedu.services.judging.api.library import IsAnchor, NoAnchor
from huleedu.services.judging.api.opening import USUAL_SCALE, NotGraded, scale_of
from huleedu.services.judging.api.plans import plan_of
from huleedu.services.results.api import grades

NAME_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchoring:
    """Somebody who keeps anchors, in a batch that they may work on.

    Args:
        judging, results: those services' tables, as they see them.
        by: who they are, and what they are called; nobody where the machine's own command does it.
    """

    judging: Database
    results: Database
    batch: UUID
    school: UUID
    by: tuple[UUID | None, str]
    now: datetime

    async def keep(
        self, essay: UUID, name: str, ranking: RankingPicture | None
    ) -> tuple[IsAnchor | NoAnchor, str]:
        """Keep it, with its known grade or else its decided one (empty: none); which that is.

        Args:
            ranking: the batch's as it is now.
        """
        told = (await plan_of(self.judging, self.batch)).scale
        scale = (ranking.scale if ranking else "") or told or USUAL_SCALE
        grade = await self._grade(essay, ranking, scale)
        known = (" ".join(name.split())[:NAME_MAX], scale if grade else "", grade)
        kept = await library.keep(
            self.judging, self.batch, essay, known, ranking, self.by, self.now
        )
        return kept, grade

    async def _grade(self, essay: UUID, ranking: RankingPicture | None, scale: str) -> str:
        known = {one.essay: one.known_grade for one in ranking.essays} if ranking else {}
        decided = (await grades.decided(self.results, self.batch, self.school)).get(essay)
        grade = known.get(str(essay)) or (decided.grade if decided else "")
        of = scale_of(scale)
        return "" if isinstance(of, NotGraded) or grade not in of.grades else grade
