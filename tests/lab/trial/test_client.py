"""A program that falls silent, ends, or says what is no answer: the call is left open, or told."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from huleedu.lab.history import History, Outcome, Writer, read
from huleedu.lab.trial import client as module
from huleedu.lab.trial.client import Client
from huleedu.lab.trial.lines import WrongLine

ONCE = """
import pathlib, sys
seen = pathlib.Path("SEEN")
line = sys.stdin.readline()
if not seen.exists():
    seen.touch()
    WHAT
print('{"id": 2, "outcome": "no_slot"}', flush=True)
sys.stdin.read()
"""


@pytest.fixture
def client(tmp_path: Path) -> Callable[[str], Client]:
    def made(what: str) -> Client:
        program = ONCE.replace("SEEN", str(tmp_path / "seen")).replace("WHAT", what)
        (tmp_path / "program.py").write_text(program)
        writer = Writer(tmp_path / "history.jsonl", "client")
        writer.head()
        return Client("client", [sys.executable, str(tmp_path / "program.py")], {}, writer)

    return made


def outcomes(folder: Path) -> list[Outcome | None]:
    history = read(folder / "history.jsonl")
    assert isinstance(history, History)
    return [operation.outcome for operation in history.operations]


async def test_one_that_ends_leaves_its_call_open(
    client: Callable[[str], Client], tmp_path: Path
) -> None:
    one = client("raise SystemExit(3)")
    assert await one.offer("b", "a") is None
    assert one.crashes == 1
    assert await one.offer("b", "a") is Outcome.NO_SLOT
    await one.aclose()
    assert outcomes(tmp_path) == [None, Outcome.NO_SLOT]


async def test_one_that_is_silent_is_ended(
    client: Callable[[str], Client], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = client("sys.stdin.read()")
    monkeypatch.setattr(module, "ANSWER_WITHIN_S", 1.0)
    assert await one.offer("b", "a") is None
    monkeypatch.setattr(module, "ANSWER_WITHIN_S", 60.0)
    assert await one.offer("b", "a") is Outcome.NO_SLOT
    await one.aclose()
    assert outcomes(tmp_path) == [Outcome.TIMEOUT, Outcome.NO_SLOT]
    assert one.crashes == 0


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("hello", "hello"),
        ('{"id": 7, "outcome": "no_slot"}', "7, which nobody asked"),
        ('{"id": 1}', "no `outcome`"),
        ('{"id": 1, "outcome": "no_slot", "slot": 3}', "with a slot"),
    ],
)
async def test_what_is_no_answer_is_told(
    client: Callable[[str], Client], said: str, says: str
) -> None:
    one = client(f"print({said!r}, flush=True)")
    with pytest.raises(WrongLine, match=says):
        await one.offer("b", "a")
    await one.aclose()
