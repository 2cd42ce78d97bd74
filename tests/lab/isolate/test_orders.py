"""Orders are shuffles in which files stay whole."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from huleedu.lab.isolate import shuffled
from huleedu.lab.isolate.orders import file_of

TESTS = st.lists(
    st.builds("{}.py::test_{}".format, st.sampled_from("abc"), st.integers(0, 9)), unique=True
).map(sorted)


@given(TESTS, st.integers(0, 99))
def test_a_shuffled_order_has_the_same_tests_with_files_whole(tests: list[str], seed: int) -> None:
    order = shuffled(tests, seed)
    assert sorted(order) == tests
    assert order == shuffled(tests, seed)
    files = [file_of(test) for test in order]
    changes = sum(a != b for a, b in itertools.pairwise(files))
    assert changes == max(0, len(set(files)) - 1)
