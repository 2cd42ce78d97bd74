"""The rows of the results' table: what each essay's says, which of them show, in which order."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from huleedu.contracts.ranking import RankedEssay, RankingPicture
from huleedu.gateway.web.results.shown import Shown, Sort, Which
from huleedu.kit.alphabet import alphabetical
from huleedu.services.feedback.api import State as FeedbackState
from huleedu.services.results.api import EssayLine
from huleedu.services.results.api.grades import DecidedGrade, likeliest_of
from huleedu.services.results.api.talk import INFIT_FROM, JUDGED_FROM

Flag = Literal["borderline", "misfit", "apart", "unlinked", "misplaced"]
FLAGS: tuple[Flag, ...] = ("borderline", "misfit", "apart", "unlinked", "misplaced")
"""Why somebody is to look at an essay again; the first are told first."""
TALKED_ABOUT: tuple[Flag, ...] = ("borderline", "misfit", "apart", "misplaced")
WORDS, LIX = "words", "lix"
NEGLIGIBLE = 0.05
"""Chances below this are not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """An essay; without `ranked` nobody has judged it."""

    line: EssayLine
    ranked: RankedEssay | None
    shared: bool
    """Others stand at the same place."""
    likeliest: str
    """Empty: nothing is; an anchor's own."""
    chances: tuple[tuple[str, float], ...]
    """Of grades or bands, the likeliest first."""
    latest: DecidedGrade | None
    feedback: FeedbackState | None
    flags: tuple[Flag, ...]

    @property
    def essay(self) -> UUID:
        """Its essay."""
        return self.line.id

    @property
    def decided(self) -> DecidedGrade | None:
        """Its decided grade."""
        return self.latest if self.latest and self.latest.grade else None

    @property
    def seen(self) -> int:
        """Which decision this row shows."""
        return self.latest.number if self.latest else 0

    @property
    def is_clear(self) -> bool:
        """Its likeliest grade is all but certain, nothing speaks against it, and none is decided.

        Of an anchor the grade is known. One that stands for "or lower", "or higher" is not clear.
        """
        clear = bool(self.likeliest) and not self.flags and not self.open_ended
        return clear and self.decided is None

    @property
    def open_ended(self) -> bool:
        """Its likeliest grade stands for lower or higher ones, too: no anchor tells them apart."""
        each = self.ranked
        return each is not None and not each.known_grade and each.grade_said != each.grade

    def chance(self) -> float | None:
        """How probable its likeliest grade or band is."""
        if self.ranked is None:
            return None
        return self.ranked.chances.get(self.likeliest or self.ranked.band)


def rows_of(
    lines: Sequence[EssayLine],
    ranking: RankingPicture | None,
    latest: Mapping[UUID, DecidedGrade],
    feedback: Mapping[UUID, FeedbackState],
) -> list[ResultRow]:
    """A row for each essay, by place; who was not judged stands at the end."""
    ranked = {each.essay: each for each in ranking.essays} if ranking else {}
    shared = Counter(each.place for each in ranked.values())
    likeliest, flagged = likeliest_of(ranking), flags_of(ranking)
    found: list[ResultRow] = []
    for line in lines:
        each = ranked.get(str(line.id))
        found.append(
            ResultRow(
                line=line,
                ranked=each,
                shared=each is not None and shared[each.place] > 1,
                likeliest=likeliest.get(str(line.id), ""),
                chances=_chances(each, ranking),
                latest=latest.get(line.id),
                feedback=feedback.get(line.id),
                flags=flagged.get(str(line.id), ()),
            )
        )
    return sorted(found, key=_by_place)


def _chances(
    each: RankedEssay | None, ranking: RankingPicture | None
) -> tuple[tuple[str, float], ...]:
    if each is None or ranking is None or not ranking.for_grading:
        return ()
    told = [(name, chance) for name, chance in each.chances.items() if chance >= NEGLIGIBLE]
    return tuple(sorted(told, key=lambda one: -one[1]))


def flags_of(ranking: RankingPicture | None) -> dict[str, tuple[Flag, ...]]:
    """Why to look at an essay again, by essay; of a count of signs nothing is told."""
    if ranking is None or not ranking.for_grading:
        return {}
    apart = ranking.people_and_models.apart if ranking.people_and_models else ()
    differ = {line.essay for line in apart}
    found: dict[str, tuple[Flag, ...]] = {}
    for each in ranking.essays:
        is_so: dict[Flag, bool] = {
            "borderline": each.borderline and not each.known_grade,
            "misfit": (each.infit or 0.0) >= INFIT_FROM and each.judgements >= JUDGED_FROM,
            "apart": each.essay in differ,
            "unlinked": each.group > 0,
            "misplaced": each.misplaced or each.found_place is not None,
        }
        flags: tuple[Flag, ...] = tuple(flag for flag in FLAGS if is_so[flag])
        if flags:
            found[each.essay] = flags
    return found


def _by_place(row: ResultRow) -> tuple[bool, int, tuple[str, str], int]:
    place = row.ranked.place if row.ranked else 0
    return row.ranked is None, place, alphabetical(row.line.name), row.line.slot


def chosen(rows: Sequence[ResultRow], which: Which, grade: str = "") -> list[ResultRow]:
    """Those of the rows that are asked for."""
    found = [row for row in rows if _IS[which](row)]
    if not grade:
        return found
    return [row for row in found if (row.decided.grade if row.decided else row.likeliest) == grade]


_IS: Mapping[Which, Callable[[ResultRow], bool]] = {
    "all": lambda row: True,
    "undecided": lambda row: row.decided is None,
    "decided": lambda row: row.decided is not None,
    "borderline": lambda row: "borderline" in row.flags,
    "flagged": lambda row: bool(row.flags),
    "unjudged": lambda row: row.ranked is None,
}


def in_order(rows: Sequence[ResultRow], shown: Shown, grades: Sequence[str]) -> list[ResultRow]:
    """The rows by a column; who has nothing there stands last, whichever way round.

    Args:
        grades: those that may be decided, the best first.
    """
    key = _keys(grades)[shown.sort]
    told = [(key(row), row) for row in rows]
    have = [one for one in told if one[0] is not None]
    have.sort(key=lambda one: one[0], reverse=shown.down)
    return [row for _, row in have] + [row for value, row in told if value is None]


def _keys(grades: Sequence[str]) -> Mapping[Sort, Callable[[ResultRow], Any]]:
    at = {grade: number for number, grade in enumerate(grades)}
    states: Sequence[FeedbackState] = ("given", "ready", "draft")

    def likeliest(row: ResultRow) -> Any:
        if row.likeliest not in at:
            return row.ranked.band or None if row.ranked else None
        return at[row.likeliest], -(row.chance() or 0.0)

    return {
        "place": lambda row: row.ranked.place if row.ranked else None,
        "name": lambda row: alphabetical(row.line.name),
        "likeliest": likeliest,
        "decided": lambda row: at.get(row.decided.grade, len(at)) if row.decided else None,
        "misspellings": lambda row: row.line.misspellings,
        "words": lambda row: row.line.measures.get(WORDS),
        "lix": lambda row: row.line.measures.get(LIX),
        "feedback": lambda row: states.index(row.feedback) if row.feedback else None,
        "flags": lambda row: [FLAGS.index(flag) for flag in row.flags] or None,
    }
