"""`huleedu batch remarks` says which kinds are looked for, and looks for others."""

from pathlib import Path

from tests.program import InThisProcess


def test_kinds_are_told_and_left_out(in_this_process: InThisProcess, tmp_path: Path) -> None:
    run = in_this_process.run
    (tmp_path / "Anna.txt").write_text("Their is a bus. I could of gone with my friends to school.")
    ran = run("assess", str(tmp_path / "Anna.txt"), "--json", "--out", "out")
    batch = str(ran.report["batch"])
    assert [one["rule"] for one in ran.report["essays"][0]["remarks"]] == ["there_is", "could_of"]
    told = run("batch", "remarks", batch).out
    assert "\n  + could_of " in told
    assert "(found once)" in told
    off = run("batch", "remarks", batch, "--off", "could_of", "--off", "than").out
    assert "\n  - could_of " in off
    assert "\n  - than " in off
    assert "\n  + could_of " in run("batch", "remarks", batch, "--on", "could_of").out
    for wrong in (["--off", "nothing"], ["--off", "than", "--on", "than"]):
        refused = run("batch", "remarks", batch, *wrong)
        assert refused.code == 2
        assert "no such kind" in refused.err
