"""A suite with planted dependencies is seen through."""

import asyncio
import json
from pathlib import Path

import pytest
from tests.databases import url_of
from tests.program import InThisProcess, Ran

from huleedu.engines.postgres.database import Address
from huleedu.lab.isolate.isolating import Isolated, in_words, isolate
from huleedu.lab.isolate.running import listed

BARE = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
"""pytest starts several times faster without the plugins of this project."""
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
WRITES = """
from pathlib import Path

FILE = Path({file!r})

def test_writes(): FILE.write_text("x")

def test_there_is_no_file(): assert not FILE.exists()
"""
INSERTS = """
import asyncio, asyncpg

def asked(statement):
    async def ask():
        connection = await asyncpg.connect({url!r})
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()
    return asyncio.run(ask())

def test_inserts(): asked("insert into seat values (1)")

def test_there_is_no_seat(): assert asked("select count(*) from seat") == 0
"""


def isolated(folder: Path, *arguments: str) -> Ran:
    return InThisProcess(BARE, folder).run("lab", "isolate", "--orders", "0", *arguments)


def test_dependencies_are_named_with_whom_they_need(tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text(LEAKY)
    (tmp_path / "test_b.py").write_text(OTHER)
    ran = isolated(tmp_path, "--json")
    assert ran.code == 1, ran.err
    found = json.loads(ran.out)
    culprits = {one["suspect"]["test"]: one["culprits"] for one in found["dependent"]}
    assert culprits == {
        "test_a.py::test_two": ["test_a.py::test_one"],
        "test_b.py::test_six": ["test_a.py::test_three"],
    }
    assert found["left"]["test_a.py::test_three"] == ["variable LEFT_BY_THREE: new"]


def test_a_file_that_outlives_its_process_is_no_all_clear(tmp_path: Path) -> None:
    suite = tmp_path / "suite"
    suite.mkdir()
    (suite / "test_a.py").write_text(WRITES.format(file=str(tmp_path / "leak.txt")))
    ran = isolated(suite)
    assert ran.code == 1, ran.err
    assert "DEPENDS  test_a.py::test_there_is_no_file: alone passed" in ran.out
    assert "    test_a.py::test_writes\n" in ran.out
    assert not (tmp_path / "leak.txt").exists()


async def test_a_row_that_outlives_its_process_is_no_all_clear(
    empty_database: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(*next(iter(BARE.items())))
    connection = await empty_database.connect()
    await connection.execute("create table seat (number int)")
    await connection.close()
    url = url_of(empty_database)
    (tmp_path / "test_a.py").write_text(INSERTS.format(url=url))
    suite = await listed([str(tmp_path)], [url], 1)
    found = Isolated(2)
    await isolate(suite, [], found, print)
    (one,) = found.dependent
    assert one.suspect.test.endswith("test_there_is_no_seat")
    assert [culprit.rpartition(":")[2] for culprit in one.culprits] == ["test_inserts"]
    (left,) = found.left.values()
    assert "row public.seat: +1" in left


def test_a_test_that_fails_alone_is_told(tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text("def test_one(): assert 0\n\ndef test_two(): pass\n")
    ran = isolated(tmp_path)
    assert ran.code == 1
    assert "ALONE    test_a.py::test_one: failed, with nothing before it" in ran.out
    assert ran.out.splitlines()[-1] == "1 fail alone"


def test_a_suite_without_dependencies_is_clear(tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text(LEAKY)
    ran = isolated(tmp_path, "--", "test_a.py::test_two")
    assert ran.code == 0, ran.out
    assert "no test depends on another" in ran.out


async def test_what_it_has_is_told_when_it_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(*next(iter(BARE.items())))
    (tmp_path / "test_a.py").write_text("def test_one(): assert 0\n")
    found = Isolated(1)
    suite = await listed([str(tmp_path)], [], 1)

    def stop(words: str) -> None:
        if words.startswith("all"):
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await isolate(suite, [], found, stop)
    first, *_, last = in_words(found)
    assert first == "stopped, so far 1 of 1 tests alone, and all in: no order"
    assert last == "1 fail alone"
