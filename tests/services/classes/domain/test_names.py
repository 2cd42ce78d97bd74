"""Names are found by their words, however those are written."""

from hypothesis import given
from hypothesis import strategies as st

from huleedu.services.classes.domain.names import ClassNames, RosterPupil, alike

LETTERS = st.text(alphabet="abcdeåäé", min_size=1, max_size=14)


@given(st.lists(LETTERS, min_size=1, max_size=6), LETTERS, st.data())
def test_names_found_by_what_is_left_of_them_are_those_found_by_comparing_all(
    names: list[str], said: str, data: st.DataObject
) -> None:
    base = data.draw(st.sampled_from(names))
    at = data.draw(st.integers(0, len(base)))
    pupils = [RosterPupil(f"{name} Z") for name in names]
    for word in (said, base[:at] + base[at + 1 :], base[:at] + said[:1] + base[at:]):
        by_all = {name: score for name in names if (score := alike(name, word))}
        assert ClassNames(pupils).near(word) == by_all
