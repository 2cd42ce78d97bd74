"""The lab's commands: what they print, and how they end."""

import json
from pathlib import Path

from tests.program import Program


def history(path: Path, *answers: tuple[str, str, object]) -> str:
    """Write a history of offers to two slots: (content, outcome, slot), one after the other."""
    lines: list[dict[str, object]] = [
        {"line": "history", "version": 1},
        {"line": "batch", "batch": "9b", "slots": 2},
    ]
    for n, (content, outcome, slot) in enumerate(answers):
        about = {"process": "p", "operation": "offer", "batch": "9b", "content": content}
        lines.append({"line": "call", "id": n, "at": 10 * n, **about})
        answer = {"line": "answer", "id": n, "at": 10 * n + 5, "outcome": outcome}
        lines.append(answer | ({"slot": slot} if slot else {}))
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return str(path)


async def test_a_history_is_allowed_violated_or_none(tmp_path: Path) -> None:
    program = Program({"HULEEDU_HOME": str(tmp_path / "home")}, tmp_path)
    good = history(
        tmp_path / "good", ("a", "assigned", 1), ("b", "assigned", 2), ("c", "no_slot", 0)
    )
    bad = history(tmp_path / "bad", ("a", "assigned", 1), ("b", "assigned", 1))
    ran = await program.run("lab", "check", good, "--report", "page.html")
    assert (ran.code, ran.out.split(":")[0]) == (0, "allowed")
    assert "<svg" in (tmp_path / "page.html").read_text()
    ran = await program.run("lab", "check", bad)
    assert (ran.code, ran.out.split(":")[0]) == (1, "violated")
    (tmp_path / "none").write_text("{}\n")
    ran = await program.run("lab", "check", "none")
    assert ran.code == 3
    assert "line 1" in ran.err
    ran = await program.run("lab", "explain", bad, "--expected", "2", "--claimed", "2")
    assert ran.code == 0
    assert not (tmp_path / "home").exists()
