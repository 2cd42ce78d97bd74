"""Notes to look at stand apart from those that only keep account."""

from huleedu.contracts.reason import Reason
from huleedu.gateway.words.quiet import account, loud
from huleedu.gateway.words.words import words

NOTES = (
    Reason("left_out", {"kind": "header", "n": 3}),
    "It could be by Anna or Bo.",
    Reason("left_out", {"kind": "pictures", "n": 1}),
    Reason("unseen_text", {"kind": "tiny", "n": 2}),
)


def test_what_was_left_out_on_purpose_is_said_in_one_line() -> None:
    said = account(NOTES, words("en"))
    assert said == "Not counted: header and footer (3 words). Not read: 1 picture."
    assert account(NOTES[1:2], words("sv")) == ""


def test_all_else_is_to_be_looked_at() -> None:
    assert loud(NOTES) == (NOTES[1], NOTES[3])
