"""What a program on trial may say."""

import pytest

from huleedu.lab.history import Outcome
from huleedu.lab.trial.lines import Reply, WrongLine, read_reply


def test_an_answer_names_its_request() -> None:
    assert read_reply(b'{"id": 3, "outcome": "assigned", "slot": "A1"}\n') == Reply(
        id=3, outcome=Outcome.ASSIGNED, slot="A1"
    )
    assert read_reply(b'{"id": 4, "outcome": false}').outcome is False
    assert read_reply(b'{"id": 5, "rows": [["a", 1]]}').rows == (("a", 1),)


@pytest.mark.parametrize("line", [b"ready\n", b"{}", b'{"id": 1, "outcome": "yes"}', b"\xff\n"])
def test_anything_else_is_told_as_it_was_said(line: bytes) -> None:
    with pytest.raises(WrongLine, match="the program answered"):
        read_reply(line)
