"""Of a ranking is kept how sure it was; of one that only counts, no error that could mislead."""

from datetime import UTC, datetime

import msgspec
import pytest

from huleedu.contracts.ranking import JudgeLine, RankingPicture
from huleedu.services.judging.domain.figures import figures_of

NOW = datetime(2026, 12, 1, tzinfo=UTC)
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
    panel=(LINE, msgspec.structs.replace(LINE, name="Bo", infit=None)),
)


@pytest.mark.parametrize(
    ("changed", "error", "groups"),
    [({}, 2.5, 1), ({"for_grading": False}, None, 1), ({"groups": (6, 2)}, None, 2)],
)
def test_how_sure_it_was(changed: dict[str, object], error: float | None, groups: int) -> None:
    found = figures_of(msgspec.structs.replace(PICTURE, **changed), 3, NOW)
    assert (found.number, found.judgements, found.made_at) == (3, 12, NOW)
    assert (found.typical_error, found.groups, found.infit) == (error, groups, {"Ali": 1.2})
    assert (found.reliability, found.low, found.high) == (0.8, 0.7, 0.9)
