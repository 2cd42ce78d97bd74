"""What the page of one essay tells: its place, its text, why it stands there, and its life."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from huleedu.contracts.judging import Kind
from huleedu.contracts.ranking import DecidingPair, RankedEssay
from huleedu.gateway.report import summary
from huleedu.gateway.report.loading import measure_infos
from huleedu.gateway.report.marking import Piece, RemarkLine, Word, marked
from huleedu.gateway.talking import Talked
from huleedu.gateway.words.words import Words
from huleedu.services.judging.api.of_essays import EssayJudgement, SaidByModel
from huleedu.services.lifecycle.api import MoveRow
from huleedu.services.results.api import EssayReport, NotMeasured
from huleedu.services.results.api.grades import LATER, DecidedGrade
from huleedu.services.results.api.own_words import EssayLook
from huleedu.services.results.api.talk import TalkSaid

MIDDLE_FROM = 3
"""With fewer essays there is no class to compare with."""
NEGLIGIBLE = 0.005


@dataclass(frozen=True, slots=True)
class ChanceBar:
    """How probable a grade is: its bar in hundredths, and the figure as it is read."""

    grade: str
    hundredths: int
    said: str


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure of the essay with the class's middle; `reason` says why there is no value."""

    name: str
    meaning: str
    value: str
    middle: str
    reason: str
    chief: bool
    """A teacher looks at it first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldJudgement:
    """A judgement as one essay's page tells it."""

    pair: UUID
    other: UUID
    other_name: str
    result: str
    judge: str
    by_model: bool
    comment: str
    about_other: bool
    """The comment is about the other text alone."""
    at: datetime
    turned: bool = False
    """It counts the other way round than it was said."""
    moved: str = ""
    """What the essay's place would be without it; empty where that is not told."""
    other_text: str = ""
    said: Sequence[SaidByModel] = ()

    @property
    def code(self) -> str:
        """The code of the sentence that tells it."""
        return f"ranking.result.{self.result.replace(' ', '_')}"


@dataclass(frozen=True, slots=True)
class LifeLine:
    """Something that happened to the essay, and who did it, if that was somebody."""

    at: datetime
    said: str
    by: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text cut at its marks, and each different misspelling and remark once."""

    pieces: Sequence[Piece] = ()
    words: Sequence[Word] = ()
    remarks: Sequence[RemarkLine] = field(default_factory=tuple)


def marked_text(essay: EssayReport | str | None, words: Words) -> MarkedText:
    """The text of an essay; one that has no place yet has no marks."""
    if essay is None:
        return MarkedText()
    return (
        MarkedText((Piece(essay),)) if isinstance(essay, str) else MarkedText(*marked(essay, words))
    )


def chances(each: RankedEssay | None, words: Words) -> list[ChanceBar]:
    """The grades that are not negligible, the best first."""
    if each is None:
        return []
    told = [one for one in each.chances.items() if one[1] >= NEGLIGIBLE]
    return [
        ChanceBar(grade, round(100 * chance), words.percent(chance))
        for grade, chance in reversed(told)
    ]


def measures(
    essay: EssayReport, of_class: Sequence[Mapping[str, float]], words: Words
) -> list[MeasureLine]:
    """Each measure in the order in which they are always shown."""
    lines: list[MeasureLine] = []
    for info in measure_infos():
        values = sorted(one[info.key] for one in of_class if info.key in one)
        middle = (
            summary.shown(summary.quartiles(values).middle, info, words)
            if len(values) >= MIDDLE_FROM
            else ""
        )
        value = essay.measures.get(info.key)
        if value is None:
            continue
        reason = words.explain(value.reason) if isinstance(value, NotMeasured) else ""
        lines.append(
            MeasureLine(
                summary.name(info, words),
                summary.meaning(info, words),
                summary.shown(value, info, words),
                middle,
                reason,
                info.key in summary.CHIEF,
            )
        )
    return lines


def judgement_of(
    one: EssayJudgement, essay: UUID, talked: Talked, *, moved: str = ""
) -> ToldJudgement:
    """A judgement from this essay's side, with pupils' names taken out of its comment."""
    other = one.other(essay)
    return ToldJudgement(
        pair=one.pair,
        other=other,
        other_name=talked.called(other),
        result=one.result_for(essay),
        judge=one.judge,
        by_model=one.kind is Kind.MODEL,
        comment=talked.cover(one.comment),
        about_other=one.about == other,
        at=one.decided_at,
        turned=one.turned,
        moved=moved,
    )


def deciding(essay: UUID, talked: Talked, words: Words) -> list[ToldJudgement]:
    """The judgements that moved it most, with what its place would be without each."""
    each, own = talked.ranked(essay), talked.of(essay)
    found: list[ToldJudgement] = []
    for pair in each.deciding if each else ():
        one = next((one for one in own if _is(one, essay, pair)), None)
        if one and one.pair not in {told.pair for told in found}:
            found.append(judgement_of(one, essay, talked, moved=_moved(pair, words)))
    return found


def _is(one: EssayJudgement, essay: UUID, pair: DecidingPair) -> bool:
    return (str(one.other(essay)), one.judge, one.result_for(essay)) == (
        pair.other,
        pair.judge,
        pair.result,
    )


def _moved(pair: DecidingPair, words: Words) -> str:
    places = abs(pair.places)
    if not places:
        return words.say("ranking.moved_not")
    if pair.effect > 0:
        return words.say("ranking.moved_lower", n=places)
    return words.say("ranking.moved_higher", n=places)


def life(
    moves: Iterable[MoveRow],
    looks: Iterable[EssayLook],
    said: Iterable[TalkSaid],
    graded: Iterable[DecidedGrade],
    words: Words,
    *,
    hidden: bool,
) -> list[LifeLine]:
    """All that happened to an essay, the last first.

    Args:
        hidden: names are: why something moved may hold some.
    """
    lines = [
        *(_moved_line(move, words, hidden=hidden) for move in moves),
        *(LifeLine(look.at, words.say("life.looked"), look.by_name) for look in looks),
        *_talk_lines(said, words),
        *(_grade_line(one, words) for one in graded),
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _moved_line(move: MoveRow, words: Words, *, hidden: bool) -> LifeLine:
    state = words.say(f"essay.{move.became.value.replace(' ', '_')}")
    return LifeLine(move.at, state, more="" if hidden else words.explain(move.cause))


def _talk_lines(said: Iterable[TalkSaid], words: Words) -> Iterator[LifeLine]:
    for one in said:
        code = f"life.closed.{one.outcome}" if one.kind == "closed" else f"life.{one.kind}"
        told = [one.line, words.say("life.present", names=one.present) if one.present else ""]
        more = " · ".join(each for each in told if each)
        yield LifeLine(one.at, words.say(code), one.by_name, more)


def _grade_line(one: DecidedGrade, words: Words) -> LifeLine:
    said = words.say("life.graded", grade=one.grade) if one.grade else words.say("life.ungraded")
    later = one.reason == LATER
    reason = words.say("essay_page.later") if later else one.reason
    return LifeLine(one.at, said, one.by_name, reason)
