"""A history is read line by line, and what is none is refused by its line."""

from pathlib import Path

import pytest

from huleedu.lab.check import check
from huleedu.lab.history import History, Malformed, OperationKind, Outcome, read
from huleedu.lab.verdict import Allowed

PAGE = (Path(__file__).parents[3] / "docs" / "lab-history.md").read_text(encoding="utf-8")
HEAD = '{"line":"history","version":1}'
BATCH = '{"line":"batch","batch":"b","slots":2}'
CALL = '{"line":"call","id":1,"at":5,"process":"p","operation":"offer","batch":"b","content":"Åsa"}'
STATE = '{"line":"state","batch":"b","rows":[]}'


def from_text(folder: Path, *lines: str) -> History | Malformed:
    path = folder / "history.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return read(path)


def answer(outcome: str, more: str = "", at: int = 9) -> str:
    return f'{{"line":"answer","id":1,"at":{at},"outcome":{outcome}{more}}}'


def test_call_and_answer_become_one_operation(tmp_path: Path) -> None:
    history = from_text(tmp_path, HEAD, BATCH, CALL, answer('"assigned"', ',"slot":2'))
    assert isinstance(history, History)
    (operation,) = history.operations
    assert (operation.kind, operation.content, operation.slot) == (OperationKind.OFFER, "Åsa", 2)
    assert (operation.called, operation.answered, operation.lines) == (5, 9, (3, 4))


def test_a_bare_true_is_handled_and_a_bare_false_refused(tmp_path: Path) -> None:
    for said, outcome in (("true", Outcome.HANDLED), ("false", Outcome.REFUSED)):
        history = from_text(tmp_path, HEAD, BATCH, CALL, answer(said))
        assert isinstance(history, History)
        assert history.operations[0].outcome is outcome


def test_a_call_without_an_answer_stays_open(tmp_path: Path) -> None:
    history = from_text(tmp_path, HEAD, BATCH, CALL)
    assert isinstance(history, History)
    assert history.operations[0].is_open


def test_a_note_may_hold_anything(tmp_path: Path) -> None:
    noted = HEAD[:-1] + ',"note":{"any":["thing",1e9]}}'
    assert isinstance(from_text(tmp_path, noted), History)


@pytest.mark.parametrize(
    "lines",
    [
        [""],
        ["{"],
        ["null"],
        [BATCH],
        ['{"line":"history","version":2}'],
        [HEAD, HEAD],
        [HEAD, ""],
        [HEAD, '{"line":"other"}'],
        [HEAD, '{"line":"mark","at":1,"what":"x","note":' + "[" * 99999],
        [HEAD, '{"line":"mark","at":-1,"what":"x"}'],
        [HEAD, '{"line":"mark","at":1,"what":""}'],
        [HEAD, BATCH, BATCH],
        [HEAD, '{"line":"batch","batch":"b","slots":true}'],
        [HEAD, '{"line":"batch","batch":"b","slots":-1}'],
        [HEAD, '{"line":"batch","batch":"b","slots":["x","x"]}'],
        [HEAD, '{"line":"batch","batch":"b","slots":null,"held":[["a",1]]}'],
        [HEAD, '{"line":"batch","batch":"b","slots":1,"slto":1}'],
        [HEAD, CALL, BATCH],
        [HEAD, CALL, CALL],
        [HEAD, CALL.replace('"id":1', '"id":true')],
        [HEAD, CALL.replace('"at":5', '"at":5.5')],
        [HEAD, CALL.replace('"at":5', '"at":99999999999999999999')],
        [HEAD, CALL.replace(',"content":"Åsa"', "")],
        [HEAD, CALL.replace("offer", "close")],
        [HEAD, CALL.replace('"content":"Åsa"', '"content":"Åsa","slots":1')],
        [HEAD, BATCH, CALL.replace("offer", "add_slots").replace('"content":"Åsa"', '"slots":[1]')],
        [HEAD, answer('"no_slot"')],
        [HEAD, CALL, answer('"no_slot"'), answer('"no_slot"')],
        [HEAD, CALL, answer('"no_slot"', at=4)],
        [HEAD, CALL, answer('"closed"')],
        [HEAD, CALL, answer('"perhaps"')],
        [HEAD, CALL, answer('"no_slot"', ',"slot":1')],
        [HEAD, CALL, answer('"assigned"', ',"slot":true')],
        [HEAD, CALL, answer('"assigned"', ',"slots":1')],
        [HEAD, STATE, CALL],
        [HEAD, CALL, STATE, answer('"no_slot"')],
        [HEAD, STATE, STATE],
    ],
)
def test_a_wrong_line_is_refused_by_its_number(tmp_path: Path, lines: list[str]) -> None:
    malformed = from_text(tmp_path, *lines)
    assert isinstance(malformed, Malformed)
    assert malformed.line == len(lines)
    assert malformed.why


def test_what_is_no_text_at_all_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "h"
    path.write_bytes(HEAD.encode() + b"\n\xff\xfe\x00\n")
    assert read(path) == Malformed(2, "JSON is malformed: invalid character (byte 0)")
    path.write_bytes(b"")
    assert read(path) == Malformed(1, "the file is empty")
    assert read(tmp_path / "none") == Malformed(
        0, "the file cannot be read: No such file or directory"
    )


def test_the_example_in_the_documentation_is_a_history(tmp_path: Path) -> None:
    page = Path(__file__).parents[3] / "docs" / "lab-history.md"
    lines = [
        line[4:] for line in page.read_text(encoding="utf-8").splitlines() if line[:5] == "    {"
    ]
    history = from_text(tmp_path, *lines)
    assert isinstance(history, History)
    assert check(history) == Allowed(2, 1)


def test_the_documentation_names_every_operation_and_outcome() -> None:
    assert all(f"`{word}`" in PAGE for word in (*OperationKind, *Outcome))
