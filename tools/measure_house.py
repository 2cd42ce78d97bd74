"""Measure how well one finds one's way in this tree: doors, files of a message, tests, sizes.

    python tools/measure_house.py [--help-runs 5]

Prints a table, a line a measure, with the goal beside it. Reads the code as text and runs nothing
of it, but for `huleedu --help`, which is timed.
"""

import argparse
import ast
import statistics
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "huleedu"
TESTS = ROOT / "tests"
DOORS = ("service", "api")
"""What may be imported of a service from outside it."""
LONG_FUNCTION, SMALL_MODULE = 50, 30


@dataclass(frozen=True)
class Module:
    """A module of ours, as text and as a tree."""

    path: Path

    @cached_property
    def name(self) -> str:
        """Its dotted name."""
        parts = self.path.relative_to(SOURCE.parent).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def text(self) -> str:
        """Its source."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def lines(self) -> int:
        """How many there are."""
        return len(self.text.splitlines())

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax."""
        return ast.parse(self.text)

    @cached_property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """All functions, methods and inner ones included."""
        walked = ast.walk(self.tree)
        return [n for n in walked if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]

    @cached_property
    def imports(self) -> list[str]:
        """What it imports, as dotted names that may end with a name inside of a module."""
        return [name for node in ast.walk(self.tree) for name in _imported(node)]


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom) and node.module:
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def past_doors(modules: Sequence[Module]) -> int:
    """Import statements that reach into a service from outside it, but through its doors."""
    return sum(
        _goes_past_a_door(module.name, node)
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    )


def _goes_past_a_door(importer: str, node: ast.Import | ast.ImportFrom) -> bool:
    for imported in _imported(node):
        parts = imported.split(".")
        if parts[:2] != ["huleedu", "services"] or len(parts) < 4:
            continue
        own = importer.startswith(".".join(parts[:3]))
        if not own and parts[3] not in DOORS:
            return True
    return False


def messages(modules: Sequence[Module]) -> list[str]:
    """The classes of all messages: those of `contracts/` that have a name on the wire."""
    return [
        node.name
        for module in modules
        if module.path.parent.name == "contracts"
        for node in module.tree.body
        if isinstance(node, ast.ClassDef)
        and any(kw.arg == "tag" and isinstance(kw.value, ast.Constant) for kw in node.keywords)
    ]


def files_of(message: str, modules: Sequence[Module]) -> int:
    """How many files name this message, the catalogue of all left out."""
    return sum(
        any(
            (isinstance(node, ast.Name) and node.id == message)
            or (isinstance(node, ast.ClassDef) and node.name == message)
            for node in ast.walk(module.tree)
        )
        for module in modules
        if module.path.stem != "catalogue"
    )


def mirrored(modules: Sequence[Module]) -> tuple[int, int]:
    """Modules with a test file of their name at the same path, and how many should have one."""
    grown = [m for m in modules if m.lines >= SMALL_MODULE and m.path.stem != "__init__"]
    found = sum(_test_of(module).exists() for module in grown)
    return found, len(grown)


def _test_of(module: Module) -> Path:
    place = module.path.relative_to(SOURCE)
    return TESTS / place.parent / f"test_{place.name}"


def circles(modules: Sequence[Module]) -> int:
    """Groups of modules that import one another in a circle, late imports included."""
    known = {module.name for module in modules}
    graph = {
        m.name: {t for i in m.imports if (t := _owner(i, known)) and t != m.name} for m in modules
    }
    return sum(len(group) > 1 for group in _strongly_connected(graph))


def _owner(imported: str, known: set[str]) -> str | None:
    if imported in known:
        return imported
    parent = imported.rpartition(".")[0]
    return parent if parent in known else None


def _strongly_connected(graph: Mapping[str, set[str]]) -> list[set[str]]:
    """Tarjan's algorithm (SIAM J. Comput. 1, 1972), with a stack instead of recursion."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    groups: list[set[str]] = []
    for root in graph:
        if root in number:
            continue
        work = [(root, iter(sorted(graph[root])))]
        number[root] = low[root] = len(number)
        stack.append(root)
        while work:
            at, children = work[-1]
            for child in children:
                if child not in number:
                    number[child] = low[child] = len(number)
                    stack.append(child)
                    work.append((child, iter(sorted(graph[child]))))
                    break
                if child in stack:
                    low[at] = min(low[at], number[child])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[at])
                if low[at] == number[at]:
                    groups.append(set(stack[stack.index(at) :]))
                    del stack[stack.index(at) :]
    return groups


def broad_excepts(modules: Sequence[Module]) -> int:
    """`except Exception`, `except BaseException` and bare ones."""
    return sum(
        isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        for module in modules
        for node in ast.walk(module.tree)
    )


def late_imports(modules: Sequence[Module]) -> int:
    """Imports inside functions."""
    return sum(
        isinstance(node, ast.Import | ast.ImportFrom)
        for module in modules
        for function in module.functions
        for node in ast.walk(function)
    )


def shared_names(modules: Sequence[Module]) -> tuple[int, int]:
    """Public class names that stand in several files of one room, and in several of the tree."""
    rooms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    everywhere: Counter[str] = Counter()
    for module in modules:
        first, *rest = module.name.split(".")[1:] or [""]
        room = ".".join((first, *rest[: first in ("services", "engines")]))
        names = {n.name for n in module.tree.body if isinstance(n, ast.ClassDef)}
        public = [name for name in names if not name.startswith("_")]
        rooms[room].update(public)
        everywhere.update(public)
    within = sum(count > 1 for names in rooms.values() for count in names.values())
    return within, sum(count > 1 for count in everywhere.values())


def help_seconds(runs: int) -> float | None:
    """The median time of `huleedu --help`, as a process; None: it is not installed."""
    program = Path(sys.executable).with_name("huleedu")
    if not program.exists():
        return None
    instants = [time.perf_counter()]
    for _ in range(runs + 1):  # the first one fills the system's caches
        subprocess.run([program, "--help"], capture_output=True, check=True)
        instants.append(time.perf_counter())
    return statistics.median(after - before for before, after in list(pairwise(instants))[1:])


def table(modules: Sequence[Module], runs: int) -> Iterator[tuple[str, str, str]]:
    """Each measure: what it is, what was found, the goal."""
    yield "imports into a service past its front door", f"{past_doors(modules)}", "0"
    counts = [files_of(message, modules) for message in messages(modules)]
    few = sum(count <= 3 for count in counts)
    yield (
        "files that one message touches",
        f"mean {statistics.mean(counts):.1f}, max {max(counts)}; {few} of {len(counts)} within 3",
        "3 or fewer for 25 of 30, max 5",
    )
    found, grown = mirrored(modules)
    yield "modules of 30 lines with a test at the same path", f"{found / grown:.0%}", ">= 90 %"
    sizes = [module.lines for module in modules]
    yield "median file; longest", f"{statistics.median(sizes):.0f}; {max(sizes)}", "<= 90; <= 400"
    long = [f for m in modules for f in m.functions if _length(f) > LONG_FUNCTION]
    yield "functions over 50 lines", f"{len(long)}", "0"
    yield "broad excepts", f"{broad_excepts(modules)}", "2"
    yield "import circles", f"{circles(modules)}", "0"
    yield "imports inside functions", f"{late_imports(modules)}", "<= 15"
    within, over = shared_names(modules)
    yield "class names in several files of a room; of the tree", f"{within}; {over}", "0; few"
    seconds = help_seconds(runs)
    yield "huleedu --help", "not installed" if seconds is None else f"{seconds:.2f} s", "<= 0.2 s"


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--help-runs", type=int, default=5)
    runs = arguments.parse_args().help_runs
    modules = [Module(path) for path in sorted(SOURCE.rglob("*.py"))]
    for what, now, goal in table(modules, runs):
        print(f"{what:<52} {now:<40} {goal}")


if __name__ == "__main__":
    main()
