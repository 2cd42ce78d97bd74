"""How many judgements there are to be, with models among the judges."""

import pytest

from huleedu.services.judging.domain.llm_runs import wanted_with


@pytest.mark.parametrize(
    ("wanted", "quotas", "then"), [(None, 50, None), (100, 60, 100), (100, 160, 160)]
)
def test_a_model_takes_no_judgement_away_from_people(
    wanted: int | None, quotas: int, then: int | None
) -> None:
    assert wanted_with(wanted, quotas) == then
