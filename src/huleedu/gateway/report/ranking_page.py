"""Lay the ranking out for the page: places with their bars, how sure it is, who judged how."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from huleedu.gateway.report.drawing import Scale, diamond, scale_of
from huleedu.gateway.report.odd_words import OddTold, odd_judges
from huleedu.gateway.report.ranking_words import by_whom, drifted, why_not_known
from huleedu.gateway.report.sanitised import one_line
from huleedu.gateway.report.summary import grade, names_of
from huleedu.gateway.words.words import Words
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
SURENESS = ((0.9, "very_reliable"), (0.8, "reliable"), (0.7, "rough"), (0.0, "uncertain"))
"""What is said of a reliability from so much on."""


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
    grade: str
    """The likeliest, with "or lower", "or higher" where no anchor tells."""
    decided: str
    """The grade that a person decided; empty: nobody has."""


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

    def said(self, say: Callable[..., str], other: str, judge: str) -> str:
        """The judgement, by `say`, with the other essay's link and the judge's name."""
        return say(f"ranking.result.{self.result.replace(' ', '_')}", other=other, judge=judge)


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
    bands: str
    """The bands with their shares, from the top."""
    borderline: tuple[Line, ...]
    warnings: tuple[str, ...]
    measures: str
    judges: tuple[JudgeRow, ...]
    quick: tuple[str, ...]
    odd: OddTold
    agreements: tuple[AgreementLine, ...]
    apart: tuple[Differ, ...]
    surprises: tuple[Surprise, ...]
    by_essay: Mapping[str, Line] = field(default_factory=dict[str, Line])
    decided: Mapping[str, tuple[Decided, ...]] = field(
        default_factory=dict[str, tuple[Decided, ...]]
    )

    @property
    def any_decided(self) -> bool:
        """Whether a person has decided a grade of any of these."""
        return any(line.decided for line in self.lines)


def ranking_page(report: BatchReport, words: Words) -> RankingPage | None:
    """What the page says of the ranking; None: there is none."""
    ranking = report.ranking
    if ranking is None:
        return None
    names, slots = names_of(report), {essay.id: essay.slot for essay in report.essays}
    who = {essay: Who(slot, names[essay]) for essay, slot in slots.items()}
    scale = scale_of(ranking, WIDE)
    decided = {essay: one_line(grade) for essay, grade in report.decided_grades.items()}
    lines = tuple(
        _line(each, scale, who, words, decided.get(each.essay, ""))
        for each in ranking.essays
        if each.essay in who
    )
    return RankingPage(
        ranking=ranking,
        judged=_judged(ranking, len(lines), words),
        sure=_sure(ranking, words),
        lines=lines,
        begins=begins(ranking, scale),
        bands=_shares(reversed(ranking.bands), words),
        borderline=tuple(line for line in lines if line.each.borderline),
        warnings=tuple(_warnings(ranking, who, words)),
        measures=_measures(ranking, who, words),
        judges=tuple(_judge(line, ranking, who, words) for line in ranking.panel),
        quick=_quick(ranking.panel, words),
        odd=odd_judges(ranking, names, words),
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
        decided={line.each.essay: _decided(line.each, who, words) for line in lines},
    )


def _sure(ranking: RankingPicture, words: Words) -> str:
    if ranking.reliability is None:
        return words.say("ranking.not_sure", why=why_not_known(ranking.not_known_yet, words))
    code = next(said for least, said in SURENESS if ranking.reliability >= least)
    return words.say(f"ranking.order.{code}")


def _judged(ranking: RankingPicture, essays: int, words: Words) -> str:
    named = [one_line(name) for name in ranking.judges[:JUDGES_NAMED]]
    if more := len(ranking.judges) - len(named):
        named.append(words.say("ranking.more_judges", n=more))
    return words.say(
        "ranking.judged",
        n=essays,
        judgements=words.say("ranking.judgements", n=ranking.judgements),
        judges=by_whom(ranking, words),
        names=words.listed(named),
    )


def _line(
    each: RankedEssay, scale: Scale, who: Mapping[str, Who], words: Words, decided: str
) -> Line:
    left, middle, right = scale.interval(each)
    mark = diamond(middle, MIDDLE, 5.5) if each.is_anchor else ""
    chances = _chances(each.chances, words)
    if each.known_grade:  # how probable other grades would be is told where it is surprising
        chances = words.say("ranking.judged_as", chances=chances) if each.judged_otherwise else ""
    likeliest = grade(each, words)
    return Line(each, who[each.essay], left, middle, right, mark, chances, likeliest, decided)


def _chances(chances: Mapping[str, float], words: Words) -> str:
    """The chances that are not negligible, the largest first: "C 62 %, B 36 %"."""
    told = [(name, chance) for name, chance in chances.items() if chance >= NEGLIGIBLE]
    return _shares(sorted(told, key=lambda one: -one[1]), words)


def _shares(shares: Iterable[tuple[str, float]], words: Words) -> str:
    return ", ".join(f"{one_line(name)} {words.percent(share)}" for name, share in shares)


def begins(ranking: RankingPicture, scale: Scale) -> tuple[Begins, ...]:
    """Where each grade begins; labels that would touch stand one above the other."""
    found: list[Begins] = []
    for one, (left, wide, middle) in zip(
        ranking.boundaries, scale.edges(ranking.boundaries), strict=True
    ):
        near = bool(found) and middle - found[-1].middle < LABEL_WIDE
        raised = near and not found[-1].raised
        found.append(Begins(one_line(one.to), left, wide, middle, raised))
    return tuple(found)


def _warnings(ranking: RankingPicture, who: Mapping[str, Who], words: Words) -> Iterator[str]:
    if ranking.note:
        yield " ".join(words.explain(why) for why in ranking.note)
    if ranking.not_graded:
        yield words.explain(ranking.not_graded)
    for each in ranking.essays:
        if each.misplaced and each.essay in who:
            name, known = who[each.essay].name, one_line(each.known_grade)
            yield words.say("ranking.look_again", name=name, grade=known)
        if each.found_place is not None and each.essay in who:
            yield drifted(each, who[each.essay].name, words)
    if ranking.boundaries:
        yield from _open_ends(ranking, words)


def _open_ends(ranking: RankingPicture, words: Words) -> Iterator[str]:
    known = [ranking.grades.index(e.known_grade) for e in ranking.essays if e.known_grade]
    names = [one_line(name) for name in ranking.grades]
    if min(known) != 0:
        yield words.say("ranking.open_below", grade=names[min(known)])
    if max(known) != len(names) - 1:
        yield words.say("ranking.open_above", grade=names[max(known)])


def _measures(ranking: RankingPicture, who: Mapping[str, Who], words: Words) -> str:
    found = ranking.measures
    if found is None:
        return ""
    codes = [f"measure.{key}" for key in found.names]
    names = words.listed(words.say(code) for code in codes if words.has(code))
    told = words.say("ranking.measures", names=names, share=words.percent(found.explained))
    if not found.moved_places or found.moved not in who:
        return f"{told} {words.say('ranking.moved_none')}"
    name = who[found.moved].name
    return f"{told} {words.say('ranking.moved_most', n=found.moved_places, name=name)}"


def _judge(
    line: JudgeLine, ranking: RankingPicture, who: Mapping[str, Who], words: Words
) -> JudgeRow:
    first = seconds = without = "–"
    if ranking.sides_used and line.first_share is not None:
        first = words.say(
            "ranking.share",
            share=words.percent(line.first_share),
            low=words.percent(line.first_low or 0.0),
            high=words.percent(line.first_high or 0.0),
        )
    if line.seconds is not None:
        decimals = 0 if line.seconds >= 1 else 1
        seconds = f"{words.number(line.seconds, decimals)}\u00a0s"
    if line.without is not None:
        without = words.number(line.without, 2)
    moved = line.without_essay if line.without_places else None
    return JudgeRow(
        line=line,
        kind=words.say(f"judge.{line.kind}"),
        first=first,
        seconds=seconds,
        without=without,
        without_who=who.get(moved or ""),
    )


def _quick(panel: Sequence[JudgeLine], words: Words) -> tuple[str, ...]:
    return tuple(
        words.say(
            "ranking.quick",
            n=line.quick,
            of=line.timed,
            name=one_line(line.name),
            means=words.explain(line.quick_means),
        )
        for line in panel
        if line.quick and line.odd != "quick"
    )


def _decided(each: RankedEssay, who: Mapping[str, Who], words: Words) -> tuple[Decided, ...]:
    found: list[Decided] = []
    for pair in each.deciding:
        if pair.other not in who:
            continue
        places = abs(pair.places)
        if not places:
            moved = words.say("ranking.moved_not")
        elif pair.effect > 0:
            moved = words.say("ranking.moved_lower", n=places)
        else:
            moved = words.say("ranking.moved_higher", n=places)
        found.append(Decided(pair.result, who[pair.other], one_line(pair.judge), moved))
    return tuple(found)
