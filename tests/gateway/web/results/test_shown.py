"""What a page of results shows is all in its address, and what is wrong there is as usual."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huleedu.gateway.web.results.shown import Shown, Sort, Which, of_query, read

SHOWN = st.builds(
    Shown,
    sort=st.sampled_from(Sort.__args__),
    down=st.booleans(),
    which=st.sampled_from(Which.__args__),
    grade=st.sampled_from(["", "A", "–", "C & D=1"]),
    ranking=st.none() | st.integers(0, 10**8),
    start=st.integers(0, 10**6),
)


@given(SHOWN)
def test_an_address_tells_all_of_it(shown: Shown) -> None:
    assert of_query(shown.query()) == shown
    assert read(dict(parse_qsl(shown.query()))) == shown


def test_what_is_usual_is_not_said() -> None:
    assert Shown().query() == ""
    assert Shown(ranking=4).query(sort="name") == "sort=name&ranking=4"
    assert Shown(ranking=4, start=100).query(ranking=None, start=0) == ""


def test_a_column_sorts_up_then_down_then_up_from_the_first_row() -> None:
    once = of_query(Shown(start=100).by("words"))
    assert (once.sort, once.down, once.start) == ("words", False, 0)
    assert of_query(once.by("words")).down
    assert not of_query(of_query(once.by("words")).by("words")).down
    assert not of_query(of_query(once.by("words")).by("name")).down


@pytest.mark.parametrize(
    "wrong",
    ["sort=evil&which=x&start=-1", "ranking=1e9&start=٣", "start=99999999999", "down=yes"],
)
def test_what_is_wrong_is_as_usual(wrong: str) -> None:
    assert of_query(wrong) == Shown()
