"""Whose the result of a field is depends on its code."""

import pytest

from huleedu.services.files.domain.docx.fields import Fields


@pytest.mark.parametrize(
    ("code", "unread", "purpose"),
    [
        (' TOC \\o "1-3" ', True, "contents"),
        (" toc ", True, "contents"),
        (" PAGE ", True, None),
        (" NOTEREF a ", True, None),
        (" REF a ", False, None),
        (' HYPERLINK "x" ', False, None),
        ("", False, None),
    ],
)
def test_a_result_is_the_pupils_or_not(code: str, unread: bool, purpose: str | None) -> None:
    fields = Fields()
    fields.begin()
    for letter in code:  # Word cuts a code into runs as it likes
        fields.add_code(letter)
    assert fields.in_code
    fields.turn()
    assert not fields.in_code
    assert (fields.unread, fields.purpose) == (unread, purpose)
    fields.end()
    assert not fields


def test_a_field_inside_of_a_field_is_whose_the_outer_one_is() -> None:
    fields = Fields()
    fields.begin("TOC")
    fields.begin()
    fields.add_code("PAGEREF a")
    assert fields.in_code
    fields.turn()
    assert fields.unread
    assert fields.purpose == "contents"


def test_ends_without_a_beginning_are_nothing() -> None:
    fields = Fields()
    fields.turn()
    fields.end()
    fields.add_code("x")
    assert not fields
    assert not fields.in_code
