"""Count how many names are taken out of made-up essays, and how many words with them.

Run: `uv run python -m tools.study_anonymise [CLASSES]`, of 30 pupils each, 100 if not told. Half of
the names and templates were held out when the rules were written.
"""

import sys
from collections import Counter
from time import perf_counter

from tests.services.judging.domain.anonymise.made_up import (
    Essay,
    Half,
    made_up_class,
    measured,
    ordinary_english,
)

from huleedu.services.judging.domain.anonymise import anonymise, mentions

WORDS = 500


def main() -> None:
    """Print a line for each half, what was missed and lost, and the time that a text takes."""
    classes = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    english = ordinary_english()
    halves: tuple[Half, ...] = ("tuned", "held out")
    print(f"{'half':<10}{'mentions':>10}{'gone':>10}{'words':>10}{'lost of 1,000':>16}")
    for half in halves:
        essays = [e for seed in range(classes) for e in made_up_class(seed, half, english)]
        figures = measured(essays, mentions)
        print(
            f"{half:<10}{figures.mentions:>10,}{figures.gone:>10.2%}{figures.words:>10,}"
            f"{figures.lost_of_1000:>16.3f}"
        )
        missed = Counter(f"{at.kind}, {at.form}" for _, at in figures.missed)
        for what, count in missed.most_common(10):
            print(f"  missed {count:>4} × {what}")
        for word, count in Counter(word for _, word, _ in figures.lost).most_common(10):
            print(f"  lost   {count:>4} × {word}")
    times = sorted(_took_ms(essay, english) for essay in made_up_class(0, "tuned", english))
    print(f"{WORDS} words: {times[len(times) // 2]:.2f} ms in the median of a class")


def _took_ms(essay: Essay, english: list[str]) -> float:
    """The best of three on a text of `WORDS` words; others share the machine."""
    text = " ".join(f"{essay.text} {' '.join(english)}".split(" ")[:WORDS])
    times: list[float] = []
    for _ in range(3):
        begun = perf_counter()
        anonymise(text, essay.pupil)
        times.append(1000 * (perf_counter() - begun))
    return min(times)


if __name__ == "__main__":
    main()
