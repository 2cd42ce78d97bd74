"""Measure on simulated classes whether the ranking is good and its error bar true."""

import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from huleedu.bench import odd_judges, table
from huleedu.bench.judging_speed import speeds
from huleedu.bench.table import Line
from huleedu.services.judging.api import measuring
from huleedu.services.judging.api.measuring import (
    Floats,
    Judgements,
    Known,
    Pair,
    Posterior,
    Spreads,
    Way,
    learn,
    learn_at,
    ranks,
)

FIRST_SEED = 10_000
"""The seeds below were used while the methods were chosen."""
STEPS_AT = (-2.0, -0.5, 0.5, 2.0)
"""Where simulated judges go over from much worse to worse, equal, better and much better."""
DRAWS = 1000
JUDGES_IN_PANEL = 4
CELLS = tuple((sd, per_script) for sd in (1.0, 1.5, 2.5) for per_script in (5, 10, 20))


@dataclass(frozen=True, slots=True)
class Task:
    """A simulated class: abilities from N(0, ability_sd²), judgements from Bradley and Terry.

    `measured` is the correlation of the one linguistic measure with the truth (None: there is
    none); `told` hands the measure's true regression and the true spread to the model; `tossing`
    judges answer by chance; `slant_sd` is how far each judge's view of each script differs.
    """

    scripts: int = 30
    per_script: int = 10
    ability_sd: float = 1.5
    steps: int = 2
    measured: float | None = None
    told: bool = False
    tossing: bool = False
    judges: int = 1
    slant_sd: float = 0.0
    way: Way = Way.INFORMED


@dataclass(frozen=True, slots=True)
class Trial:
    """What one simulated class gave."""

    spearman: float
    squared: float
    reported: float
    covered: float


@dataclass(frozen=True, slots=True)
class Orders:
    """Rank correlations with the truth, one for each simulated class.

    `reached` with the abilities that were drawn; `expected` over all that are as probable, given
    the judgements, to somebody who knows how classes and measures are drawn. The latter means the
    same, and scatters less.
    """

    reached: Floats
    expected: Floats


@dataclass(frozen=True, slots=True)
class JudgingMeasured:
    """The whole table."""

    seeds: int
    lines: tuple[Line, ...]
    took_s: float


@dataclass(frozen=True, slots=True)
class Bench:
    """How many seeds are run, and where."""

    seeds: int
    pool: Executor

    @property
    def numbers(self) -> range:
        """The seeds."""
        return range(FIRST_SEED, FIRST_SEED + self.seeds)

    def trials(self, task: Task) -> list[Trial]:
        """A trial of the task on each seed."""
        return list(self.pool.map(partial(trial, task), self.numbers, chunksize=5))

    def orders(self, task: Task) -> Orders:
        """The rank correlation with the truth on each seed."""
        found = list(self.pool.map(partial(order, task), self.numbers, chunksize=5))
        reached, expected = np.array(found).T
        return Orders(reached, expected)

    def panels(self, task: Task) -> list[tuple[float, float]]:
        """Predicted and reached correlation of two panels on each seed."""
        return list(self.pool.map(partial(panel, task), self.numbers, chunksize=5))


def measure(seeds: int = 200, workers: int = 1) -> JudgingMeasured:
    """Run the whole bench on the seeds FIRST_SEED …, in so many processes at once.

    200 seeds take about five minutes on two cores.
    """
    started = time.perf_counter()
    with ProcessPoolExecutor(max_workers=workers) as pool:
        lines = tuple(measured_lines(Bench(seeds, pool)))
    return JudgingMeasured(seeds, (*lines, *_speeds()), time.perf_counter() - started)


def measured_lines(bench: Bench) -> Iterator[Line]:
    """The lines of the table that rest on simulated classes, as they get ready."""
    yield from _orders(bench)
    yield from _reliabilities(bench)
    yield from _panels(bench)
    yield from (Line(*told) for told in odd_judges.lines(bench.numbers, bench.pool))


def _speeds() -> Iterator[Line]:
    """How long a fit and the next pair take; what runs beside this on the machine slows them."""
    for speed in speeds():
        floors = ", ".join(f"{name} {took:.1f} ms" for name, took in speed.floors_ms.items())
        yield Line(
            f"{speed.what}: median",
            f"≤ {speed.aim_ms:.0f} ms",
            f"{speed.median_ms:.0f} ms (floor: {floors})",
            speed.median_ms <= speed.aim_ms,
        )


def rendered(measured: JudgingMeasured) -> str:
    """The table as Markdown."""
    return table.rendered(measured.lines, measured.seeds, FIRST_SEED, measured.took_s)


def trial(task: Task, seed: int) -> Trial:
    """Simulate one class and compare what is reported with the truth."""
    truth, _, posterior = simulated(task, seed)
    drawn = posterior.draws(DRAWS, np.random.default_rng([seed, 4]))
    mean = posterior.mean()
    found, true_places = measuring.places_of(posterior, drawn), ranks(truth[None])[0]
    covered = (found.low <= true_places) & (true_places <= found.high)
    return Trial(
        spearman=_correlation(ranks(mean[None])[0], true_places),
        squared=_correlation(mean, truth) ** 2,
        reported=measuring.reliability_of(posterior, drawn).reliability,
        covered=float(covered.mean()),
    )


def order(task: Task, seed: int) -> tuple[float, float]:
    """The rank correlation with the truth of one simulated class, reached and expected."""
    truth, judgements, posterior = simulated(task, seed)
    knowing = _known(replace(task, told=True), truth, np.random.default_rng([seed, 1]))
    best = learn_at(judgements, knowing, Spreads(task.ability_sd))
    places = ranks(posterior.mean()[None])[0]
    possible = ranks(best.draws(DRAWS, np.random.default_rng([seed, 4])))
    away = possible - possible.mean(1, keepdims=True)
    centred = places - places.mean()
    expected = away @ centred / np.sqrt((away**2).sum(1) * (centred @ centred))
    return _correlation(places, ranks(truth[None])[0]), float(expected.mean())


def simulated(task: Task, seed: int) -> tuple[Floats, Judgements, Posterior]:
    """The true abilities of a class, all judgements, and what is believed after them.

    Class, measure, judges' noise and choice of pairs have a stream of dice each, so that tasks
    which differ in one of them share the others.
    """
    truth = np.random.default_rng([seed, 0]).normal(size=task.scripts) * task.ability_sd
    known = _known(task, truth, np.random.default_rng([seed, 1]))
    views = truth + task.slant_sd * np.random.default_rng([seed, 2]).normal(
        size=(task.judges, task.scripts)
    )
    judgements, near = _judged(task, known, views, seed)
    final = replace(known, judges_differ=task.slant_sd > 0)
    if task.told:
        return truth, judgements, learn_at(judgements, final, Spreads(task.ability_sd))
    return truth, judgements, learn(judgements, final, near=near.best)


def _known(task: Task, truth: Floats, dice: np.random.Generator) -> Known:
    if task.measured is None:
        return Known(side_sd=0)
    rest = np.sqrt(1 - task.measured**2)
    measure = task.measured * truth / task.ability_sd + rest * dice.normal(size=task.scripts)
    if not task.told:
        return Known(side_sd=0, features=measure[:, None], oriented=True)
    expected = task.measured * task.ability_sd * measure
    error = np.full(task.scripts, rest * task.ability_sd)
    return Known(side_sd=0, anchors=measuring.Anchors(np.arange(task.scripts), expected, error))


def _judged(task: Task, known: Known, views: Floats, seed: int) -> tuple[Judgements, Posterior]:
    """Let the judges take turns, each on the pair that is chosen for them."""
    nature, dice = np.random.default_rng([seed, 3]), np.random.default_rng([seed, 5])
    judgements = Judgements(task.scripts, task.judges)
    spreads = Spreads(task.ability_sd)
    believed = learn_at(judgements, known, spreads) if task.told else learn(judgements, known)
    past = measuring.past_from(judgements)
    fixed = task.way is Way.FIXED
    plan = measuring.fixed_pairs(task.scripts, task.per_script, dice) if fixed else ()
    for turn in range(task.scripts * task.per_script // 2):
        chosen = measuring.next_pairs(believed, past, dice, way=task.way, design=plan)
        assert not isinstance(chosen, measuring.NoPairLeft)
        pair, judge = chosen[0], turn % task.judges
        answer = _answer(task, views[judge], pair, nature)
        judgements = judgements.and_one(pair.first, pair.second, judge, answer, task.steps)
        past = past.and_one(pair)
        if task.way is not Way.INFORMED:
            continue
        if (turn + 1) % task.scripts == 0 and not task.told:
            believed = learn(judgements, known, near=believed.best)
        else:
            believed = believed.after(pair.first, pair.second, answer, task.steps)
    return judgements, believed


def _answer(task: Task, view: Floats, pair: Pair, nature: np.random.Generator) -> int:
    seen = nature.logistic() + (0 if task.tossing else view[pair.first] - view[pair.second])
    if task.steps == 2:
        return 1 if seen > 0 else -1
    return int(np.searchsorted(STEPS_AT, seen)) - 2


def _orders(bench: Bench) -> Iterator[Line]:
    """How good the order is: without and with a measure, told or learned, good or noise."""
    informed, at_random, fixed = (
        bench.orders(Task(way=way)) for way in (Way.INFORMED, Way.RANDOM, Way.FIXED)
    )
    yield Line(
        "Spearman with truth, N=30, sd 1.5, c=10, no prior",
        "≥ .875",
        f"{_number(informed.reached)} (the same classes, pairs at random: "
        f"{_number(at_random.reached)}, in a fixed design: {_number(fixed.reached)})",
        bool(informed.reached.mean() >= 0.875),
    )
    for per_script, within in ((10, 0.005), (6, 0.01)):
        task = Task(per_script=per_script, measured=0.66)
        learned, told = bench.orders(task), bench.orders(replace(task, told=True))
        yield _compared(
            f"the same with a measure that correlates .66 with truth, c={per_script}",
            f"within {_short(within)} of a run that is told strength and spread",
            (learned, told),
            within,
        )
    five = bench.orders(Task(measured=0.66, steps=5)).reached
    yield Line("the same, five steps, c=10", "≥ .90", _number(five), bool(five.mean() >= 0.90))
    noise = bench.orders(Task(measured=0.0))
    yield _compared("a measure that is pure noise, c=10", "loses ≤ .005", (noise, informed), 0.005)


def _compared(what: str, aim: str, two: tuple[Orders, Orders], within: float) -> Line:
    """The first is to be at most so far below the second, as reached on these classes."""
    one, other = two
    below = one.reached - other.reached
    return Line(
        what,
        aim,
        f"{_number(one.reached)} against {_number(other.reached)}: {_signed(below)}; "
        f"expected, given the judgements: {_signed(one.expected - other.expected)}",
        bool(below.mean() >= -within),
    )


def _reliabilities(bench: Bench) -> Iterator[Line]:
    """Whether the reported reliability and the places' intervals are true."""
    biases: list[float] = []
    covers: list[float] = []
    for sd, per_script in CELLS:
        trials = bench.trials(Task(ability_sd=sd, per_script=per_script))
        off = np.array([one.reported - one.squared for one in trials])
        squared = float(np.mean([one.squared for one in trials]))
        biases.append(float(off.mean()))
        covers.append(float(np.mean([one.covered for one in trials])))
        yield Line(
            f"reported minus true reliability, sd {sd}, c={per_script}",
            "within ±.02",
            f"{_signed(off)}; true {_short(squared)}; 90 % intervals cover {covers[-1]:.1%}",
            abs(biases[-1]) <= 0.02,
        )
    yield Line(
        "the same, mean of the nine",
        "within ±.02",
        f"{np.mean(biases):+.3f}",
        bool(abs(np.mean(biases)) <= 0.02),
    )
    inside = sum(0.88 <= cover <= 0.92 for cover in covers)
    yield Line(
        "90 % intervals for a script's place, mean of the nine",
        "cover 88 to 92 %",
        f"{np.mean(covers):.1%}; {inside} of 9 between 88 and 92 %",
        bool(0.88 <= np.mean(covers) <= 0.92),
    )
    for per_script in (5, 10, 20):
        trials = bench.trials(Task(tossing=True, per_script=per_script))
        reported = np.array([one.reported for one in trials])
        yield Line(
            f"reliability reported on coin tosses, informed pairs, c={per_script}",
            "≤ .05",
            _number(reported),
            bool(reported.mean() <= 0.05),
        )


def _panels(bench: Bench) -> Iterator[Line]:
    """Whether half of the judges predict how well an independent half will agree with them."""
    for per_script in (10, 20):
        task = Task(per_script=per_script, judges=2 * JUDGES_IN_PANEL, slant_sd=0.5)
        pairs = bench.panels(task)
        off = np.array([predicted - agreed for predicted, agreed in pairs])
        agreed = np.array([agreed for _, agreed in pairs])
        scatter = np.abs(agreed - agreed.mean()).mean()
        yield Line(
            f"judges who differ, two panels of {JUDGES_IN_PANEL}, N=30, c={per_script} each",
            "off by ≤ .05, bias ≤ .01",
            f"off by {np.abs(off).mean():.3f}, bias {_signed(off)}; the panels agree "
            f"{_short(float(agreed.mean()))}, which itself scatters by {scatter:.3f}",
            bool(np.abs(off).mean() <= 0.05 and abs(off.mean()) <= 0.01),
        )


def panel(task: Task, seed: int) -> tuple[float, float]:
    """What one panel predicts, and how its abilities correlate with those of the other."""
    truth = np.random.default_rng([seed, 0]).normal(size=task.scripts) * task.ability_sd
    slants = np.random.default_rng([seed, 2]).normal(size=(task.judges, task.scripts))
    views = truth + task.slant_sd * slants
    half = replace(task, judges=task.judges // 2)
    known = Known(side_sd=0)
    means: list[Floats] = []
    predicted = 0.0
    for which in range(2):
        mine = views[which * half.judges : (which + 1) * half.judges]
        judgements, near = _judged(half, known, mine, 1_000_000 * (which + 1) + seed)
        if which == 0:
            posterior = learn(judgements, replace(known, judges_differ=True), near=near.best)
            drawn = posterior.draws(DRAWS, np.random.default_rng([seed, 4]))
            predicted = measuring.reliability_of(posterior, drawn).reliability
        else:
            posterior = learn(judgements, known, near=near.best)
        means.append(posterior.mean())
    return predicted, _correlation(means[0], means[1])


def _correlation(one: Floats, other: Floats) -> float:
    return float(np.corrcoef(one, other)[0, 1])


def _short(number: float) -> str:
    return f"{number:.3f}".lstrip("0")


def _number(column: Floats) -> str:
    return f"{_short(float(column.mean()))} ± {_short(_error(column))}"


def _signed(column: Floats) -> str:
    return f"{column.mean():+.3f} ± {_short(_error(column))}"


def _error(column: Floats) -> float:
    return float(np.std(column) / np.sqrt(max(len(column), 1)))
