"""How sure a ranking was, in figures: what is kept of each that was made."""

from datetime import datetime

import msgspec

from huleedu.contracts.ranking import JudgeLine, RankingPicture


class AgreedWithOthers(msgspec.Struct, frozen=True, kw_only=True):
    """So many of the `compared` decisions are as the ranking of the others has it.

    That is a share between `low` and `high` (90 %); who judges as the others do has `expected`.
    `seldom`: it is less, beyond chance.
    """

    agreed: int
    compared: int
    low: float
    high: float
    expected: float
    seldom: bool


class RankingFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How sure a ranking was: `typical_error` is in places, `error_then` after `more` judgements.

    `groups`: how many groups of essays no judgement links; `agreed` goes from judge to how often
    they agree, `odd` from each judge who is off to a code of how (`ranking.odd_judges.Odd`).
    """

    number: int
    judgements: int
    made_at: datetime
    typical_error: float | None
    error_then: float | None
    more: int
    reliability: float | None
    low: float | None
    high: float | None
    groups: int
    agreed: dict[str, AgreedWithOthers] = {}
    odd: dict[str, str] = {}


def figures_of(picture: RankingPicture, number: int, at: datetime) -> RankingFigures:
    """How sure a ranking is, of all that it tells.

    Where nobody has read the essays, or places of some say nothing of others, no error is told.
    """
    means = picture.for_grading and len(picture.groups) < 2
    return RankingFigures(
        number=number,
        judgements=picture.judgements,
        made_at=at,
        typical_error=picture.typical_error if means else None,
        error_then=picture.error_then if means else None,
        more=picture.more,
        reliability=picture.reliability,
        low=picture.reliability_low,
        high=picture.reliability_high,
        groups=len(picture.groups),
        agreed={line.name: told for line in picture.panel if (told := _agreed(line))},
        odd={line.name: line.odd for line in picture.odd},
    )


def _agreed(line: JudgeLine) -> AgreedWithOthers | None:
    if line.agreed is None or line.agreed_expected is None:
        return None
    return AgreedWithOthers(
        agreed=line.agreed,
        compared=line.compared,
        low=line.agreed_low or 0.0,
        high=line.agreed_high or 0.0,
        expected=line.agreed_expected,
        seldom=line.seldom,
    )
