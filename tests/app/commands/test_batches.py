"""A batch is listed, shown, and told from others by the beginning of its id."""

from pathlib import Path

from tests.program import InThisProcess


def test_a_batch_and_its_essay_are_found_by_the_beginning_of_their_ids(
    in_this_process: InThisProcess, tmp_path: Path
) -> None:
    run = in_this_process.run
    (tmp_path / "Åsa.txt").write_text("I went to the sea with my friends, and we swam all day.")
    report = run("assess", str(tmp_path / "Åsa.txt"), "--json", "--out", "out").report
    batch, [essay] = report["batch"], report["essays"]
    [listed] = run("batch", "list").out.splitlines()
    assert listed.startswith(batch)
    assert "1 of 1" in run("batch", "show", batch[:8]).out
    assert "Åsa.txt" in run("essay", "show", essay["id"][:8]).out
    for command in ("batch", "essay"):
        assert run(command, "show", "ffff").code == 2
