"""Every platform's form is known, and each tells who lacks an id there."""

import pytest
from hypothesis import given as given_by
from hypothesis import strategies as st
from tests.gateway.exports.platforms.pupils import ANNA, facts_of
from tests.gateway.exports.platforms.test_canvas import EXPORT
from tests.gateway.exports.platforms.test_moodle import (
    GRADEBOOK,
    POINTS,
    SWEDISH,
    WORKSHEET,
    given,
)

from huleedu.gateway.exports.facts import Given, PupilTaken
from huleedu.gateway.exports.platforms.known import (
    PLATFORMS,
    ThisColumn,
    WhichColumn,
    look_into,
    refused,
)
from huleedu.gateway.exports.profiles import PROFILES, ProfileCode

NOBODY = PupilTaken(name="Bo")


def test_every_form_for_platforms_is_known() -> None:
    assert [*PLATFORMS] == [p.code for p in PROFILES.values() if p.purpose == "platform"]


def test_who_has_nothing_but_a_name_lacks_an_id_where_no_file_of_theirs_tells() -> None:
    for code, platform in PLATFORMS.items():
        assert not platform.lacks_id(ANNA)
        assert platform.lacks_id(NOBODY) == ("file" not in PROFILES[code].wants)


def test_letters_are_refused_also_when_the_column_was_chosen_afterwards() -> None:
    assert refused(facts_of("moodle-worksheet", given(POINTS))) == "wants_points"
    assert refused(facts_of("moodle-worksheet", given(POINTS), grades={1: "80"})) is None
    assert refused(facts_of("moodle-worksheet", given(WORKSHEET))) is None
    assert refused(facts_of("canvas")) is None


@given_by(st.data())
@pytest.mark.parametrize("code", [code for code in PLATFORMS if not code.startswith("oneroster")])
def test_any_text_is_filled_in_or_refused_and_never_a_fault(
    code: ProfileCode, data: st.DataObject
) -> None:
    theirs = list(data.draw(st.sampled_from([EXPORT, WORKSHEET, GRADEBOOK, SWEDISH, POINTS])))
    for _ in range(data.draw(st.integers(0, 12))):
        at = data.draw(st.integers(0, len(theirs) - 1))
        theirs[at] = data.draw(st.sampled_from(["", ",", '"', "\n", ";", "x", "\0", ",,\n"]))
    content = "".join(theirs).encode()
    found = look_into(code, content, "Essay 1", numbers=True)
    names = found.names if isinstance(found, WhichColumn) else ()
    for name in (*names, *([found.name] if isinstance(found, ThisColumn) else [])):
        facts = facts_of(code, Given(name="x.csv", content=content, column=name), grades={1: "4"})
        filled = PLATFORMS[code].filled(facts)
        assert filled.filled <= 1
        assert filled.filled + len(filled.missing) == 1
