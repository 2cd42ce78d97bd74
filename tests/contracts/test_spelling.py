"""What the spelling service says, as it travels."""

from tests.contracts.wire import ESSAY, read

from huleedu.contracts.spelling import SpellingChecked


def test_a_misspelling_travels_as_a_row() -> None:
    rows = [[3, 8, "mycke", ["mycket"]]]
    checked = read(
        "spelling.checked.v1", essay=ESSAY, run=1, language="sv", words=2, misspellings=rows
    )
    assert isinstance(checked, SpellingChecked)
    [found] = checked.misspellings
    assert (found.start, found.end, found.word, found.suggestions) == (3, 8, "mycke", ("mycket",))
