"""Make the judgements that ship with the sample class: three simulated judges, and two anchors.

Run it as `python tools/make_sample_judgements.py`; the same seed gives the same bytes. How good a
text is, is known: `about.csv` has the level of the essay that it was made of. A judge sees the
difference of two texts with a doubt of their own (a logistic one, as in the model of Bradley and
Terry), takes a while, and calls what is too close equal.
"""

import csv
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

SEED = 2026
SAMPLE = Path(__file__).parents[1] / "src" / "huleedu" / "sample"
CLASS = SAMPLE / "class"
LEFT_OVER = "Zoë Östlund.txt"
SHARPNESS = {"Simulated judge 1": 1.2, "Simulated judge 2": 1.0, "Simulated judge 3": 0.8}
"""How sharply each sees differences."""
ROUNDS = 10
"""In each round every essay is compared once."""
LOGITS_PER_LEVEL = 0.3
EQUAL = 0.25
"""Differences, in logits as they are seen, below which a judge calls two texts equal."""
SECONDS, SPREAD = 95.0, 0.45
"""The median time of a judgement, and how far its logarithm spreads."""
ANCHORS = {17: "B", 7: "D"}
"""Level → the grade of the first essay of that level, which is known."""


def main() -> None:
    """Write the decisions and the anchors."""
    dice = Random(SEED)
    with (SAMPLE / "about.csv").open(encoding="utf-8", newline="") as told:
        levels = {row["file"]: int(row["quality_level"]) for row in csv.DictReader(told)}
    del levels[LEFT_OVER]
    _write("decisions.csv", _decisions(levels, dice))
    anchors = {next(f for f, at in levels.items() if at == level): level for level in ANCHORS}
    rows = [(file, ANCHORS[level]) for file, level in anchors.items()]
    _write("anchors.csv", [("script", "grade"), *rows])


def _decisions(levels: dict[str, int], dice: Random) -> Iterator[Sequence[object]]:
    yield "judge", "first", "second", "answer", "steps", "took_s"
    judges = [*SHARPNESS]
    for number, (first, second) in enumerate(_pairs([*levels], dice)):
        judge = judges[number % len(judges)]
        truth = LOGITS_PER_LEVEL * (levels[first] - levels[second])
        chance = dice.uniform(1e-9, 1 - 1e-9)
        seen = SHARPNESS[judge] * truth + math.log(chance / (1 - chance))
        answer = 0 if abs(seen) < EQUAL else 1 if seen > 0 else -1
        took_s = dice.lognormvariate(math.log(SECONDS), SPREAD)
        yield judge, first, second, answer, 3, f"{took_s:.1f}"


def _pairs(files: list[str], dice: Random) -> Iterator[tuple[str, str]]:
    """Each essay once a round, no pair twice."""
    seen: set[frozenset[str]] = set()
    for _ in range(ROUNDS):
        while True:
            dice.shuffle(files)
            pairs = list(zip(files[::2], files[1::2], strict=True))
            if not any(frozenset(pair) in seen for pair in pairs):
                break
        seen.update(map(frozenset, pairs))
        yield from pairs


def _write(name: str, rows: Iterator[Sequence[object]] | Sequence[Sequence[object]]) -> None:
    with (CLASS / name).open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    main()
