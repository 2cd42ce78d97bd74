"""Find the tests that depend on others, and those that they depend on."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from huleedu.lab.isolate import Dependent, Outcome, Suspect, Unsteady, shrink, shuffled, suspects
from huleedu.lab.isolate.running import Suite

LEFT_SHOWN = 8
MOST = 10
AGAIN = 2
"""So often a difference must show itself again before it is believed."""

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Isolated:
    """What came out: tests that depend on others, unsteady ones, and what was left behind."""

    tests: int
    alone: Mapping[str, Outcome]
    runs: tuple[str, ...]
    dependent: tuple[Dependent, ...]
    unsteady: tuple[Unsteady, ...]
    left: Mapping[str, tuple[str, ...]]


async def isolate(suite: Suite, seeds: Sequence[int], tell: Tell) -> Isolated:
    """Run every test alone, then all in the suite's order and in one more for each seed."""
    tell(f"{len(suite.tests)} tests: each alone")
    alone = await suite.alone(suite.tests)
    tell("all, in the suite's order")
    runs = [await suite.in_order("the suite's order", suite.tests)]
    for seed in seeds:
        tell(f"all, shuffled with seed {seed}")
        runs.append(await suite.in_order(f"seed {seed}", shuffled(suite.tests, seed)))
    dependent: list[Dependent] = []
    unsteady: list[Unsteady] = []
    for suspect in suspects(alone, runs):
        tell(f"whom does {suspect.test} need?")
        match await _look_into(suite, suspect):
            case Dependent() as found:
                dependent.append(found)
            case Unsteady() as found:
                unsteady.append(found)
    tell("what is left behind")
    left = await suite.leavings(suite.tests)
    names = tuple(run.name for run in runs)
    return Isolated(len(suite.tests), alone, names, tuple(dependent), tuple(unsteady), left)


async def _look_into(suite: Suite, suspect: Suspect) -> Dependent | Unsteady:
    """Is the difference there every time, and which predecessors are enough for it?"""

    async def differs(before: Sequence[str]) -> bool:
        ran = await suite.in_order("again", [*before, suspect.test])
        return ran.outcomes.get(suspect.test, "died") != suspect.alone

    before = suspect.run.before(suspect.test)
    for _ in range(AGAIN):
        if await differs(()) or not await differs(before):
            return Unsteady(suspect)
    return Dependent(suspect, await shrink(before, differs))


def in_words(found: Isolated) -> list[str]:
    """What came out, in lines for people."""
    lines = [f"{found.tests} tests alone, and all in: {', '.join(found.runs)}"]
    for one in found.dependent:
        suspect = one.suspect
        lines.append(
            f"DEPENDS  {suspect.test}: alone {suspect.alone}, "
            f"in {suspect.run.name} {suspect.after}, whenever these run before it:"
        )
        for culprit in one.culprits:
            lines.append(f"    {culprit}")
            lines += [f"        leaves {left}" for left in found.left.get(culprit, ())[:LEFT_SHOWN]]
    for one in found.unsteady:
        suspect = one.suspect
        lines.append(
            f"UNSTEADY {suspect.test}: alone {suspect.alone}, "
            f"in {suspect.run.name} {suspect.after}, and not again"
        )
    lines += _leavings(found)
    lines.append(
        f"{len(found.dependent)} depend on others, {len(found.unsteady)} are unsteady"
        if found.dependent or found.unsteady
        else "no test depends on another"
    )
    return lines


def _leavings(found: Isolated) -> list[str]:
    """What is left behind most often."""
    tests: dict[str, int] = Counter(left for lefts in found.left.values() for left in lefts)
    most = sorted(tests.items(), key=lambda one: -one[1])[:MOST]
    return [f"left behind by {count} tests: {left}" for left, count in most]
