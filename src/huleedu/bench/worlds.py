"""Measure in odd classes, too, whether what is reported about a ranking is true."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from huleedu.bench.table import Line
from huleedu.services.judging.api import measuring
from huleedu.services.judging.api.measuring import Floats, Judgements, Known, Pair, Posterior

FIRST_SEED = 70_000
"""The seeds below were used while the methods were chosen."""
SEEDS = 200
DRAWS = 1000
ABILITY_SD = 1.5
BIAS_MAX = 0.025
BIAS_MAX_IN_PARTS = 0.03
COIN_MAX = 0.05
COVER = (0.88, 0.92)
COVER_ENDS = 0.85
ENDS = 0.1
"""This share of a class, first and last each, is its ends."""
PER_SCRIPT_MAX = 40
"""A judging that is to end by itself ends here at the latest."""
ROUND = 30
"""In larger classes so many shares of a class's scripts are handed out as pairs between looks."""

Shape = Literal["normal", "t3", "two groups", "skewed", "alike"]
"""How the abilities of a class are spread; 'alike': judges toss coins."""


@dataclass(frozen=True, slots=True)
class OddWorld:
    """Classes of one kind: what of them is odd, in words, and all that makes it so.

    `sharpness` has a number for each judge, by which the differences they see are multiplied
    (negative: answers turned round). `clicks` is the share of answers by chance. `view_sd` is how
    far each judge's view of a script differs, in logits; with `criteria` half of the judges see
    one quality and half another, which correlate so much, and the truth is their mean. `ends_at`
    is the reliability at which judging ends. `left_out` of the judges do not count afterwards.
    `seeds` is how many times as many classes are looked at as elsewhere.
    """

    what: str
    scripts: int = 30
    per_script: int = 10
    shape: Shape = "normal"
    sharpness: tuple[float, ...] = (1.0,)
    clicks: float = 0.0
    view_sd: float = 0.0
    criteria: float = 1.0
    ends_at: float | None = None
    left_out: int = 0
    seeds: int = 1

    @property
    def judges(self) -> int:
        """How many judge."""
        return len(self.sharpness)


FOUR, EIGHT = (1.0,) * 4, (1.0,) * 8
WORLDS = (
    OddWorld("normal, N=30, c=10"),
    OddWorld("heavy tails (t with 3 degrees of freedom)", shape="t3"),
    OddWorld("two groups", shape="two groups"),
    OddWorld("skewed", shape="skewed"),
    OddWorld("N=8", scripts=8, seeds=5),
    OddWorld("N=100", scripts=100),
    OddWorld("N=300", scripts=300),
    OddWorld("c=3", per_script=3, seeds=5),
    OddWorld("c=5", per_script=5),
    OddWorld("c=20", per_script=20),
    OddWorld("four judges of different sharpness", sharpness=(0.5, 0.8, 1.2, 2.0)),
    OddWorld("one click of ten at random", clicks=0.1),
    OddWorld("four judges with views of their own", sharpness=FOUR, view_sd=0.5),
    OddWorld("four judges, two criteria", sharpness=FOUR, criteria=0.7),
    OddWorld("one of four judges reversed", sharpness=(-1.0, 1.0, 1.0, 1.0)),
    OddWorld("ended by itself at .85", ends_at=0.85),
    OddWorld("one of eight judges left out", sharpness=EIGHT, left_out=1),
    OddWorld("half of eight judges left out", sharpness=EIGHT, left_out=4),
    OddWorld("coin tosses", shape="alike"),
)


@dataclass(frozen=True, slots=True)
class ClassReported:
    """What was said of a class, and what was true: reliabilities, and shares of places covered."""

    reported: float
    true: float
    covered: float
    ends: float


def measure(
    seeds: int = SEEDS, workers: int | None = None, first: int = FIRST_SEED
) -> tuple[tuple[Line, ...], float]:
    """A line for each world, on the seeds from the first on, and how many seconds that took."""
    started = time.perf_counter()
    with ProcessPoolExecutor(max_workers=workers or os.cpu_count() or 1) as pool:
        found = tuple(lines(pool, seeds, first))
    return found, time.perf_counter() - started


def lines(pool: Executor, seeds: int, first: int) -> Iterator[Line]:
    """A line for each world, as they get ready; all worlds wait for the processes at once."""
    seen = [
        pool.map(partial(look, world), range(first, first + seeds * world.seeds))
        for world in WORLDS
    ]
    for world, classes in zip(WORLDS, seen, strict=True):
        yield line(world, tuple(classes))


def line(world: OddWorld, seen: tuple[ClassReported, ...]) -> Line:
    """What was aimed at in a world, and what was reached."""
    reported, true, covered, ends = np.array(
        [(one.reported, one.true, one.covered, one.ends) for one in seen]
    ).T
    if world.shape == "alike":
        return Line(
            world.what,
            f"≤ {COIN_MAX}",
            f"reported {reported.mean():.3f} ± {_noise(reported):.3f}",
            bool(reported.mean() <= COIN_MAX),
        )
    off = reported - true
    most = BIAS_MAX_IN_PARTS if world.left_out else BIAS_MAX
    early = f"; true below .80 in {(true < 0.8).mean():.0%}" if world.ends_at else ""
    return Line(
        world.what,
        f"within ±{most}; 88 to 92 %, ends ≥ 85 %",
        f"{off.mean():+.3f} ± {_noise(off):.3f}; true {true.mean():.3f}{early}; "
        f"covered {covered.mean():.1%} ± {_noise(covered):.1%}, ends {ends.mean():.1%}",
        bool(
            abs(off.mean()) <= most
            and COVER[0] <= covered.mean() <= COVER[1]
            and ends.mean() >= COVER_ENDS
        ),
    )


def look(world: OddWorld, seed: int) -> ClassReported:
    """Simulate a class, rank it as the program does, and compare what is said with the truth."""
    truth, made, steered = simulated(world, seed)
    kept = made.judge >= world.left_out
    # what ended it is what was said then
    believed = steered if world.ends_at else measuring.believed_of(made, kept)
    drawn = believed.draws(DRAWS, np.random.default_rng([seed, 4]))
    places = measuring.places_of(believed, drawn)
    order = measuring.ranks(truth[None])[0]
    covered = (places.low <= order) & (order <= places.high)
    end = max(1, round(ENDS * world.scripts))
    return ClassReported(
        reported=measuring.reliability_of(believed, drawn).reliability,
        true=_squared(believed.mean(), truth),
        covered=float(covered.mean()),
        ends=float(covered[(order <= end) | (order > world.scripts - end)].mean()),
    )


def simulated(world: OddWorld, seed: int) -> tuple[Floats, Judgements, Posterior]:
    """The true abilities of a class, its judgements, and what was believed when they ended.

    Class, judges' views, their noise and the choice of pairs have a stream of dice each, so that
    worlds which differ in one of them share the others.
    """
    truth, views = seen_by_judges(world, seed)
    nature, dice = np.random.default_rng([seed, 3]), np.random.default_rng([seed, 5])
    known = Known()
    made = Judgements(world.scripts, world.judges)
    believed, past = measuring.learn(made, known), measuring.past_from(made)
    most = world.scripts * (PER_SCRIPT_MAX if world.ends_at else world.per_script) // 2
    at_once, anew = max(1, world.scripts // ROUND), max(1, world.scripts // 2)
    while len(made) < most:
        pairs = measuring.next_pairs(believed, past, dice, count=min(at_once, most - len(made)))
        assert not isinstance(pairs, measuring.NoPairLeft)
        for pair in pairs:
            judge = len(made) % world.judges
            answer = _answer(world, judge, views[judge], pair, nature)
            made = made.and_one(pair.first, pair.second, judge, answer)
            past = past.and_one(pair)
            if len(made) % anew:
                believed = believed.after(pair.first, pair.second, answer, judge=judge)
            else:
                believed = measuring.learn(made, known, near=believed.best)
                if world.ends_at and _said(believed, seed) >= world.ends_at:
                    return truth, made, believed
    return truth, made, believed


def seen_by_judges(world: OddWorld, seed: int) -> tuple[Floats, Floats]:
    """The true abilities, and those that each judge sees (judges × scripts)."""
    truth = abilities(world.shape, world.scripts, np.random.default_rng([seed, 0]))
    noise = np.random.default_rng([seed, 2]).normal(size=(world.judges, world.scripts))
    views = truth + world.view_sd * noise
    if world.criteria < 1:
        apart = ABILITY_SD * np.sqrt((1 - world.criteria) / (1 + world.criteria)) * noise[0]
        sign = np.where(np.arange(world.judges) % 2, 1.0, -1.0)
        views = truth + sign[:, None] * apart
    return truth, views


def abilities(shape: Shape, count: int, dice: np.random.Generator) -> Floats:
    """Abilities of a spread of ABILITY_SD logits in the long run, around 0."""
    if shape == "t3":
        return dice.standard_t(3, count) * ABILITY_SD / np.sqrt(3)
    if shape == "two groups":
        sign = np.where(dice.random(count) < 0.5, -1.0, 1.0)
        return ABILITY_SD * (np.sqrt(0.87) * sign + np.sqrt(0.13) * dice.normal(size=count))
    if shape == "skewed":
        return ABILITY_SD * (dice.gamma(2.0, size=count) - 2) / np.sqrt(2)
    return ABILITY_SD * dice.normal(size=count)


def _answer(
    world: OddWorld, judge: int, view: Floats, pair: Pair, nature: np.random.Generator
) -> int:
    noise, tossed, clicked = nature.logistic(), nature.random() < 0.5, nature.random()
    if world.shape == "alike" or clicked < world.clicks:
        return 1 if tossed else -1
    seen = world.sharpness[judge] * (view[pair.first] - view[pair.second])
    return 1 if seen + noise > 0 else -1


def _said(believed: Posterior, seed: int) -> float:
    """The reliability that would be shown now."""
    drawn = believed.draws(DRAWS, np.random.default_rng([seed, 6]))
    return measuring.reliability_of(believed, drawn).reliability


def _squared(one: Floats, other: Floats) -> float:
    """The squared correlation; 0 with a ranking that tells nothing apart."""
    return float(np.corrcoef(one, other)[0, 1] ** 2) if np.ptp(one) > 0 else 0.0


def _noise(column: Floats) -> float:
    return float(np.std(column) / np.sqrt(len(column)))
