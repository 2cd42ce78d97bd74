"""A file of a platform's is taken for what it is, and what is none is not taken."""

from tests.gateway.exports.platforms.test_canvas import COLUMN, EXPORT
from tests.gateway.exports.platforms.test_moodle import WORKSHEET

from huleedu.gateway.exports.giving import GivenFile, into_given
from huleedu.gateway.exports.platforms.known import NotTheirs
from huleedu.gateway.exports.profiles import PROFILES


def test_the_column_is_found_or_the_columns_are_told() -> None:
    content = EXPORT.encode()
    found = into_given(PROFILES["canvas"], "../x\u202e.csv", content, "Essay 1", numbers=False)
    assert isinstance(found, GivenFile)
    assert found.file
    assert (found.file.column, found.file.name, found.columns) == (COLUMN, "x.csv", ())
    asked = into_given(PROFILES["canvas"], "x.csv", content, "Summer", numbers=False)
    assert isinstance(asked, GivenFile)
    assert asked.columns == (COLUMN, "Quiz (4712)")


def test_only_what_cannot_do_without_a_file_wants_one() -> None:
    for code, profile in PROFILES.items():
        none = into_given(profile, "", b"", "Essay 1", numbers=False)
        expected = NotTheirs("no_file") if code == "moodle-worksheet" else GivenFile()
        assert none == expected
    other = into_given(PROFILES["canvas"], "x", WORKSHEET.encode(), "Essay 1", numbers=False)
    assert other == NotTheirs("wrong_file")
    assert into_given(PROFILES["csv"], "x", b"a,b\n1,2", "x", numbers=False) == GivenFile()
