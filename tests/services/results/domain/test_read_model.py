"""What a report says of an essay, from what is known of its file."""

import pytest

from huleedu.contracts.reason import Reason, Why
from huleedu.services.results.domain.read_model import SHORT_BELOW_WORDS, FileRow, essays_of


@pytest.mark.parametrize(
    ("words", "warnings"),
    [
        (1.0, (Reason("very_short", {"n": 1}), Reason("no_name_found"))),
        (float(SHORT_BELOW_WORDS), (Reason("no_name_found"),)),
        (None, (Reason("no_name_found"),)),
    ],
)
def test_an_essay_of_hardly_a_word_has_a_warning(
    words: float | None, warnings: tuple[Why, ...]
) -> None:
    row = FileRow(
        id="1",
        file="a.txt",
        state="assigned",
        slot=1,
        code="",
        reason="",
        notes=(),
        text="address",
        pupil_reason=Reason("no_name_found"),
        measures={} if words is None else {"words": words},
    )
    [essay] = essays_of([row], {"address": "Hej"}, (), lambda _text, _name: ())
    assert essay.warnings == warnings
