"""Say which judges are off, how sure that is, and what the ranking is without them."""

from collections.abc import Mapping
from dataclasses import dataclass

from huleedu.contracts.ranking import JudgeLine, RankedOtherwise, RankingPicture
from huleedu.gateway.report.sanitised import one_line
from huleedu.gateway.words.words import Words


@dataclass(frozen=True, slots=True)
class OddTold:
    """A sentence for each judge who is off, and one for each ranking that would be otherwise."""

    judges: tuple[str, ...]
    otherwise: tuple[str, ...]


def odd_judges(ranking: RankingPicture, names: Mapping[str, str], words: Words) -> OddTold:
    """Which judges are off; nothing at all if none is.

    Args:
        names: what each essay is called.
    """
    off = [one_line(line.name) for line in ranking.odd if line.odd != "quick"]
    turned = [one_line(line.name) for line in ranking.odd if line.odd == "reversed"]
    would: list[str] = []
    for code, who, found in (
        ("without", off, ranking.without_odd),
        ("turned", turned, ranking.with_turned),
    ):
        if found is not None:
            would.append(_otherwise(code, who, ranking, found, names, words))
    return OddTold(tuple(odd_judge(line, words) for line in ranking.odd), tuple(would))


def odd_judge(line: JudgeLine, words: Words) -> str:
    """How a judge is off, and how sure that is; empty if they are not."""
    if not line.odd:
        return ""
    name = one_line(line.name)
    if line.odd == "quick":
        means = words.explain(line.quick_means)
        return words.say("odd.quick", name=name, quick=line.quick, of=line.timed, means=means)
    if line.odd in ("first", "second"):
        share = line.first_share or 0.0
        picked = words.percent(share if line.odd == "first" else 1 - share)
        return words.say(f"odd.{line.odd}", name=name, share=picked)
    return words.say(
        f"odd.{line.odd}",
        name=name,
        agreed=line.agreed or 0,
        compared=line.compared,
        low=words.percent(line.agreed_low or 0.0),
        high=words.percent(line.agreed_high or 0.0),
        expected=words.percent(line.agreed_expected or 0.0),
    )


def _otherwise(
    code: str,
    who: list[str],
    ranking: RankingPicture,
    found: RankedOtherwise,
    names: Mapping[str, str],
    words: Words,
) -> str:
    facts = {"names": words.listed(who)}
    if found.reliability is None or ranking.reliability is None:
        said = words.say(f"odd.{code}", **facts)
    else:
        said = words.say(
            f"odd.{code}_sure",
            now=words.number(ranking.reliability, 2),
            reliability=words.number(found.reliability, 2),
            low=words.number(found.low or 0.0, 2),
            high=words.number(found.high or 0.0, 2),
            **facts,
        )
    moved = [
        (abs(place - each.place), each.essay)
        for each in ranking.essays
        if (place := found.places.get(each.essay)) and place != each.place
    ]
    if not moved:
        return f"{said} {words.say('odd.moved_none')}"
    far, essay = max(moved)
    name = names.get(essay, "")
    return f"{said} {words.say('odd.moved', n=len(moved), name=name, far=far)}"
