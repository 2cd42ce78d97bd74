"""The promise of matching holds on made-up classes; all of them: `huleedu bench matching`."""

import random

from huleedu.bench.matching import made_up, measure_matching, page


def test_nearly_all_find_their_pupils_and_those_taken_in_silence_are_right() -> None:
    found = measure_matching(classes=30, alike=8)
    for counts in (found.ordinary, found.alike):
        assert counts.essays > 200
        assert counts.right >= 0.99 * counts.essays, counts.wrong
        assert counts.taken_wrong == 0, counts.wrong
        assert counts.taken >= 0.9 * counts.essays
    assert "| 8 classes with many like names |" in page(found, 30, 8)


def test_the_classes_are_the_same_each_time_and_have_absent_and_double_and_strange() -> None:
    one, again = (made_up(random.Random(5), swedish=True, alike=True) for _ in range(2))
    assert one == again
    texts = [made_up(random.Random(seed), swedish=False) for seed in range(30)]
    written = [sorted(who for who in made.truth.values() if who is not None) for made in texts]
    assert any(len(set(who)) < len(who) for who in written)
    assert any(len(set(who)) < len(made.pupils) for who, made in zip(written, texts, strict=True))
    assert any(None in made.truth.values() for made in texts)
