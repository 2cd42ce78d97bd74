"""Decide a grade: which there are, when a reason is wanted, and what stands in the way."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.contracts.ranking import RankingPicture

FAILED, NO_BASIS = "F", "–"
"""May be decided whatever the scale; the second: there is no basis for a grade."""
UNDECIDED = ""
LATER = "later"
"""Stands for a reason that is given another time."""
REASON_MAX = 500


class Decide(msgspec.Struct, frozen=True, kw_only=True):
    """A grade that somebody wants an essay to have; empty: none again.

    `seen` is the number of the decision that they saw (0: none); None: whatever there is.
    """

    essay: UUID
    grade: str
    reason: str = ""
    seen: int | None = None


class DecidedGrade(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided of an essay, by whom, when, and why if it was not the likeliest."""

    essay: UUID
    grade: str
    """Empty: undecided again."""
    by: UUID | None
    """None: at the machine itself."""
    by_name: str
    at: datetime
    reason: str
    likeliest: str | None
    """What the ranking said then."""
    number: int
    """Counts what was decided of this essay, from 1."""
    act: UUID
    """What was decided at once has the same."""
    ranking: int
    """The number of the ranking that was there then."""
    revision: int = 0
    """At which change of its batch this was."""


class NoSuchEssay(msgspec.Struct, frozen=True):
    """These are no essays of the batch, or take part no longer."""

    essays: tuple[UUID, ...]


class NoSuchGrade(msgspec.Struct, frozen=True):
    """These essays would have a grade that the scale has not; `grades` may be decided."""

    essays: tuple[UUID, ...]
    grades: tuple[str, ...]


class ReasonWanted(msgspec.Struct, frozen=True):
    """These grades are not the likeliest, so a reason is wanted; it may be "later"."""

    essays: tuple[UUID, ...]


class ReasonTooLong(msgspec.Struct, frozen=True):
    """The reasons of these are longer than anybody reads."""

    essays: tuple[UUID, ...]
    most: int


class ChangedSince(msgspec.Struct, frozen=True):
    """Somebody decided these since they were seen; nothing was done."""

    now: tuple[DecidedGrade, ...]


Refused = NoSuchEssay | NoSuchGrade | ReasonWanted | ReasonTooLong | ChangedSince


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What a decision is held against: the ranking's word, the scale, and what is decided."""

    scale: tuple[str, ...]
    """From the lowest."""
    likeliest: Mapping[str, str]
    essays: frozenset[UUID]
    """Those that take part, of those that are asked about."""
    latest: Mapping[UUID, DecidedGrade]


def may_be_decided(scale: Sequence[str]) -> tuple[str, ...]:
    """The grades that may be decided, the best first."""
    always = (each for each in (FAILED, NO_BASIS) if each not in scale)
    return (*reversed(scale), *always)


def likeliest_of(ranking: RankingPicture | None) -> dict[str, str]:
    """The likeliest grade of each essay, an anchor's own; of a count of signs none."""
    if ranking is None or not ranking.for_grading:
        return {}
    told = ((one.essay, one.known_grade or one.grade) for one in ranking.essays)
    return {essay: grade for essay, grade in told if grade}


def decide(wanted: Sequence[Decide], known: Known) -> list[Decide] | Refused:
    """What is to be kept of these: those that change something; or why nothing is done."""
    if strange := tuple(one.essay for one in wanted if one.essay not in known.essays):
        return NoSuchEssay(strange)
    grades = may_be_decided(known.scale)
    if wrong := tuple(one.essay for one in wanted if one.grade and one.grade not in grades):
        return NoSuchGrade(wrong, grades)
    if long := tuple(one.essay for one in wanted if len(one.reason) > REASON_MAX):
        return ReasonTooLong(long, REASON_MAX)
    changes = [one for one in wanted if _changes(one, known.latest.get(one.essay))]
    if since := tuple(
        known.latest[one.essay] for one in changes if _is_newer(known.latest.get(one.essay), one)
    ):
        return ChangedSince(since)
    if without := tuple(one.essay for one in changes if _wants_reason(one, known)):
        return ReasonWanted(without)
    return changes


def taken_back(
    act: Sequence[DecidedGrade],
    latest: Mapping[UUID, DecidedGrade],
    before: Mapping[UUID, DecidedGrade],
) -> list[Decide]:
    """What gives the essays of an act the grade of before; who was decided since is left alone."""
    found: list[Decide] = []
    for one in act:
        if latest[one.essay].act != one.act:
            continue
        was = before.get(one.essay)
        grade, reason = (was.grade, was.reason) if was else (UNDECIDED, "")
        found.append(Decide(essay=one.essay, grade=grade, reason=reason, seen=one.number))
    return found


def _changes(wanted: Decide, now: DecidedGrade | None) -> bool:
    if now is None:
        return bool(wanted.grade)
    other_reason = bool(wanted.reason) and wanted.reason != now.reason
    return wanted.grade != now.grade or (bool(wanted.grade) and other_reason)


def _is_newer(now: DecidedGrade | None, wanted: Decide) -> bool:
    return now is not None and wanted.seen is not None and now.number > wanted.seen


def _wants_reason(wanted: Decide, known: Known) -> bool:
    likeliest = known.likeliest.get(str(wanted.essay))
    decided = bool(wanted.grade) and likeliest is not None
    return decided and wanted.grade != likeliest and not wanted.reason
