"""Each refusal has a name of its own, and can come from somewhere."""

from huleedu.gateway.api import problems
from huleedu.gateway.api.v1.describing import kinds_of
from huleedu.gateway.api.v1.refusals import KINDS
from huleedu.gateway.api.v1.table import API


def test_no_name_stands_for_two_things() -> None:
    names = [kind.name for kind in (*KINDS, *problems.KINDS)]
    assert len(names) == len({*names})
    assert all(400 <= kind.status < 500 and kind.detail.endswith(".") for kind in KINDS)


def test_each_is_described_where_it_can_come() -> None:
    told = {kind.name for route in API for kind in kinds_of(route)}
    assert {kind.name for kind in KINDS} <= told
