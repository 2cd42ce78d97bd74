"""What a reader leaves out is counted by its kind."""

from huleedu.contracts.reason import Reason
from huleedu.services.files.domain.left_out import LeftOut, summed


def test_each_kind_is_told_once_with_its_words() -> None:
    left_out = LeftOut()
    left_out.on_purpose("comments", "Bra bör")
    left_out.on_purpose("comments", "jan! (1)")
    left_out.end_paragraph()
    left_out.unseen("hidden", "x")
    left_out.on_purpose("comments", "Varför?")
    left_out.drawn("pictures")
    left_out.drawn("pictures")
    left_out.not_read("embedded")
    assert left_out.reasons() == (
        Reason("left_out", {"kind": "comments", "n": 3}),
        Reason("unseen_text", {"kind": "hidden", "n": 1}),
        Reason("left_out", {"kind": "pictures", "n": 2}),
        Reason("not_read", {"kind": "embedded", "n": 1}),
    )


def test_accounts_of_parts_are_added_up() -> None:
    two, three = (Reason("left_out", {"kind": "pictures", "n": n}) for n in (2, 3))
    tracked = Reason("changes_were_tracked")
    assert summed((tracked, two, tracked, three)) == (
        tracked,
        Reason("left_out", {"kind": "pictures", "n": 5}),
    )


def test_a_page_number_alone_is_not_told_of() -> None:
    left_out = LeftOut()
    left_out.on_purpose("header", "1 (3)\n2 (3)\n–")
    assert left_out.reasons() == ()
