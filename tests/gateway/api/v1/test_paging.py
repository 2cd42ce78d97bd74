"""Whatever is added or goes meanwhile, a list read in parts leaves nothing out, and none twice."""

from hypothesis import given
from hypothesis import strategies as st

from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import Listing
from huleedu.gateway.api.v1.paging import part


def key(number: int) -> list[str]:
    return [f"{number:03}"]


@given(
    st.sets(st.integers(0, 50), max_size=20),
    st.lists(st.integers(0, 50), max_size=5),
    st.integers(1, 4),
    st.booleans(),
)
def test_what_stays_is_told_once_in_order(
    there: set[int], moving: list[int], limit: int, newest_first: bool
) -> None:
    now, told, after = set(there), list[int](), ""
    changes = iter(moving)
    while True:
        some = part(now, key, Listing(limit=limit, after=after), newest_first=newest_first)
        assert not isinstance(some, HttpRefusal)
        told += some[0]
        if some[1] is None:
            break
        after = some[1]
        now ^= {next(changes, -1)} - {-1}
    assert told == sorted(told, reverse=newest_first)
    assert len(told) == len({*told})
    assert there - {*moving} <= {*told} <= there | {*moving}


def test_a_cursor_that_was_never_told_is_refused() -> None:
    for odd in ("x", "=", "å", "WzFd", "bnVsbA=="):
        assert isinstance(part([1], key, Listing(after=odd)), HttpRefusal), odd
