"""Say in a line or two who has judged, how sure the order is, and whether it has grades."""

from collections.abc import Sequence

from huleedu.services.results.domain.ranked import RankingPicture

KINDS = {
    "person": ("person", "people"),
    "model": ("language model", "language models"),
    "baseline": ("program that only counts", "programs that only count"),
    "import": ("judge elsewhere", "judges elsewhere"),
}


def by_whom(ranking: RankingPicture) -> str:
    """Who judged, by number: "3 people and 1 language model"."""
    by = [
        f"{count} {KINDS.get(kind, (kind, kind))[count != 1]}"
        for kind, count in ranking.kinds.items()
    ]
    return _and(by)


def closing(ranking: RankingPicture) -> tuple[str, ...]:
    """The ranking's outcome in one or two lines, for the end of a command."""
    many = "judgement" if ranking.judgements == 1 else "judgements"
    sure = (
        f"reliability {ranking.reliability:.2f} (90 %: {ranking.reliability_low:.2f} to "
        f"{ranking.reliability_high:.2f})"
    )
    first = f"Ranked from {ranking.judgements} {many} by {by_whom(ranking)}: {sure}"
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
