"""Hold decisions about pairs of scripts as columns of numbers, and what is known beforehand."""

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

ANSWERS = {2: (-1, 1), 3: (-1, 0, 1), 5: (-2, -1, 0, 1, 2)}
"""The answers that a judge may give, by the number of steps offered: positive when the script
shown first is better, 2 for much better, 0 for equal."""


def no_floats() -> Floats:
    """An empty column."""
    return np.zeros(0)


def no_ints() -> Ints:
    """An empty column."""
    return np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Judgements:
    """m decisions by `judges` judges on pairs out of `scripts` scripts, in the order made.

    Five columns of length m: `first` and `second` are the scripts as shown (0 to scripts - 1),
    `judge` who judged (0 to judges - 1), `answer` one of ANSWERS[steps], `steps` 2, 3 or 5.
    Raises ValueError for anything else: whoever builds them has checked them.
    """

    scripts: int
    judges: int
    first: Ints = field(default_factory=no_ints)
    second: Ints = field(default_factory=no_ints)
    judge: Ints = field(default_factory=no_ints)
    answer: Ints = field(default_factory=no_ints)
    steps: Ints = field(default_factory=no_ints)

    def __post_init__(self) -> None:
        """Refuse columns that do not fit together."""
        lengths = {len(column) for column in self.columns}
        if len(lengths) != 1:
            raise ValueError(f"columns of different lengths: {sorted(lengths)}")
        if not len(self):
            return
        for column, count in ((self.first, self.scripts), (self.second, self.scripts)):
            if column.min() < 0 or column.max() >= count:
                raise ValueError("a script that is not there")
        if self.judge.min() < 0 or self.judge.max() >= self.judges:
            raise ValueError("a judge who is not there")
        if (self.first == self.second).any():
            raise ValueError("a script compared with itself")
        size = np.abs(self.answer)
        fits = (
            ((self.steps == 2) & (size == 1))
            | ((self.steps == 3) & (size <= 1))
            | ((self.steps == 5) & (size <= 2))
        )
        if not fits.all():
            raise ValueError("an answer that its steps do not offer")

    @property
    def columns(self) -> tuple[Ints, Ints, Ints, Ints, Ints]:
        """The five columns."""
        return self.first, self.second, self.judge, self.answer, self.steps

    def __len__(self) -> int:
        """How many decisions there are."""
        return len(self.first)

    def chosen(self, rows: Bools | Ints) -> "Judgements":
        """Some of the decisions, by mask or by number; all scripts and judges stay."""
        return Judgements(self.scripts, self.judges, *(column[rows] for column in self.columns))

    def and_one(
        self, first: int, second: int, judge: int, answer: int, steps: int = 2
    ) -> "Judgements":
        """These decisions and one more."""
        more = (first, second, judge, answer, steps)
        return Judgements(
            self.scripts,
            self.judges,
            *(np.append(column, one) for column, one in zip(self.columns, more, strict=True)),
        )

    def sides_swapped(self) -> "Judgements":
        """The same decisions with each pair shown the other way round."""
        return replace(self, first=self.second, second=self.first, answer=-self.answer)


@dataclass(frozen=True, slots=True, eq=False)
class Anchors:
    """Scripts whose place on the scale is known, in logits, with the error of that knowledge.

    Three columns of one length; an error of 0 means that the place is fixed.
    """

    script: Ints = field(default_factory=no_ints)
    place: Floats = field(default_factory=no_floats)
    error: Floats = field(default_factory=no_floats)


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What is known or assumed before anybody has judged.

    `features` has one row per script and one column per linguistic measure, or is None; if they
    are `oriented`, more of each is expected to go with a better script, or with neither.
    `side_sd` is the typical side bias of a judge in logits; 0 leaves it out of the model.
    `weigh_judges` lets judges differ in how sharply they see differences.
    `judges_differ` lets each judge have an own view of each script.
    """

    features: Floats | None = None
    anchors: Anchors = field(default_factory=Anchors)
    side_sd: float = 0.3
    weigh_judges: bool = False
    judges_differ: bool = False
    oriented: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Measures:
    """What is measured of each script beforehand: `values` (scripts × names), NaN where unknown.

    `oriented`: more of each is thought to be better, or nothing.
    """

    names: tuple[str, ...]
    values: Floats
    oriented: bool = False
