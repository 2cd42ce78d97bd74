"""The benchmark of the remarks measures what it says, and their promise holds."""

from pathlib import Path

from huleedu.bench.remarks import OfRule, measure_remarks


def test_the_promise_of_the_remarks_holds() -> None:
    measured = measure_remarks()
    assert sum(rule.remarks for rule in measured.rules) >= 40
    # where a sentence of the corpus goes on from one that it lacks, a small letter is right
    sure = [rule for rule in measured.rules if rule.rule != "small_start"]
    assert sum(rule.right for rule in sure) >= 0.95 * sum(rule.remarks for rule in sure)
    assert measured.per_1000_correct <= 0.5
    assert measured.english_words > 500
    assert not measured.english_remarks


def test_a_remark_is_right_where_a_token_of_its_own_is_labelled_incorrect(tmp_path: Path) -> None:
    sentences = tmp_path / "sentences.tsv"
    sentences.write_text(
        "Det\tc\nvar\tc\njätte\ti\nbra\tc\n.\tc\n\nJag\tc\nsåg\tc\nen\tc\nhus\tc\n.\tc\n",
        encoding="utf-8",
    )
    measured = measure_remarks([sentences])
    assert measured.rules == (OfRule("sv", "apart", 1, 1), OfRule("sv", "en_or_ett", 1, 0))
    assert measured.per_1000_correct == 1000 / 9
