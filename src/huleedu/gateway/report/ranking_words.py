"""Say in a line or two who has judged, how sure the order is, and whether it has grades."""

from collections.abc import Sequence

from huleedu.services.results.api import RankingPicture

KINDS = {
    "person": ("person", "people"),
    "model": ("language model", "language models"),
    "baseline": ("program that only counts", "programs that only count"),
    "import": ("judge elsewhere", "judges elsewhere"),
}

NOT_KNOWN_YET = {
    "few_scripts": "two essays are too few to tell",
    "apart": "no chain of judgements links most of the essays with each other",
    "few_judgements": "after so few judgements the order may be chance as well as truth",
}
"""Why there is no reliability: a sentence for each code."""


def sureness(
    reliability: float | None, low: float | None, high: float | None, not_known_yet: str
) -> str:
    """The reliability with its interval, or why it is not known yet."""
    if reliability is None or low is None or high is None:
        return f"reliability not known yet: {NOT_KNOWN_YET[not_known_yet]}"
    return f"reliability {reliability:.2f} (90 %: {low:.2f} to {high:.2f})"


def sure_of(ranking: RankingPicture) -> str:
    """The same of a ranking."""
    return sureness(
        ranking.reliability,
        ranking.reliability_low,
        ranking.reliability_high,
        ranking.not_known_yet,
    )


def judgements(count: int) -> str:
    """How many: "1 judgement", "60 judgements"."""
    return f"{count} judgement{'s' * (count != 1)}"


def by_whom(ranking: RankingPicture) -> str:
    """Who judged, by number: "3 people and 1 language model"."""
    by = [
        f"{count} {KINDS.get(kind, (kind, kind))[count != 1]}"
        for kind, count in ranking.kinds.items()
    ]
    return _and(by)


def closing(ranking: RankingPicture) -> tuple[str, ...]:
    """The ranking's outcome in one or two lines, for the end of a command."""
    made = judgements(ranking.judgements)
    first = f"Ranked from {made} by {by_whom(ranking)}: {sure_of(ranking)}"
    if not ranking.for_grading:
        return (f"{first}.", "Nobody has read the essays: this is not for grading.")
    if ranking.typical_error is not None:
        first += f", places ±{ranking.typical_error:.1f}, typically"
    second: list[str] = []
    if ranking.error_then is not None and ranking.more:
        second.append(
            f"{ranking.more} more judgements would narrow the typical error from "
            f"±{ranking.typical_error:.1f} to ±{ranking.error_then:.1f} places."
        )
    if ranking.grades:
        borderline = sum(essay.borderline for essay in ranking.essays)
        second.append(f"Grades by anchors: {borderline} of {len(ranking.essays)} are borderline.")
    elif ranking.not_graded:
        second.append(ranking.not_graded)
    if len(ranking.groups) > 1:
        second.append("No judgement links some of the essays with the others.")
    return (f"{first}.", *((" ".join(second),) if second else ()))


def _and(words: Sequence[str]) -> str:
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)
