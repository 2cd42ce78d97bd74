"""What is found in a text goes from process to process as it is."""

import msgspec

from huleedu.services.spelling.domain.findings import (
    Misspelling,
    OtherLanguage,
    Remark,
    Spelling,
)

SLIP, REMARK = Misspelling(3, 8, "mycke", ["mycket"]), Remark(9, 11, "de", "De")
FOUND = Spelling("sv", 1.0, 3, [SLIP], [REMARK])


def test_a_workers_answer_tells_which_of_the_two_it_is() -> None:
    for found in (FOUND, OtherLanguage("en", 0.1, 40)):
        sent = msgspec.msgpack.encode(found)
        assert msgspec.msgpack.decode(sent, type=Spelling | OtherLanguage) == found
