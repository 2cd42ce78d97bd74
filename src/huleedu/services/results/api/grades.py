"""What others may ask of decided grades: a person's, with who, when and why; never a program's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huleedu.contracts.ranking import RankingPicture
from huleedu.kit.content import Contents
from huleedu.kit.database import Database
from huleedu.services.results.api.batches import NotHeardOf
from huleedu.services.results.api.pictures import LAST_READ
from huleedu.services.results.domain import deciding
from huleedu.services.results.domain.deciding import (
    FAILED,
    LATER,
    NO_BASIS,
    REASON_MAX,
    ChangedSince,
    Decide,
    DecidedGrade,
    Known,
    NoSuchEssay,
    NoSuchGrade,
    ReasonTooLong,
    ReasonWanted,
    Refused,
    likeliest_of,
    may_be_decided,
)
from huleedu.services.results.store import grades as kept_grades
from huleedu.services.results.store import rankings
from huleedu.services.results.store.rankings import KeptRanking

__all__ = [
    "FAILED",
    "LATER",
    "NO_BASIS",
    "REASON_MAX",
    "ChangedSince",
    "Decide",
    "DecidedGrade",
    "DecidedNow",
    "Grader",
    "NoSuchEssay",
    "NoSuchGrade",
    "NothingToTakeBack",
    "ReasonTooLong",
    "ReasonWanted",
    "Refused",
    "decide",
    "decided",
    "decided_counts",
    "essays_of",
    "has_decided",
    "history",
    "latest",
    "likeliest_of",
    "may_be_decided",
    "picture",
    "take_back",
]


@dataclass(frozen=True, slots=True)
class Grader:
    """Who decides, and what they are called; no person: at the machine itself."""

    person: UUID | None
    name: str


@dataclass(frozen=True, slots=True)
class DecidedNow:
    """It is decided; what was so already is left as it was. `decided` is what is new."""

    act: UUID
    decided: tuple[DecidedGrade, ...]


@dataclass(frozen=True, slots=True)
class NothingToTakeBack:
    """Nothing was decided by this act, or all of it was decided anew since."""


async def decided(database: Database, batch: UUID, school: UUID) -> dict[UUID, DecidedGrade]:
    """The decided grade of each essay that takes part and has one; raises `EngineAway`."""
    found = await latest(database, batch, school)
    return {essay: one for essay, one in found.items() if one.grade}


async def latest(database: Database, batch: UUID, school: UUID) -> dict[UUID, DecidedGrade]:
    """The same, with those that are undecided again: their `number` is what one has seen."""
    async with database.session() as sql:
        return await kept_grades.latest(sql, batch, school)


async def history(database: Database, batch: UUID, school: UUID, essay: UUID) -> list[DecidedGrade]:
    """All that was ever decided of an essay, the last first."""
    async with database.session() as sql:
        return await kept_grades.history(sql, batch, school, essay)


async def has_decided(database: Database, batch: UUID, school: UUID) -> bool:
    """Whether a grade is decided: from then on names are not hidden again."""
    return bool(await decided(database, batch, school))


async def essays_of(database: Database, batch: UUID) -> list[tuple[int, UUID]]:
    """The essays that take part, by their slots."""
    async with database.session() as sql:
        return await kept_grades.essays(sql, batch)


async def decided_counts(database: Database, batches: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many essays of each of these batches have a decided grade; of none it is left out."""
    async with database.session() as sql:
        return await kept_grades.counts(sql, batches)


async def picture(
    database: Database, contents: Contents, batch: UUID, number: int | None = None
) -> tuple[int, RankingPicture | None]:
    """A ranking of the batch and its number: the newest, or one of the last by its number.

    Nothing is fitted. None: there is none (any more). Raises `EngineAway`, `ContentLost`.
    """
    async with database.session() as sql:
        kept = await rankings.kept(sql, batch, number)
    return await _read(contents, kept)


async def _read(contents: Contents, kept: KeptRanking) -> tuple[int, RankingPicture | None]:
    if kept.ranking is None:
        return kept.number, None
    return kept.number, await LAST_READ.read(contents, kept.ranking)


async def decide(
    database: Database,
    contents: Contents,
    batch: UUID,
    school: UUID,
    who: Grader,
    wanted: Sequence[Decide],
    now: datetime,
    *,
    act: UUID,
    scale: Sequence[str] = (),
) -> DecidedNow | Refused | NotHeardOf:
    """Decide grades, all of them or none; the same act again is done once.

    Whether `who` may work on the batch is for whoever calls to know. Raises `EngineAway`.

    Args:
        scale: the grades from the lowest, where the ranking gives none.
        act: names what is done at once; see `take_back`.
    """
    wanted = tuple({one.essay: one for one in wanted}.values())
    number, ranking = await picture(database, contents, batch)
    likeliest = likeliest_of(ranking)
    given = (ranking.grades if ranking else ()) or tuple(scale)
    async with database.transaction() as sql:
        if not await kept_grades.hold(sql, batch, school):
            return NotHeardOf()
        if before := await kept_grades.of_act(sql, batch, school, act):
            return DecidedNow(act, tuple(before))
        known = Known(
            scale=given,
            likeliest=likeliest,
            essays=await kept_grades.taking_part(sql, batch, [one.essay for one in wanted]),
            latest=await kept_grades.latest(sql, batch, school),
        )
        outcome = deciding.decide(wanted, known)
        if not isinstance(outcome, list):
            return outcome
        said = who.person, who.name, now
        await kept_grades.add(sql, (batch, school), act, outcome, likeliest, number, said)
        return DecidedNow(act, tuple(await kept_grades.of_act(sql, batch, school, act)))


async def take_back(
    database: Database,
    batch: UUID,
    school: UUID,
    who: Grader,
    of_act: UUID,
    now: datetime,
    *,
    act: UUID,
) -> DecidedNow | NothingToTakeBack | NotHeardOf:
    """Give the essays of an act the grades of before; what was decided since is left alone."""
    async with database.transaction() as sql:
        if not await kept_grades.hold(sql, batch, school):
            return NotHeardOf()
        if before := await kept_grades.of_act(sql, batch, school, act):
            return DecidedNow(act, tuple(before))
        done = await kept_grades.of_act(sql, batch, school, of_act)
        there = await kept_grades.latest(sql, batch, school)
        was = await kept_grades.before_act(sql, batch, school, of_act)
        again = deciding.taken_back(done, there, was)
        if not again:
            return NothingToTakeBack()
        told = {str(one.essay): one.likeliest for one in done if one.likeliest}
        ranking = max(one.ranking for one in done)
        said = who.person, who.name, now
        await kept_grades.add(sql, (batch, school), act, again, told, ranking, said)
        return DecidedNow(act, tuple(await kept_grades.of_act(sql, batch, school, act)))
