"""The part that works inside of pytest: runs what it is told to, and notes how each test ended.

Loaded with `-p huleedu.lab.isolate.plugin`; `LAB_ISOLATE_TASK` names a file with its
`IsolationTask`.
A suite that starts engines of its own tells their PostgreSQL URLs by the hook `pytest_engines`.
"""

import os
import sys
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Literal

import msgspec
import pytest

from huleedu.lab.isolate import Outcome, Surroundings, ground, left_behind

TASK = "LAB_ISOLATE_TASK"


class IsolationTask(msgspec.Struct, frozen=True):
    """What to do with the tests that pytest has collected.

    `list`: write a `Listed`; `alone`: run each of `tests` in a process that has run no other, on
    files as they were before; `order`: run `tests`, in this order. A `Note` for each test goes to
    `notes`, a line each. What is touched is noted in `ground`; `own` is the run's own folder.
    """

    way: Literal["list", "alone", "order"]
    notes: str
    ground: str
    own: str
    tests: tuple[str, ...] = ()
    engines: tuple[str, ...] = ()
    """URLs of the engines that the tests use, to see what is left in them."""
    look: bool = False


class Listed(msgspec.Struct, frozen=True):
    """The tests that there are, where their ids begin, and the paths that named them."""

    tests: tuple[str, ...]
    root: str
    paths: tuple[str, ...]


class Note(msgspec.Struct, frozen=True, omit_defaults=True):
    """A test, how it ended, and what it left behind."""

    test: str
    outcome: Outcome
    left: tuple[str, ...] = ()


class Hooks:
    """What a suite may tell."""

    @pytest.hookspec
    def pytest_engines(self) -> Sequence[str]:  # pyright: ignore[reportReturnType]
        """The URLs of engines that are running now for the tests."""


class Isolate:
    """Carries out a task."""

    def __init__(self, task: IsolationTask, config: pytest.Config) -> None:
        self._task = task
        self._config = config
        self._outcomes: dict[str, Outcome] = {}
        self._before: Surroundings | None = None

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave the tests that are asked for, in their order."""
        if self._task.way != "list":
            known = {item.nodeid: item for item in items}
            items[:] = [known[test] for test in self._task.tests if test in known]

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note which tests there are."""
        if self._task.way == "list":
            tests = tuple(item.nodeid for item in session.items)
            self._note(Listed(tests, str(self._config.rootpath), tuple(self._config.args)))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> object:
        """Run each test in a process of its own, if that is the task."""
        if self._task.way == "list" or session.config.option.collectonly:
            return None
        if self._task.way == "order":
            self._follow()
            return None
        for item in session.items:
            self._alone(item)
        return True

    def _alone(self, item: pytest.Item) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            code = 1
            try:
                self._follow()
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
                code = 0
            finally:
                os._exit(code)  # nothing of the parent's is to be ended twice
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0:
            self._note(Note(item.nodeid, "died"))
        ground.set_back(Path(self._task.ground))

    def _follow(self) -> None:
        ground.follow(Path(self._task.ground), Path(self._task.own))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """See what is otherwise after the test, and note how it ended."""
        before = self._look()
        done = yield
        left = tuple(str(one) for one in left_behind(before, self._look()))
        self._note(Note(item.nodeid, self._outcomes.get(item.nodeid, "died"), left))
        return done

    def _look(self) -> Surroundings:
        if not self._task.look:
            return Surroundings()
        # looking takes drivers, which take a while to load
        from huleedu.lab.isolate.surroundings import look  # noqa: PLC0415

        told = [url for urls in self._config.hook.pytest_engines() for url in urls]
        return look([*self._task.engines, *told])

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Put a test's three phases together."""
        ended_badly = self._outcomes.get(report.nodeid) in ("failed", "error")
        if not ended_badly and (report.when == "call" or report.outcome != "passed"):
            self._outcomes[report.nodeid] = _outcome(report)

    def _note(self, note: Note | Listed) -> None:
        line = msgspec.json.encode(note) + b"\n"
        notes = os.open(self._task.notes, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(notes, line)
        finally:
            os.close(notes)


def _outcome(report: pytest.TestReport) -> Outcome:
    expected = hasattr(report, "wasxfail")
    if report.outcome == "skipped":
        return "xfailed" if expected else "skipped"
    if report.outcome == "failed":
        return "failed" if report.when == "call" else "error"
    return "xpassed" if expected else "passed"


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Let suites tell of their engines."""
    pluginmanager.add_hookspecs(Hooks)


def pytest_configure(config: pytest.Config) -> None:
    """Carry out the task that the environment names, if it names one."""
    if path := os.environ.get(TASK):
        task = msgspec.json.decode(Path(path).read_bytes(), type=IsolationTask)
        config.pluginmanager.register(Isolate(task, config))
