"""Of made-up classes nearly all names go and no words; `tools/study_anonymise.py` runs more."""

import pytest
from tests.services.judging.domain.anonymise.made_up import (
    Half,
    made_up_class,
    measured,
    ordinary_english,
)

from huleedu.services.judging.domain.anonymise import mentions

GONE_MIN = 0.995
LOST_OF_1000_MAX = 0.1


@pytest.mark.parametrize("half", ["tuned", "held out"])
def test_names_go_and_words_stay(half: Half) -> None:
    english = ordinary_english()
    essays = [essay for seed in range(4) for essay in made_up_class(seed, half, english)]
    figures = measured(essays, mentions)
    missed = [essay.text[at.start - 20 : at.end + 5] for essay, at in figures.missed]
    assert figures.mentions > 500
    assert figures.gone >= GONE_MIN, missed
    assert figures.lost_of_1000 <= LOST_OF_1000_MAX, [word for _, word, _ in figures.lost]


def test_what_is_counted_is_what_was_taken() -> None:
    """Nothing taken misses every name, and everything taken loses every word."""
    essays = made_up_class(0, "tuned", ordinary_english())
    nothing = measured(essays, lambda _text, _pupil: [])
    everything = measured(essays, lambda text, _pupil: [(0, len(text))])
    assert (nothing.gone, nothing.lost_of_1000) == (0, 0)
    assert (everything.gone, everything.lost_of_1000) == (1, 1000)
