"""Measure on simulated classes whether judges who are off are named, and good ones are not."""

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from huleedu.services.judging.api import measuring
from huleedu.services.judging.api.measuring import Floats, Judgements, Known, Odd, Pair, learn

Habit = Literal["judges", "reversed", "first", "coin"]
"""What the first of four judges does; the others judge."""
JUDGES = 4
PER_SCRIPT = 10
ABILITY_SD = 1.5
WRONGLY_MAX = 0.02


@dataclass(frozen=True, slots=True)
class World:
    """Classes of one kind, and which share of the odd judges is to be named."""

    scripts: int
    habit: Habit
    aim: float | None
    named: tuple[Odd, ...]
    """What the odd judge may be called: as they are, or as what they cannot be told from."""


WORLDS = (
    World(30, "judges", None, ()),
    World(30, "reversed", 0.95, (Odd.REVERSED,)),
    World(30, "first", 0.95, (Odd.FIRST,)),
    World(30, "coin", None, (Odd.COIN, Odd.REVERSED)),
    World(60, "coin", 0.9, (Odd.COIN, Odd.REVERSED)),
)


@dataclass(frozen=True, slots=True)
class ClassSeen:
    """How the judges of one class were named, and how odd the first is to who knows the truth.

    `knowing`: how much more probable their answers are as coin tosses than as judgements, if the
    true abilities are known (a logarithm).
    """

    first: Odd | None
    wrongly: int
    good: int
    knowing: float


@dataclass(frozen=True, slots=True)
class OddNamed:
    """How often odd judges of a world were named, and good ones."""

    world: World
    named: float
    wrongly: float
    possible: float | None
    """Of coin tossers, how many could be named by who knows the truth and names as many wrongly."""

    @property
    def met(self) -> bool:
        """Whether the aims are reached."""
        return self.wrongly <= WRONGLY_MAX and self.named >= (self.world.aim or 0.0)


def lines(seeds: range, pool: Executor) -> Iterator[tuple[str, str, str, bool]]:
    """For each world: what, the aim, what was reached, and whether that meets the aim."""
    for found in measure(seeds, pool):
        world = found.world
        aim = f"≥ {world.aim:.0%}" if world.aim else "as far as can be"
        best = (
            ""
            if found.possible is None
            else f" (by who knows the true abilities: {found.possible:.1%})"
        )
        named = f"named {found.named:.1%}{best}; " if world.named else ""
        yield (
            f"one of four judges: {world.habit}, N={world.scripts}, c={PER_SCRIPT}",
            f"{aim}; good ones wrongly ≤ 2 %" if world.named else "wrongly named ≤ 2 %",
            f"{named}good ones wrongly {found.wrongly:.1%}",
            found.met,
        )


def measure(seeds: range, pool: Executor) -> Iterator[OddNamed]:
    """Each world on these seeds."""
    bars: dict[int, float] = {}
    for world in WORLDS:
        seen = list(pool.map(partial(look, world), seeds, chunksize=5))
        if world.habit == "judges":
            bars[world.scripts] = float(np.quantile([one.knowing for one in seen], 0.98))
        bar = bars.get(world.scripts) if world.habit == "coin" else None
        yield OddNamed(
            world=world,
            named=float(np.mean([one.first in world.named for one in seen])),
            wrongly=sum(one.wrongly for one in seen) / sum(one.good for one in seen),
            possible=None if bar is None else float(np.mean([one.knowing > bar for one in seen])),
        )


def look(world: World, seed: int) -> ClassSeen:
    """Simulate one class and see who is named."""
    truth, made = simulated(world, seed)
    named = measuring.odd_among(made)
    good = named if world.habit == "judges" else named[1:]
    own = made.chosen(made.judge == 0)
    away = np.sign(own.answer) * (truth[own.first] - truth[own.second])
    knowing = float(np.logaddexp(0, -away).sum() - len(own) * np.log(2))
    return ClassSeen(named[0], sum(one is not None for one in good), len(good), knowing)


def simulated(world: World, seed: int) -> tuple[Floats, Judgements]:
    """The true abilities of a class and its judgements: pairs as they are chosen for judges."""
    truth = np.random.default_rng([seed, 0]).normal(size=world.scripts) * ABILITY_SD
    nature, dice = np.random.default_rng([seed, 3]), np.random.default_rng([seed, 5])
    known = Known()
    made = Judgements(world.scripts, JUDGES)
    believed, past = learn(made, known), measuring.past_from(made)
    for turn in range(world.scripts * PER_SCRIPT // 2):
        chosen = measuring.next_pairs(believed, past, dice)
        assert not isinstance(chosen, measuring.NoPairLeft)
        pair, judge = chosen[0], turn % JUDGES
        answer = _answer(world.habit if judge == 0 else "judges", truth, pair, nature)
        made, past = made.and_one(pair.first, pair.second, judge, answer), past.and_one(pair)
        if (turn + 1) % world.scripts == 0:
            believed = learn(made, known, near=believed.best)
        else:
            believed = believed.after(pair.first, pair.second, answer, 2)
    return truth, made


def _answer(habit: Habit, truth: Floats, pair: Pair, nature: np.random.Generator) -> int:
    better = 1 if nature.logistic() + truth[pair.first] - truth[pair.second] > 0 else -1
    tossed = 1 if nature.random() < 0.5 else -1
    return {"judges": better, "reversed": -better, "first": 1, "coin": tossed}[habit]
