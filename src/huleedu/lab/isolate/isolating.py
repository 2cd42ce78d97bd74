"""Find the tests that depend on others, and those that they depend on."""

from collections import Counter
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from huleedu.lab.isolate import (
    Dependent,
    Outcome,
    Ran,
    Suspect,
    Unsteady,
    shrink,
    shuffled,
    suspects,
)
from huleedu.lab.isolate.running import Suite

LEFT_SHOWN = 8
MOST = 10
STOPPED = 130
"""As a shell tells of a program that Ctrl-C has ended."""
BAD = ("failed", "error", "died")
AGAIN = 2
"""So often a difference must show itself again before it is believed."""

Tell = Callable[[str], None]


@dataclass(slots=True)
class Isolated:
    """What came out so far: tests that depend on others, unsteady ones, what was left behind.

    `suspects` are those that were not looked into yet; `whole`: nothing is left to be done.
    """

    tests: int
    alone: dict[str, Outcome] = field(default_factory=dict[str, Outcome])
    runs: list[str] = field(default_factory=list[str])
    suspects: list[Suspect] = field(default_factory=list[Suspect])
    dependent: list[Dependent] = field(default_factory=list[Dependent])
    unsteady: list[Unsteady] = field(default_factory=list[Unsteady])
    left: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    whole: bool = False

    @property
    def fail_alone(self) -> list[str]:
        """The tests that need nobody to fail."""
        return [test for test, outcome in self.alone.items() if outcome in BAD]


async def isolate(suite: Suite, seeds: Sequence[int], found: Isolated, tell: Tell) -> None:
    """Run every test alone, then all in the suite's order and in one more for each seed.

    Everything begins on cleared ground: with the files and databases that there were at first.
    `found` always holds what is known, so that it can be told when this is stopped. Raises
    `engines.CannotSetBack`.
    """
    async with _kept(suite):
        tell(f"{len(suite.tests)} tests: each alone")
        await suite.alone(suite.tests, lambda note: found.alone.update({note.test: note.outcome}))
        runs: list[Ran] = []
        shuffles = [(f"seed {seed}", shuffled(suite.tests, seed)) for seed in seeds]
        for name, order in [("the suite's order", list(suite.tests)), *shuffles]:
            tell(f"all, in {name}")
            runs.append(await suite.in_order(name, order))
            found.runs.append(name)
            found.suspects = suspects(found.alone, runs)
        while found.suspects:
            tell(f"whom does {found.suspects[0].test} need?")
            match await _look_into(suite, found.suspects[0]):
                case Dependent() as one:
                    found.dependent.append(one)
                case Unsteady() as one:
                    found.unsteady.append(one)
            del found.suspects[0]
        tell("what is left behind")
        found.left = await suite.leavings(suite.tests)
        found.whole = True


@asynccontextmanager
async def _kept(suite: Suite) -> AsyncGenerator[None]:
    try:
        for database in suite.databases:
            await database.keep()
        yield
    finally:
        for database in suite.databases:
            await database.set_back()
            await database.let_go()


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
    so_far = "" if found.whole else f"stopped, so far {len(found.alone)} of "
    lines = [
        f"{so_far}{found.tests} tests alone, and all in: {', '.join(found.runs) or 'no order'}"
    ]
    lines += [
        f"ALONE    {test}: {found.alone[test]}, with nothing before it" for test in found.fail_alone
    ]
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
    for suspect in found.suspects:
        lines.append(
            f"SUSPECT  {suspect.test}: alone {suspect.alone}, "
            f"in {suspect.run.name} {suspect.after}, and not looked into"
        )
    return [*lines, *_leavings(found), _in_sum(found)]


def exit_code(found: Isolated) -> int:
    """0 none depends on another; 1 some do, or fail alone; 2 unsteady; 130 it was stopped."""
    if not found.whole:
        return STOPPED
    if found.dependent or found.fail_alone:
        return 1
    return 2 if found.unsteady else 0


def _in_sum(found: Isolated) -> str:
    counts = {
        "depend on others": len(found.dependent),
        "are unsteady": len(found.unsteady),
        "fail alone": len(found.fail_alone),
        "were not looked into": len(found.suspects),
    }
    told = [f"{count} {what}" for what, count in counts.items() if count]
    if not told and found.whole:
        return "no test depends on another"
    return ", ".join(told) or "nothing is known yet"


def _leavings(found: Isolated) -> list[str]:
    """What is left behind most often."""
    tests: dict[str, int] = Counter(left for lefts in found.left.values() for left in lefts)
    most = sorted(tests.items(), key=lambda one: -one[1])[:MOST]
    return [f"left behind by {count} tests: {left}" for left, count in most]
