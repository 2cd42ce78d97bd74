"""Of a ranking is kept how sure it was; of one that only counts, no error that could mislead."""

from datetime import UTC, datetime

import msgspec
import pytest

from huleedu.contracts.ranking import JudgeLine, RankingPicture
from huleedu.services.judging.domain.figures import AgreedWithOthers, figures_of

NOW = datetime(2026, 12, 1, tzinfo=UTC)
AGREED = AgreedWithOthers(agreed=7, compared=12, low=0.35, high=0.79, expected=0.8, seldom=True)
LINE = JudgeLine(
    name="Ali",
    kind="person",
    judgements=12,
    infit=1.2,
    weight=1.0,
    first_share=None,
    first_low=None,
    first_high=None,
    side=None,
    seconds=None,
    timed=0,
    quick=0,
    quick_means="",
    without=None,
    without_places=None,
    without_essay=None,
    agreed=7,
    compared=12,
    agreed_low=0.35,
    agreed_high=0.79,
    agreed_expected=0.8,
    seldom=True,
)
PICTURE = RankingPicture(
    note=(),
    judges=("Ali", "Bo"),
    judgements=12,
    reliability=0.8,
    reliability_low=0.7,
    reliability_high=0.9,
    essays=(),
    typical_error=2.5,
    error_then=2.0,
    more=30,
    groups=(8,),
    panel=(LINE, msgspec.structs.replace(LINE, name="Bo", agreed=None, odd="quick")),
)


@pytest.mark.parametrize(
    ("changed", "error", "groups"),
    [({}, 2.5, 1), ({"for_grading": False}, None, 1), ({"groups": (6, 2)}, None, 2)],
)
def test_how_sure_it_was(changed: dict[str, object], error: float | None, groups: int) -> None:
    found = figures_of(msgspec.structs.replace(PICTURE, **changed), 3, NOW)
    assert (found.number, found.judgements, found.made_at) == (3, 12, NOW)
    assert (found.typical_error, found.groups) == (error, groups)
    assert (found.agreed, found.odd) == ({"Ali": AGREED}, {"Bo": "quick"})
    assert (found.reliability, found.low, found.high) == (0.8, 0.7, 0.9)
