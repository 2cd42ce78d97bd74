"""Scales as people write them, and as they are kept."""

import pytest

from huleedu.gateway.scales import SCALES, grades_of, scale_name, scale_told
from huleedu.services.judging.api.opening import scale_of
from huleedu.services.judging.domain.grading.grades import GradeScale


@pytest.mark.parametrize(
    ("told", "kept"),
    [("A-F", "A-F"), ("", ""), (" IG, G ,VG", "IG,G,VG"), ("G", None), ("G,G", None)],
)
def test_a_scale_is_kept_as_its_name_or_its_grades(told: str, kept: str | None) -> None:
    assert scale_told(told) == kept


def test_people_read_it_otherwise() -> None:
    assert scale_name("A-F") == "A–F"
    assert scale_name("IG,G,VG") == "IG, G, VG"


@pytest.mark.parametrize("kept", [*SCALES, "IG,G,VG"])
def test_judging_knows_the_same_grades(kept: str) -> None:
    scale = scale_of(kept)
    assert isinstance(scale, GradeScale)
    assert scale.grades == grades_of(kept)
