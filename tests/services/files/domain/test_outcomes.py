"""What comes of reading a file goes from process to process as it is."""

import msgspec
import pytest

from huleedu.services.files.domain.outcomes import (
    Archive,
    CannotRead,
    Code,
    Member,
    Outcome,
    Reading,
    Refused,
    RefusedMember,
)

OUTCOMES = (
    Reading(text="Å", format="pdf", pages=2),
    Archive((Member("a.txt", b"\x00"),), (RefusedMember("b.txt", Refused(Code.EMPTY)),)),
    Refused(Code.TOO_LARGE, {"most": 20}),
)


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda one: type(one).__name__)
def test_a_workers_answer_tells_which_it_is(outcome: Outcome) -> None:
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(outcome), type=Outcome) == outcome


def test_who_cannot_read_says_why() -> None:
    assert CannotRead(Code.TOO_LARGE, most=20).refused == Refused(Code.TOO_LARGE, {"most": 20})
