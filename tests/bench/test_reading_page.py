"""What was measured of reading stands in tables, ours beside others' on the same files."""

from collections import Counter
from pathlib import Path

from huleedu.bench.reading import Answer, Document, Truth, measure
from huleedu.bench.reading_page import HEADING, OURS, page, rows, wrong

TRUTH = Truth(["a", "b"], [], Counter())
DOCUMENTS = [Document(Path(name), "plain", TRUTH) for name in ("1.odt", "1.pdf")]
SCORES = measure(
    {
        OURS: lambda _: {Path("1.odt"): Answer("a b", 0.002), Path("1.pdf"): Answer("a x", 0)},
        "other": lambda _: {Path("1.pdf"): Answer("a b", 0)},
    },
    DOCUMENTS,
)


def test_each_format_has_a_row_for_each_reader_and_sums_are_of_the_same_files() -> None:
    found = [row[:3] for row in rows(SCORES)]
    assert found == [
        (".odt", OURS, "1"),
        (".pdf", OURS, "1"),
        (".pdf", "other", "1"),
        ("all", OURS, "2"),
        ("all that other reads", OURS, "1"),
        ("all that other reads", "other", "1"),
    ]
    assert rows(SCORES)[0] == (".odt", OURS, "1", "0", "100.00%", "0.00%", "100.00%", "2.0")


def test_only_what_we_read_wrongly_is_listed() -> None:
    assert wrong(SCORES) == [
        "1.pdf: recall 50.00%, foreign 50.00%, order 0.00%; missing b; foreign x"
    ]


def test_the_page_has_the_table_and_who_was_asked() -> None:
    written = page(SCORES, {"other": "1.0"})
    assert f"| {' | '.join(HEADING)} |" in written
    assert "| .pdf | other | 1 | 0 | 100.00% |" in written
    assert "2 documents" in written
    assert "other 1.0:" in written


def test_the_page_tells_of_further_corpora_where_there_are_some() -> None:
    assert "nobody looked at" not in page(SCORES, {})
    assert "2 documents in all" in page(SCORES, {}, [one for one in SCORES if one.reader == OURS])
