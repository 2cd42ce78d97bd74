"""Every platform's form is known, and each tells who lacks an id there."""

from tests.gateway.exports.platforms.pupils import ANNA, facts_of
from tests.gateway.exports.platforms.test_moodle import POINTS, WORKSHEET, given

from huleedu.gateway.exports.facts import PupilTaken
from huleedu.gateway.exports.platforms.known import PLATFORMS, refused
from huleedu.gateway.exports.profiles import PROFILES

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
