"""What a batch's essays are told by: their order, what was judged, what is to be talked about."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from huleedu.contracts.ranking import RankedEssay, RankingPicture
from huleedu.kit.content import Contents
from huleedu.kit.database import Database
from huleedu.services.judging.api import of_essays
from huleedu.services.judging.api.anonymising import mentions
from huleedu.services.judging.api.of_essays import EssayJudgement
from huleedu.services.results import api as results
from huleedu.services.results.api import Changes, ListedFile, grades, talk
from huleedu.services.results.api.talk import FlaggedText, JudgedSide, TalkList


@dataclass(frozen=True, slots=True, kw_only=True)
class Talked:
    """The essays of a batch that have a place, by rank, or else in the order of their places."""

    number: int
    """Of the ranking; 0: there is none yet."""
    ranking: RankingPicture | None
    files: Mapping[UUID, ListedFile]
    judgements: Sequence[EssayJudgement]
    talk: TalkList
    cover: Callable[[str], str]
    """Takes pupils' names out of what people said, where names are hidden."""

    def called(self, essay: UUID) -> str:
        """What an essay is called where there is no more room: its pupil, or else its file."""
        file = self.files.get(essay)
        if file is None:
            return "?"
        return file.pupil if file.pupil and file.pupil_sure else file.name

    def ranked(self, essay: UUID) -> RankedEssay | None:
        """Its place, if it has one."""
        there = self.ranking.essays if self.ranking else ()
        return next((each for each in there if each.essay == str(essay)), None)

    def beside(self, essay: UUID) -> tuple[UUID | None, UUID | None]:
        """The essays before and after this one."""
        order = [*self.files]
        at = order.index(essay)
        return order[at - 1] if at else None, order[at + 1] if at + 1 < len(order) else None

    def of(self, essay: UUID) -> list[EssayJudgement]:
        """The judgements of this essay."""
        return [one for one in self.judgements if essay in (one.first, one.second)]


async def talked(
    results_of: Database, judging: Database, contents: Contents, batch: UUID
) -> Talked:
    """All of it, of a batch that is known; nothing is fitted. Raises `EngineAway`, `ContentLost`.

    Args:
        results_of: the results' tables, as whoever asks sees them; so `judging`.
    """
    changes = await results.changes(results_of, batch, -1)
    number, ranking = await grades.picture(results_of, contents, batch)
    judged = await of_essays.judgements_of(judging, batch)
    flags = await of_essays.flags_of(judging, batch)
    files = _in_order(changes.files if isinstance(changes, Changes) else (), ranking)
    there = talk.talk_list(
        ranking,
        [side for one in judged for side in _sides(one)],
        [
            FlaggedText(
                pair=flag.pair,
                essay=flag.essay,
                judge=flag.judge,
                why=flag.why,
                comment=flag.comment,
            )
            for flag in flags
        ],
        await talk.said_of(results_of, batch),
        files,
    )
    return Talked(
        number=number,
        ranking=ranking,
        files=files,
        judgements=judged,
        talk=there,
        cover=await results.covering(results_of, batch, mentions),
    )


def _in_order(
    files: Sequence[ListedFile], ranking: RankingPicture | None
) -> dict[UUID, ListedFile]:
    place = {UUID(each.essay): each.place for each in ranking.essays} if ranking else {}
    with_slot = [(file.slot, file) for file in files if file.slot and file.state == "assigned"]
    last = len(place) + 1
    return {
        file.id: file
        for _, file in sorted(with_slot, key=lambda one: (place.get(one[1].id, last), one[0]))
    }


def _sides(one: EssayJudgement) -> tuple[JudgedSide, JudgedSide]:
    sign = (one.answer > 0) - (one.answer < 0)
    return (
        JudgedSide(pair=one.pair, essay=one.first, other=one.second, better=sign),
        JudgedSide(pair=one.pair, essay=one.second, other=one.first, better=-sign),
    )
