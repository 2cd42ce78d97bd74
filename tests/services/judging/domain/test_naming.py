"""What a judge may be called, and who may say so."""

import pytest

from huleedu.services.judging.domain.judge_names import WhyNot, WrongName
from huleedu.services.judging.domain.naming import Renamed, named

JUDGES = ("Judge 1", "Karin Lind")


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ("  Åsa \n Ek ", Renamed("Åsa Ek")),
        ("Judge 1", Renamed("Judge 1")),
        ("", WrongName(WhyNot.EMPTY)),
        ("x" * 101, WrongName(WhyNot.TOO_LONG)),
        ("Åsa\u202eEk", WrongName(WhyNot.UNSEEN)),
        ("Karin Lind", WrongName(WhyNot.ALIKE, "Karin Lind")),
        ("KARIN  LIND", WrongName(WhyNot.ALIKE, "Karin Lind")),
    ],
)
def test_a_name_is_readable_and_nobody_elses(told: str, found: Renamed | WrongName) -> None:
    assert named("Judge 1", told, JUDGES, may=True) == found


def test_who_was_invited_by_name_does_not_change_it() -> None:
    assert named("Karin Lind", "Åsa", JUDGES, may=False) == WrongName(WhyNot.GIVEN)
    assert named("Karin Lind", "Karin Lind", JUDGES, may=False) == Renamed("Karin Lind")
