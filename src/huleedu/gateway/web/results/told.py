"""Say what the results hold: the state in a sentence, how far to trust it, what needs somebody."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from huleedu.contracts.ranking import JudgeLine, RankingPicture
from huleedu.contracts.reason import Reason
from huleedu.gateway.report.odd_words import OddTold, odd_judges
from huleedu.gateway.report.ranking_words import by_whom, drifted, why_not_known
from huleedu.gateway.report.sanitised import one_line
from huleedu.gateway.report.summary import grade as said_grade
from huleedu.gateway.web.results.loading import Results
from huleedu.gateway.web.results.rows import TALKED_ABOUT, Flag, ResultRow
from huleedu.gateway.words.words import Words
from huleedu.services.judging.api.steering import Brief, NotOpened

ENOUGH_MIN = 12
"""So many judgements are the least of which something can be told of a few essays; of more, two of
each (`judging.domain.ranking.reliability`)."""
HARDLY = 0.1
"""Places: a gain that is less than this changes nothing that anybody sees."""
SEVERAL = 2
TOO_FEW = ("apart", "few_judgements")
"""Why nothing can be said of an order yet that more judgements would change."""
BY_HAND = ("ranking.judge_turned", "ranking.judge_left_out")
"""What a ranking notes of judges whose decisions somebody has turned, or left out."""


@dataclass(frozen=True, slots=True)
class LookAgain:
    """So many essays to look at again, and where that is done."""

    code: Flag
    n: int
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeTold:
    """A judge in words; who is moved most without them, if anybody is."""

    name: str
    kind: str
    judgements: int
    agreement: str
    speed: str
    side: str
    without: str
    agreed: str
    """Of how many decisions the others' order says the same; empty: too few to tell."""


def heading(of: Results, words: Words) -> str:
    """The state in a sentence."""
    count, ranking = len(of.rows), of.ranking
    if not count:
        return words.say("results.heading.none")
    if of.decided == count:
        return words.say("results.heading.decided", n=count)
    if ranking is None:
        state = "ranked" if of.news else "being_ranked" if of.judged else "not_ranked"
        return words.say(f"results.heading.{state}", n=count)
    ranked = sum(row.ranked is not None for row in of.rows)
    if not ranking.for_grading:
        return words.say("results.heading.counted", n=ranked)
    if ranking.not_known_yet in TOO_FEW:
        return words.say("results.heading.too_few", n=ranking.judgements)
    said = words.say("results.heading.ranked", n=ranked)
    if not ranking.grades:
        return said
    if of.borderline:
        return words.say(
            "results.heading.and", first=said, then=words.say("results.borderline", n=of.borderline)
        )
    return words.say("results.heading.and", first=said, then=words.say("results.all_clear"))


def said_live(of: Results, words: Words) -> str:
    """What the status line says when something has changed."""
    return words.say("results.decided_of", n=of.decided, of=len(of.rows))


def stage(judging: Brief | NotOpened, *, ranked: bool, words: Words) -> str:
    """Whether this is an early look or final; empty: nobody judges here."""
    if not ranked or not isinstance(judging, Brief):
        return ""
    if judging.closed:
        return words.say("results.stage.final")
    return words.say("results.stage.early", n=judging.decided)


def trust(ranking: RankingPicture, words: Words) -> str:
    """How far the order can be trusted, in one or two sentences."""
    said = words.say(
        "results.from",
        judgements=words.say("ranking.judgements", n=ranking.judgements),
        judges=by_whom(ranking, words),
    )
    models = sum(line.judgements for line in ranking.panel if line.kind == "model")
    if models and ranking.kinds.keys() != {"model"}:
        said = f"{said} {words.say('results.by_models', n=models)}"
    if not ranking.for_grading:
        return said
    if ranking.reliability is None:
        why = why_not_known(ranking.not_known_yet, words)
        return f"{said} {words.say('ranking.not_sure', why=why)}"
    if ranking.typical_error is None:
        return said
    places = words.number(ranking.typical_error, 1)
    return f"{said} {words.say('results.again_within', places=places)}"


def advice(ranking: RankingPicture, words: Words) -> str:
    """What more judgements would bring, in the teacher's words; empty: nothing can be said."""
    if not ranking.for_grading:
        return words.say("results.advice.judge")
    if ranking.reliability is None:
        missing = max(len(ranking.essays), ENOUGH_MIN) - ranking.judgements
        return words.say("results.advice.missing", n=missing) if missing > 0 else ""
    if ranking.typical_error is None or ranking.error_then is None or not ranking.more:
        return ""
    now, then = ranking.typical_error, ranking.error_then
    facts = {"n": ranking.more, "now": words.number(now, 1), "then": words.number(then, 1)}
    if now - then < HARDLY:
        return words.say("results.advice.enough", n=ranking.more)
    return words.say("results.advice.more", **facts)


def without_grades(ranking: RankingPicture, words: Words) -> str:
    """Why no grade is likeliest, and how that changes; empty: grades are there."""
    if ranking.grades or not ranking.for_grading:
        return ""
    if isinstance(ranking.not_graded, Reason):  # a sentence is of one language alone
        return words.explain(ranking.not_graded)
    return words.say("results.no_anchors")


def needs(of: Results, at: str) -> list[LookAgain]:
    """What is to be looked at again, each with where that is done."""
    counts = Counter(flag for row in of.rows for flag in row.flags if row.decided is None)
    found = [LookAgain(flag, counts[flag], f"{at}/talk") for flag in TALKED_ABOUT if counts[flag]]
    if counts["unlinked"]:
        found.append(LookAgain("unlinked", counts["unlinked"], f"{at}/judging"))
    return found


def place(row: ResultRow, words: Words) -> str:
    """Between which places an essay lies, in words; empty: nobody has judged it."""
    each = row.ranked
    if each is None:
        return ""
    if each.low == each.high:
        return words.say("results.place.sure", place=words.ordinal(each.low))
    return words.say(
        "results.place.between", low=words.ordinal(each.low), high=words.ordinal(each.high)
    )


def likeliest(row: ResultRow, words: Words) -> str:
    """The likeliest grade or band with its chance; an anchor's own is known."""
    each = row.ranked
    if each is None:
        return ""
    if each.known_grade and row.likeliest:
        return words.say("ranking.known", grade=one_line(each.known_grade))
    said = said_grade(each, words) if row.likeliest else one_line(each.band)
    chance = row.chance()
    return said if chance is None or not said else f"{said} ({words.percent(chance)})"


def second(row: ResultRow, words: Words) -> str:
    """The second likeliest, if it is not negligible; of an anchor what is judged otherwise."""
    if row.ranked and row.ranked.judged_otherwise and row.chances:
        judged = ", ".join(f"{one_line(name)} {words.percent(one)}" for name, one in row.chances)
        return words.say("ranking.judged_as", chances=judged)
    if len(row.chances) < SEVERAL or (row.ranked and row.ranked.known_grade):
        return ""
    name, chance = row.chances[1]
    return words.say("results.or", grade=one_line(name), share=words.percent(chance))


def judges(ranking: RankingPicture, names: Mapping[str, str], words: Words) -> list[JudgeTold]:
    """Each judge in words: agreement, speed, and whether they lean to a side.

    Args:
        names: what each essay is called.
    """
    return [_judge(line, ranking, names, words) for line in ranking.panel]


def _judge(
    line: JudgeLine, ranking: RankingPicture, names: Mapping[str, str], words: Words
) -> JudgeTold:
    without, moved = "", line.without_essay or ""
    if line.without_places and moved in names and len(ranking.panel) > 1:
        name = names[moved]
        without = words.say("results.judge.without", n=line.without_places, name=name)
    return JudgeTold(
        name=one_line(line.name),
        kind=words.say(f"judge.{line.kind}"),
        judgements=line.judgements,
        agreement=words.say(f"results.judge.{_agreement(line, ranking)}"),
        speed=_speed(line, words),
        side=words.say(f"results.judge.{_side(line, ranking)}"),
        without=without,
        agreed=_agreed(line, words),
    )


def odd(ranking: RankingPicture, names: Mapping[str, str], words: Words) -> OddTold:
    """Which judges are off, and what the ranking would be without them."""
    return odd_judges(ranking, names, words)


def noted(ranking: RankingPicture, names: Mapping[str, str], words: Words) -> tuple[str, ...]:
    """Whose decisions somebody has turned or left out, and which anchors have drifted.

    Args:
        names: what each essay is called.
    """
    said = [why for why in ranking.note if isinstance(why, Reason) and why.code in BY_HAND]
    far = [each for each in ranking.essays if each.found_place is not None and each.essay in names]
    return (
        *(one_line(words.explain(why)) for why in said),
        *(drifted(each, names[each.essay], words) for each in far),
    )


def _agreed(line: JudgeLine, words: Words) -> str:
    if line.agreed is None or line.agreed_low is None or line.agreed_high is None:
        return ""
    return words.say(
        "results.judge.agreed",
        agreed=line.agreed,
        compared=line.compared,
        low=words.percent(line.agreed_low),
        high=words.percent(line.agreed_high),
    )


def _agreement(line: JudgeLine, ranking: RankingPicture) -> str:
    if line.agreed is None or len(ranking.panel) < SEVERAL:
        return "agreement_unknown"
    return "against" if line.seldom or line.odd in ("reversed", "coin") else "as_expected"


def _speed(line: JudgeLine, words: Words) -> str:
    if line.seconds is None:
        return words.say("results.judge.speed_unknown")
    if line.seconds < 90:
        said = words.say("results.judge.seconds", n=max(1, round(line.seconds)))
    else:
        said = words.say("results.judge.minutes", minutes=words.number(line.seconds / 60, 1))
    if not line.quick:
        return said
    means = words.explain(line.quick_means)
    quick = words.say("results.judge.quick", n=line.quick, of=line.timed, means=means)
    return f"{said}; {quick}"


def _side(line: JudgeLine, ranking: RankingPicture) -> str:
    if not ranking.sides_used or line.first_low is None or line.first_high is None:
        return "side_unknown"
    return "left" if line.first_low > 0.5 else "right" if line.first_high < 0.5 else "no_side"


def people_against_models(ranking: RankingPicture, words: Words) -> Iterator[str]:
    """How far people and models say the same."""
    found = ranking.people_and_models
    if found is None:
        return
    if found.pairs:
        share = words.percent(found.agreed / found.pairs)
        yield words.say("ranking.they_agree", share=share, n=found.pairs)
    else:
        yield words.say("ranking.no_pair_by_both")
    if found.correlation is not None:
        correlation = words.number(found.correlation, 2)
        yield words.say("ranking.correlate", correlation=correlation, essays=found.essays)


def likely_wrong(rows: Sequence[ResultRow]) -> float:
    """How many of the likeliest grades are wrong, by the ranking's own account."""
    return sum(
        1 - chance
        for row in rows
        if row.likeliest
        and row.ranked
        and not row.ranked.known_grade
        and (chance := row.chance()) is not None
    )


def explained(of: Results, words: Words) -> list[tuple[str, str]]:
    """Each term in two sentences, with this batch's figures."""
    ranking = of.ranking
    if ranking is None:
        return []
    codes: list[tuple[str, Mapping[str, str | int]]] = []
    widest = max((r.ranked.high - r.ranked.low + 1 for r in of.rows if r.ranked), default=0)
    if widest:
        codes.append(("range", {"n": widest}))
    if ranking.typical_error is not None:
        codes.append(("error", {"places": words.number(ranking.typical_error, 1)}))
    if ranking.reliability is not None:
        low, high = ranking.reliability_low or 0.0, ranking.reliability_high or 0.0
        facts = {
            "reliability": words.number(ranking.reliability, 2),
            "low": words.number(low, 2),
            "high": words.number(high, 2),
        }
        codes.append(("reliability", facts))
    if ranking.grades:
        anchors = sum(each.is_anchor for each in ranking.essays)
        codes += [("anchors", {"n": anchors}), ("borderline", {"n": of.borderline})]
        given = sum(bool(row.likeliest) for row in of.rows)
        wrong = words.number(likely_wrong(of.rows), 1)
        codes.append(("wrong", {"wrong": wrong, "n": given}))
    return [
        (words.say(f"results.term.{code}"), words.say(f"results.term.{code}.told", **facts))
        for code, facts in codes
    ]


def names_of(rows: Sequence[ResultRow]) -> dict[str, str]:
    """What each essay is called, by its id as rankings have it."""
    return {str(row.essay): one_line(row.line.name) for row in rows}


def essay_address(batch: UUID, essay: UUID) -> str:
    """Where one essay stands."""
    return f"/batches/{batch}/essays/{essay}"
