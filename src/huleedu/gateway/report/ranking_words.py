"""Say in a line or two who has judged, how sure the order is, and whether it has grades."""

from collections.abc import Iterator

from huleedu.gateway.words.words import Words
from huleedu.services.results.api import RankedEssay, RankingPicture


def sureness(
    reliability: float | None,
    low: float | None,
    high: float | None,
    not_known_yet: str,
    words: Words,
) -> str:
    """The reliability with its interval, or why it is not known yet."""
    if reliability is None or low is None or high is None:
        return words.say("ranking.unsure", why=why_not_known(not_known_yet, words))
    return words.say(
        "ranking.sure",
        reliability=words.number(reliability, 2),
        low=words.number(low, 2),
        high=words.number(high, 2),
    )


def why_not_known(code: str, words: Words) -> str:
    """Why there is no reliability."""
    return words.say(f"not_known_yet.{code}")


def sure_of(ranking: RankingPicture, words: Words) -> str:
    """The same of a ranking."""
    return sureness(
        ranking.reliability,
        ranking.reliability_low,
        ranking.reliability_high,
        ranking.not_known_yet,
        words,
    )


def by_whom(ranking: RankingPicture, words: Words) -> str:
    """Who judged, by number: "3 people and 1 language model"."""
    return words.listed(words.say(f"judged_by.{kind}", n=n) for kind, n in ranking.kinds.items())


def drifted(each: RankedEssay, name: str, words: Words) -> str:
    """That an anchor whose place was known stands elsewhere now."""
    known, found = each.known_place or 0.0, each.found_place or 0.0
    told = {"known": words.number(known, 2), "found": words.number(found, 2)}
    return words.say("ranking.drifted", name=name, **told)


def closing(ranking: RankingPicture, words: Words) -> tuple[str, ...]:
    """The ranking's outcome in one or two lines, for the end of a command."""
    first = words.say(
        "ranking.ranked_from",
        judgements=words.say("ranking.judgements", n=ranking.judgements),
        judges=by_whom(ranking, words),
        sure=sure_of(ranking, words),
    )
    if not ranking.for_grading:
        return (f"{first}.", words.say("ranking.nobody_read"))
    if ranking.typical_error is not None:
        first += words.say("ranking.places_off", places=words.number(ranking.typical_error, 1))
    second = tuple(_more(ranking, words))
    return (f"{first}.", *((" ".join(second),) if second else ()))


def _more(ranking: RankingPicture, words: Words) -> Iterator[str]:
    if ranking.error_then is not None and ranking.typical_error is not None and ranking.more:
        yield words.say(
            "ranking.more_would",
            n=ranking.more,
            now=words.number(ranking.typical_error, 1),
            then=words.number(ranking.error_then, 1),
        )
    if ranking.grades:
        borderline = sum(essay.borderline for essay in ranking.essays)
        yield words.say("ranking.graded", n=borderline, of=len(ranking.essays))
    elif ranking.not_graded:
        yield words.explain(ranking.not_graded)
    if len(ranking.groups) > 1:
        yield words.say("ranking.no_link")
