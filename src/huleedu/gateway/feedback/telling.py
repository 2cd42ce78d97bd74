"""Tell a pupil's page in words: the same sentences on screen, on paper and in a PDF."""

from collections.abc import Sequence
from dataclasses import dataclass

from huleedu.gateway.report.loading import measure_infos
from huleedu.gateway.words.words import Words
from huleedu.services.feedback.api import PupilsPage


@dataclass(frozen=True, slots=True)
class WrittenPiece:
    """A piece of the pupil's text; a misspelt one with what may have been meant, perhaps empty."""

    text: str
    better: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPage:
    """A pupil's page, in sentences."""

    name: str
    task: str
    criterion: str
    school: str
    words: Sequence[str]
    """Paragraphs."""
    grade: str
    place: str
    written: Sequence[WrittenPiece]
    misspellings: str
    """What is to be known of the marks in the text; empty: none are shown."""
    measures: Sequence[tuple[str, str]]
    how: Sequence[str]
    program: Sequence[str]
    ask: str


def told_page(page: PupilsPage, words: Words) -> ToldPage:
    """The page in this language."""
    say = words.say
    return ToldPage(
        name=page.name,
        task=page.task,
        criterion=say("pupil.criterion", criterion=page.criterion) if page.criterion else "",
        school=page.school,
        words=[part.strip() for part in page.words.split("\n\n") if part.strip()],
        grade=say("pupil.grade", grade=page.grade) if page.grade else "",
        place=_place(page, words),
        written=_pieces(page),
        misspellings=_misspellings(page, words),
        measures=_measures(page, words),
        how=_how(page, words),
        program=[say(f"pupil.program.{part}") for part in page.program or ()],
        ask=say("pupil.ask", name=page.ask) if page.ask else "",
    )


def _place(page: PupilsPage, words: Words) -> str:
    place = page.place
    if place is None:
        return ""
    if place.low == place.high:
        return words.say("pupil.place_one", place=place.low, of=place.of)
    return words.say("pupil.place", low=place.low, high=place.high, of=place.of)


def _pieces(page: PupilsPage) -> list[WrittenPiece]:
    pieces: list[WrittenPiece] = []
    at = 0
    for one in sorted(page.misspellings, key=lambda one: one.start):
        if at <= one.start < one.end <= len(page.written):
            pieces.append(WrittenPiece(page.written[at : one.start]))
            pieces.append(WrittenPiece(page.written[one.start : one.end], one.better))
            at = one.end
    pieces.append(WrittenPiece(page.written[at:]))
    return [piece for piece in pieces if piece.text]


def _misspellings(page: PupilsPage, words: Words) -> str:
    if "misspellings" not in page.shows or not page.misspellings:
        return ""
    return words.say("pupil.misspellings", n=len(page.misspellings))


def _measures(page: PupilsPage, words: Words) -> list[tuple[str, str]]:
    told: list[tuple[str, str]] = []
    for info in measure_infos():
        if info.key in page.measures:
            value = words.number(page.measures[info.key], info.decimals)
            unit = words.say(f"unit.{info.unit}") if info.unit else ""
            told.append((words.say(f"measure.{info.key}"), f"{value} {unit}".strip()))
    return told


def _how(page: PupilsPage, words: Words) -> list[str]:
    """How it came about, in three sentences at most; nothing is said that is not so."""
    told: list[str] = []
    judged = page.judged
    if judged:
        told.append(words.say("pupil.how.compared", n=judged.comparisons))
        kinds = [("person", judged.people), ("model", judged.models)]
        who = words.listed(words.say(f"judged_by.{kind}", n=n) for kind, n in kinds if n)
        if who and (page.program is not None or not judged.models):
            told.append(words.say("pupil.how.judges", who=who))
    if page.grade and page.graded_by:
        told.append(words.say("pupil.how.graded", name=page.graded_by))
    elif page.ask:
        told.append(words.say("pupil.how.read", name=page.ask))
    return told
