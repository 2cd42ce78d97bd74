"""What a reader leaves out is counted by its kind."""

from huleedu.contracts.reason import Reason
from huleedu.services.files.domain.left_out import LeftOut


def test_each_kind_is_told_once_with_its_words() -> None:
    left_out = LeftOut()
    left_out.on_purpose("comments", "Bra början! (1)")
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


def test_a_page_number_alone_is_not_told_of() -> None:
    left_out = LeftOut()
    left_out.on_purpose("header", "1 (3)\n2 (3)\n–")
    assert left_out.reasons() == ()
