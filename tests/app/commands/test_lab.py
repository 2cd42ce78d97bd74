"""`huleedu lab check` and `explain` end with a code for each verdict."""

import json
from pathlib import Path

import pytest
from tests.program import InThisProcess

BATCH = '{"line": "history", "version": 1}\n{"line": "batch", "batch": "b", "slots": 1}\n'
CALL = (
    '{{"line": "call", "id": {id}, "at": {at}, "process": "p", "operation": "offer", '
    '"batch": "b", "content": "{content}"}}\n'
    '{{"line": "answer", "id": {id}, "at": {answered}, "outcome": "assigned", "slot": 1}}\n'
)
GIVEN_ONCE = BATCH + CALL.format(id=1, at=10, answered=20, content="A")
GIVEN_TWICE = GIVEN_ONCE + CALL.format(id=2, at=30, answered=40, content="B")


@pytest.fixture
def here(tmp_path: Path) -> InThisProcess:
    (tmp_path / "once.jsonl").write_text(GIVEN_ONCE)
    (tmp_path / "twice.jsonl").write_text(GIVEN_TWICE)
    (tmp_path / "none.jsonl").write_text("an essay\n")
    (tmp_path / "latin.jsonl").write_bytes(
        '{"line": "mark", "at": 1, "what": "sjö"}'.encode("latin-1")
    )
    (tmp_path / "folder.jsonl").mkdir()
    (tmp_path / "unanswered.jsonl").write_text(
        "".join(line for line in GIVEN_TWICE.splitlines(keepends=True) if "answer" not in line)
    )
    return InThisProcess({}, tmp_path)


@pytest.mark.parametrize(
    ("history", "code"),
    [
        ("once", 0),
        ("twice", 1),
        ("unanswered", 2),
        ("none", 3),
        ("latin", 3),
        ("folder", 3),
        ("nowhere", 3),
    ],
)
def test_a_verdict_is_the_exit_code(here: InThisProcess, history: str, code: int) -> None:
    ran = here.run("lab", "check", f"{history}.jsonl")
    assert ran.code == code
    told = here.run("lab", "check", f"{history}.jsonl", "--json")
    assert told.code == code
    words = ["allowed", "violated", "unknown", "no_history"]
    assert json.loads(told.out)["verdict"] == words[code]


def test_everything_is_told_to_programs(here: InThisProcess) -> None:
    (found,) = json.loads(here.run("lab", "check", "twice.jsonl", "--json").out)["found"]
    assert (found["rule"], found["lines"]) == ("slot_given_twice", [3, 4, 5, 6])
    counts = ("--expected", "1", "--claimed", "2", "--json")
    explained = json.loads(here.run("lab", "explain", "twice.jsonl", *counts).out)
    assert (explained["difference"], explained["unexplained"]) == (1, 0)
    (cause,) = explained["causes"]
    assert (cause["reason"], cause["effect"]) == ("slot_given_twice", 1)


def test_a_history_is_drawn_on_a_page(here: InThisProcess) -> None:
    assert here.run("lab", "check", "twice.jsonl", "--report", "page.html").code == 1
    assert "twice.jsonl" in (here.folder / "page.html").read_text(encoding="utf-8")
    into_nothing = here.run("lab", "check", "once.jsonl", "--report", "no/page.html")
    assert into_nothing.code == 3
    assert "no/page.html" in into_nothing.err


def test_two_counts_that_differ_are_explained(here: InThisProcess) -> None:
    ran = here.run("lab", "explain", "twice.jsonl", "--expected", "1", "--claimed", "2")
    assert ran.code == 0, ran.err
    assert "+1" in ran.out


def test_what_only_a_program_of_yours_meets_is_refused_for_ours(here: InThisProcess) -> None:
    ran = here.run("lab", "run", "slots", "--ledger", "valkey", "--out", "o", "--fault", "doubled")
    assert ran.code == 2
    assert "--client" in ran.err
