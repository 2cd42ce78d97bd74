"""The benchmark of the spelling check measures what it says, and its promise holds."""

from pathlib import Path

from huleedu.bench.spelling import check_sentences, try_pairs


def test_the_promise_of_the_spelling_check_holds() -> None:
    measured = check_sentences()
    assert measured.tokens == 15_685
    assert measured.right_share >= 0.95
    assert measured.false_alarms_per_1000 <= 1.4


def test_flags_are_matched_with_the_tokens_that_they_stand_on(tmp_path: Path) -> None:
    sentences = tmp_path / "sentences.tsv"
    sentences.write_text(
        "Vi\tc\nsåg\tc\nbibloteket\ti\n.\tc\n\nDet\tc\nvar\tc\nmycke\tc\nbra\tc\n", encoding="utf-8"
    )
    measured = check_sentences([sentences])
    assert (measured.tokens, measured.correct_tokens) == (8, 7)
    assert [(flag.token, flag.labelled_correct) for flag in measured.flags] == [
        ("bibloteket", False),
        ("mycke", True),
    ]
    assert measured.right_share == 0.5
    assert measured.false_alarms_per_1000 == 1000 / 7


def test_nothing_flagged_is_no_false_alarm(tmp_path: Path) -> None:
    sentences = tmp_path / "sentences.tsv"
    sentences.write_text("Vi\tc\nsåg\tc\n", encoding="utf-8")
    measured = check_sentences([sentences])
    assert (measured.right_share, measured.false_alarms_per_1000) == (1.0, 0.0)


def test_a_misspelling_that_passes_as_a_word_counts_as_missed(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text("# known\nfrom\tform\nfreind\tfriend\n", encoding="utf-8")
    tried = try_pairs("en", pairs)
    assert (tried.pairs, tried.first_share, tried.missed) == (2, 0.5, (("from", "form", ()),))
