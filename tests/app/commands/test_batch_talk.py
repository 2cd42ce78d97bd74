"""`huleedu batch talk` and `look-again` say the same as the pages."""

from pathlib import Path

import pytest
from tests.program import InThisProcess

TEXT = "I went to the sea with my friends, and we swam all day. {0} found a shell, {0} kept it."


@pytest.fixture
def batch(in_this_process: InThisProcess, tmp_path: Path) -> str:
    """Two essays, assessed."""
    for name in ("Anna Ek", "Ola By"):
        (tmp_path / f"{name}.txt").write_text(TEXT.format(name))
    paths = [str(tmp_path / f"{name}.txt") for name in ("Anna Ek", "Ola By")]
    ran = in_this_process.run("assess", *paths, "--json", "--out", "out")
    return str(ran.report["batch"])


def test_an_essay_is_talked_about(in_this_process: InThisProcess, batch: str) -> None:
    run = in_this_process.run
    assert run("batch", "talk", "show", batch).out == "Nothing needs talking about\n"
    added = run("batch", "talk", "add", batch, "Anna Ek.txt", "--line", "Off the task?")
    assert added.out == "Anna Ek.txt is on the list of essays to talk about\n"
    assert run("batch", "talk", "show", batch).out.splitlines() == [
        "One essay to talk about",
        "  Anna Ek.txt",
        "    At the machine itself put it here: Off the task?",
    ]
    strange = run("batch", "talk", "close", batch, "Ola By.txt", "--outcome", "stays")
    assert strange.code == 2
    assert "is not on the list any more" in strange.err
    closed = run(
        *("batch", "talk", "close", batch, "anna ek.TXT", "--outcome", "text"),
        *("--line", "Half is missing", "--present", "Ali"),
    )
    assert closed.out == "Anna Ek.txt: the text is the problem\n"
    assert run("batch", "talk", "show", batch).out.splitlines() == [
        "Nothing needs talking about",
        "One has been talked about",
        "  Anna Ek.txt: The text is the problem · Half is missing · At the machine itself",
    ]
    assert run("batch", "talk", "undo", batch, "Anna Ek.txt").out == "Undone: Anna Ek.txt\n"
    assert run("batch", "talk", "show", batch).out.startswith("One essay to talk about\n")
    nobody = run("batch", "talk", "add", batch, "Nobody")
    assert nobody.code == 2
    assert "or more than one, is meant by “Nobody”" in nobody.err


def test_it_is_looked_at_again(in_this_process: InThisProcess, batch: str) -> None:
    run = in_this_process.run
    none = run("batch", "look-again", batch, "Anna Ek.txt")
    assert none.code == 2
    assert "Judging has not been opened" in none.err
    run("judging", "open", batch)
    nobody = run("batch", "look-again", batch, "Anna Ek.txt", "--more", "2")
    assert "every judge has seen this essay: invite another" in nobody.out
    run("judging", "enrol", batch, "Cia")
    asked = run("batch", "look-again", batch, "Anna Ek.txt", "--more", "2")
    assert asked.out == "2 more judgements are asked for. Who can give them: Cia\n"
    withdrawn = run("batch", "look-again", batch, "Anna Ek.txt", "--withdraw").out.splitlines()
    assert withdrawn[-2] == "0 of 2 more judgements have come"
    again = run("batch", "look-again", batch, "Anna Ek.txt", "--withdraw").out.splitlines()
    assert again == withdrawn[-1:], "nothing is asked for any more"
