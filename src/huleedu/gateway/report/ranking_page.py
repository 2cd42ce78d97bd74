"""Lay the ranking out for the page: places with their bars, how sure it is, who judged how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from huleedu.gateway.report.drawing import Scale, diamond, scale_of
from huleedu.gateway.report.ranking_words import KINDS, NOT_KNOWN_YET, by_whom
from huleedu.gateway.report.sanitised import one_line
from huleedu.gateway.report.summary import names_of
from huleedu.services.results.api import (
    AgreementLine,
    ApartLine,
    BatchReport,
    JudgeLine,
    RankedEssay,
    RankingPicture,
    SurpriseLine,
)

WIDE = 240.0
MIDDLE = 7.0
LABEL_WIDE = 26.0
NEGLIGIBLE = 0.05
"""Chances below this are not told in the page; the tables have all."""
SURPRISING = 2.0
LINES_MAX = 12
JUDGES_NAMED = 8
SURENESS = (
    (0.9, "The order is very reliable: another panel would find nearly the same one."),
    (0.8, "The order is reliable; essays that stand side by side may change places."),
    (0.7, "The order is rough: the top, the middle and the end can be told apart, neighbours not."),
    (0.0, "The order is still too uncertain to act upon: more judgements are needed."),
)
NOT_SURE = "Do not act upon the order yet: {why}. More judgements are needed."


@dataclass(frozen=True, slots=True)
class Who:
    """An essay as a link: its slot and what it is called."""

    slot: int
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """A place as the page shows it; left, middle, right in the drawing's units."""

    each: RankedEssay
    who: Who
    left: float
    middle: float
    right: float
    mark: str
    """The outline of an anchor's mark; empty for others."""
    chances: str


@dataclass(frozen=True, slots=True)
class Begins:
    """Where a grade begins: its label, and its 90 % interval in the drawing's units."""

    to: str
    left: float
    wide: float
    middle: float
    raised: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """A judgement that moved an essay, with a link to the other."""

    result: str
    other: Who
    judge: str
    moved: str


@dataclass(frozen=True, slots=True)
class Surprise:
    """A judgement against what the others lead one to expect."""

    line: SurpriseLine
    better: Who
    worse: Who


@dataclass(frozen=True, slots=True)
class Differ:
    """An essay that people and models place differently."""

    line: ApartLine
    who: Who


@dataclass(frozen=True, slots=True)
class JudgeRow:
    """A judge as the page shows them."""

    line: JudgeLine
    kind: str
    first: str
    seconds: str
    without: str
    without_who: Who | None


@dataclass(frozen=True, slots=True)
class RankingPage:
    """All that the page says of the ranking."""

    ranking: RankingPicture
    judged: str
    sure: str
    lines: tuple[Line, ...]
    begins: tuple[Begins, ...]
    borderline: tuple[Line, ...]
    warnings: tuple[str, ...]
    measures: str
    judges: tuple[JudgeRow, ...]
    quick: tuple[str, ...]
    agreements: tuple[AgreementLine, ...]
    apart: tuple[Differ, ...]
    surprises: tuple[Surprise, ...]
    by_essay: Mapping[str, Line] = field(default_factory=dict[str, Line])
    decided: Mapping[str, tuple[Decided, ...]] = field(
        default_factory=dict[str, tuple[Decided, ...]]
    )


def ranking_page(report: BatchReport) -> RankingPage | None:
    """What the page says of the ranking; None: there is none."""
    ranking = report.ranking
    if ranking is None:
        return None
    names, slots = names_of(report), {essay.id: essay.slot for essay in report.essays}
    who = {essay: Who(slot, names[essay]) for essay, slot in slots.items()}
    scale = scale_of(ranking, WIDE)
    lines = tuple(_line(each, scale, who) for each in ranking.essays if each.essay in who)
    return RankingPage(
        ranking=ranking,
        judged=_judged(ranking, len(lines)),
        sure=_sure(ranking),
        lines=lines,
        begins=_begins(ranking, scale),
        borderline=tuple(line for line in lines if line.each.borderline),
        warnings=_warnings(ranking, who),
        measures=_measures(report, who),
        judges=tuple(_judge(line, ranking, who) for line in ranking.panel),
        quick=_quick(ranking.panel),
        agreements=ranking.agreements[:LINES_MAX],
        apart=tuple(
            Differ(line, who[line.essay])
            for line in (ranking.people_and_models.apart if ranking.people_and_models else ())
            if line.essay in who
        ),
        surprises=tuple(
            Surprise(line, who[line.better], who[line.worse])
            for line in ranking.surprises
            if line.residual >= SURPRISING and {line.better, line.worse} <= set(who)
        ),
        by_essay={line.each.essay: line for line in lines},
        decided={line.each.essay: _decided(line.each, who) for line in lines},
    )


def _sure(ranking: RankingPicture) -> str:
    if ranking.reliability is None:
        return NOT_SURE.format(why=NOT_KNOWN_YET[ranking.not_known_yet])
    return next(said for least, said in SURENESS if ranking.reliability >= least)


def _judged(ranking: RankingPicture, essays: int) -> str:
    named = [one_line(name) for name in ranking.judges[:JUDGES_NAMED]]
    more = len(ranking.judges) - len(named)
    people = f"{by_whom(ranking)} ({', '.join(named)}{f' and {more} more' * (more > 0)})"
    pairs = "1 judgement" if ranking.judgements == 1 else f"{ranking.judgements} judgements"
    return f"{essays} essays were compared two at a time, in {pairs} by {people}."


def _line(each: RankedEssay, scale: Scale, who: Mapping[str, Who]) -> Line:
    left, middle, right = scale.interval(each)
    mark = diamond(middle, MIDDLE, 5.5) if each.is_anchor else ""
    return Line(each, who[each.essay], left, middle, right, mark, _chances(each.chances))


def _chances(chances: Mapping[str, float]) -> str:
    """The chances that are not negligible, the largest first: "C 62 %, B 36 %"."""
    told = sorted(
        ((chance, name) for name, chance in chances.items() if chance >= NEGLIGIBLE),
        key=lambda one: -one[0],
    )
    return ", ".join(f"{one_line(name)} {_percent(chance)}" for chance, name in told)


def _percent(share: float) -> str:
    return f"{100 * share:.0f}\u00a0%"


def _begins(ranking: RankingPicture, scale: Scale) -> tuple[Begins, ...]:
    found: list[Begins] = []
    for one, (left, wide, middle) in zip(
        ranking.boundaries, scale.edges(ranking.boundaries), strict=True
    ):
        near = bool(found) and middle - found[-1].middle < LABEL_WIDE
        raised = near and not found[-1].raised
        found.append(Begins(one_line(one.to), left, wide, middle, raised))
    return tuple(found)


def _warnings(ranking: RankingPicture, who: Mapping[str, Who]) -> tuple[str, ...]:
    said = [ranking.note] if ranking.note else []
    if ranking.not_graded:
        said.append(ranking.not_graded)
    said.extend(
        f"Look again at the anchor {who[each.essay].name}: its known grade {each.known_grade} is "
        "improbable beside the other anchors."
        for each in ranking.essays
        if each.misplaced and each.essay in who
    )
    if ranking.boundaries:
        said.extend(_open_ends(ranking))
    return tuple(said)


def _open_ends(ranking: RankingPicture) -> list[str]:
    known = [ranking.grades.index(e.known_grade) for e in ranking.essays if e.known_grade]
    ends = (
        (min(known), 0, "or lower", "below"),
        (max(known), len(ranking.grades) - 1, "or higher", "above"),
    )
    names = [one_line(grade) for grade in ranking.grades]
    return [
        f"{names[at]} stands for “{names[at]} {way}”: there is no anchor {side} it."
        for at, end, way, side in ends
        if at != end
    ]


def _measures(report: BatchReport, who: Mapping[str, Who]) -> str:
    found = report.ranking.measures if report.ranking else None
    if found is None:
        return ""
    called = {info.key: info.name for info in report.measures}
    names = ", ".join(called.get(key, key) for key in found.names)
    moved = (
        f" They moved no essay by more than {_many(found.moved_places, 'place')} "
        f"({who[found.moved].name})."
        if found.moved_places and found.moved in who
        else " They moved no essay."
    )
    return (
        f"Linguistic measures ({names}) count as far as they go with the judges’ opinion in this "
        f"class: they explain about {_percent(found.explained)} of the differences.{moved}"
    )


def _many(count: int, one: str) -> str:
    return f"{count} {one}{'s' * (count != 1)}"


def _judge(line: JudgeLine, ranking: RankingPicture, who: Mapping[str, Who]) -> JudgeRow:
    first = seconds = without = "–"
    if ranking.sides_used and line.first_share is not None:
        low, high = _percent(line.first_low or 0.0), _percent(line.first_high or 0.0)
        first = f"{_percent(line.first_share)} ({low} to {high})"
    if line.seconds is not None:
        seconds = f"{line.seconds:.0f} s" if line.seconds >= 1 else f"{line.seconds:.1f} s"
    if line.without is not None:
        without = f"{line.without:.2f}"
    moved = line.without_essay if line.without_places else None
    return JudgeRow(
        line=line,
        kind=KINDS.get(line.kind, (line.kind,))[0],
        first=first,
        seconds=seconds,
        without=without,
        without_who=who.get(moved or ""),
    )


def _quick(panel: Sequence[JudgeLine]) -> tuple[str, ...]:
    return tuple(
        f"{line.quick} of {one_line(line.name)}’s {line.timed} judgements took less time than "
        f"{line.quick_means}."
        for line in panel
        if line.quick
    )


def _decided(each: RankedEssay, who: Mapping[str, Who]) -> tuple[Decided, ...]:
    found: list[Decided] = []
    for pair in each.deciding:
        if pair.other not in who:
            continue
        way = "lower" if pair.effect > 0 else "higher"
        places = abs(pair.places)
        moved = f"{_many(places, 'place')} {way}" if places else "at the same place"
        result = f"{pair.result} {'to' if pair.result == 'equal' else 'than'}"
        found.append(Decided(result, who[pair.other], one_line(pair.judge), moved))
    return tuple(found)
