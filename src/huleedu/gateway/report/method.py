"""State on one page how a batch was judged and how far that can be trusted, for who doubts it.

No pupil and no judge is named: it is for whoever asks, at a parents' evening or in an appeal.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from huleedu.contracts.ranking import RankingPicture
from huleedu.contracts.reason import Reason
from huleedu.gateway.report.ranking_words import by_whom, sure_of
from huleedu.gateway.report.sanitised import one_line
from huleedu.gateway.words.words import Words
from huleedu.services.results.api import BatchReport

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A heading, and what is said below it."""

    heading: str
    said: tuple[str, ...]


def method_page(report: BatchReport, rules: Mapping[str, object], words: Words) -> str:
    """The page: one file, no network, on paper and on a phone.

    Args:
        rules: by which it is judged, as judging keeps them.
    """
    ranking = report.ranking
    title = words.say("method.title", title=one_line(report.title))
    parts = list(_parts(report, ranking, rules, words)) if ranking else []
    lead = words.say("method.lead") if ranking else words.say("method.not_judged")
    page = _PAGES.get_template("method.html")
    made = words.day(report.finished_at or report.created_at)
    return page.render(
        words=words, title=title, lead=lead, parts=parts, foot=f"{report.program} · {made}"
    )


def _parts(
    report: BatchReport, ranking: RankingPicture, rules: Mapping[str, object], words: Words
) -> Iterator[Stated]:
    for code, said in (
        ("asked", _asked(rules, words)),
        ("who", _who(ranking, words)),
        ("sure", _sure(ranking, words)),
        ("grades", _grades(report, ranking, words)),
        ("checked", _checked(ranking, words)),
        ("limits", (words.say("method.limit.class"), words.say("method.limit.again"))),
    ):
        if told := tuple(said):
            yield Stated(words.say(f"method.part.{code}"), told)


def _asked(rules: Mapping[str, object], words: Words) -> Iterator[str]:
    yield words.say("method.pairs")
    criterion, steps = rules.get("criterion"), rules.get("steps")
    if isinstance(criterion, str) and criterion:
        yield words.say("method.criterion", criterion=" ".join(criterion.split()))
    if isinstance(steps, int):
        yield words.say("method.steps", n=steps)


def _who(ranking: RankingPicture, words: Words) -> Iterator[str]:
    judgements = words.say("ranking.judgements", n=ranking.judgements)
    yield words.say("method.judged", judges=by_whom(ranking, words), judgements=judgements)
    often = sorted(each.judgements for each in ranking.essays)
    if often:
        yield words.say("method.often", low=often[0], middle=often[len(often) // 2])
    if ranking.kinds.get("model"):
        yield words.say("method.models")
    if not ranking.for_grading:
        yield words.say("ranking.nobody_read")


def _sure(ranking: RankingPicture, words: Words) -> Iterator[str]:
    yield words.say("method.sure", sure=sure_of(ranking, words))
    if ranking.reliability is not None:
        yield words.say("method.sure_means")
    if ranking.typical_error is not None:
        error = words.number(ranking.typical_error, 1)
        yield words.say("results.term.error.told", places=error)
    widest = max((each.high - each.low + 1 for each in ranking.essays), default=0)
    if widest:
        yield words.say("method.range", n=widest)


def _grades(report: BatchReport, ranking: RankingPicture, words: Words) -> Iterator[str]:
    if ranking.grades:
        anchors = sum(bool(each.known_grade) for each in ranking.essays)
        yield words.say("results.term.anchors.told", n=anchors)
        others = [each for each in ranking.essays if not each.known_grade and each.grade]
        wrong = sum(1 - each.chances.get(each.grade, 0.0) for each in others)
        if others:
            told = words.number(wrong, 1)
            yield words.say("results.term.wrong.told", wrong=told, n=len(others))
        otherwise = sum(each.judged_otherwise for each in ranking.essays)
        if otherwise:
            yield words.say("method.anchors_otherwise", n=otherwise)
    yield words.say("method.decided", n=len(report.decided_grades), of=len(report.essays))


def _checked(ranking: RankingPicture, words: Words) -> Iterator[str]:
    if len(ranking.panel) > 1:
        odd = len(ranking.odd)
        yield words.say("method.judges_odd", n=odd) if odd else words.say("method.judges_fine")
    if turned := sum(line.turned for line in ranking.panel):
        yield words.say("method.turned", n=turned)
    if out := sum(_left_out(why) for why in ranking.note):
        yield words.say("method.left_out", n=out)
    if len(ranking.groups) > 1:
        yield words.say("method.apart", n=len(ranking.groups))
    if ranking.measures:
        yield words.say("method.measures", share=words.percent(ranking.measures.explained))
    if ranking.views_differ is not None:
        yield words.say("method.views", logits=words.number(ranking.views_differ, 2))


def _left_out(why: object) -> int:
    if isinstance(why, Reason) and why.code == "ranking.judge_left_out":
        told = why.facts["n"]
        return told if isinstance(told, int) else 0
    return 0
