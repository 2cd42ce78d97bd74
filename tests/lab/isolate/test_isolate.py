"""Orders are shuffles, culprits are few, and a suite with planted dependencies is seen through."""

import asyncio
import itertools
import json
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.program import Program

from huleedu.lab.isolate import Ran, Surroundings, left_behind, shrink, shuffled, suspects
from huleedu.lab.isolate.orders import file_of

TESTS = st.lists(
    st.builds("{}.py::test_{}".format, st.sampled_from("abc"), st.integers(0, 9)), unique=True
).map(sorted)

LEAKY = """
import os, sys

SEEN = []

def test_one(): SEEN.append(1)

def test_two(): assert not SEEN

def test_three(): os.environ["LEFT_BY_THREE"] = "1"

def test_four(): pass
"""
OTHER = """
import os

def test_six(): os.abort() if "LEFT_BY_THREE" in os.environ else None
"""


@given(TESTS, st.integers(0, 99))
def test_a_shuffled_order_has_the_same_tests_with_files_whole(tests: list[str], seed: int) -> None:
    order = shuffled(tests, seed)
    assert sorted(order) == tests
    assert order == shuffled(tests, seed)
    files = [file_of(test) for test in order]
    changes = sum(a != b for a, b in itertools.pairwise(files))
    assert changes == max(0, len(set(files)) - 1)


@given(st.integers(1, 40), st.data())
def test_the_culprits_are_found_and_nobody_else(size: int, data: st.DataObject) -> None:
    before = [f"t{n}" for n in range(size)]
    guilty = set(data.draw(st.lists(st.sampled_from(before), min_size=1, max_size=3)))

    async def shows(chosen: Sequence[str]) -> bool:
        return guilty <= set(chosen)

    found = asyncio.run(shrink(before, shows, tries_max=1000))
    assert set(found) == guilty
    assert list(found) == sorted(found, key=before.index)


def test_a_test_that_a_run_did_not_come_to_has_died_there() -> None:
    (suspect,) = suspects({"a": "passed", "b": "passed"}, [Ran("x", ("a", "b"), {"a": "passed"})])
    assert (suspect.test, suspect.after) == ("b", "died")
    assert suspect.run.before("b") == ("a",)


def test_what_is_otherwise_is_left_behind() -> None:
    before = Surroundings({"row": {"essay": 3, "batch": 1}, "variable": {"HOME": "x"}})
    after = Surroundings({"row": {"essay": 5, "batch": 1}, "variable": {"NEW": "y"}, "key": {}})
    told = [str(left) for left in left_behind(before, after)]
    assert told == ["row essay: +2", "variable HOME: gone", "variable NEW: new"]


async def test_dependencies_are_named_with_whom_they_need(tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text(LEAKY)
    (tmp_path / "test_b.py").write_text(OTHER)
    program = Program({}, tmp_path)
    ran = await program.run("lab", "isolate", "--orders", "0", "--json")
    assert ran.code == 1, ran.err
    found = json.loads(ran.out)
    culprits = {one["suspect"]["test"]: one["culprits"] for one in found["dependent"]}
    assert culprits == {
        "test_a.py::test_two": ["test_a.py::test_one"],
        "test_b.py::test_six": ["test_a.py::test_three"],
    }
    assert found["left"]["test_a.py::test_three"] == ["variable LEFT_BY_THREE: new"]
    alone = await program.run("lab", "isolate", "--orders", "1", "--", "test_a.py::test_two")
    assert alone.code == 0, alone.out
    assert "no test depends on another" in alone.out


async def test_a_suite_that_cannot_be_collected_is_told(tmp_path: Path) -> None:
    (tmp_path / "test_broken.py").write_text("import no_such_module\n")
    ran = await Program({}, tmp_path).run("lab", "isolate")
    assert ran.code == 3
    assert "no_such_module" in ran.err
    assert (await Program({}, tmp_path).run("lab", "isolate", "--", "nosuch.py")).code == 3
