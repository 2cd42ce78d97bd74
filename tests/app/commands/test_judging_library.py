"""An essay of one class is an anchor of the next, by command: placed, found again, drift told."""

import shutil
from itertools import combinations
from pathlib import Path

from tests.program import InThisProcess

from huleedu.sample import SampleClass


def test_an_essay_of_one_class_is_an_anchor_of_the_next(
    in_this_process: InThisProcess, school_class: SampleClass, tmp_path: Path
) -> None:
    def judging(*words: str, code: int = 0) -> str:
        ran = in_this_process.run("judging", *words)
        assert ran.code == code, (ran.out, ran.err)
        return ran.out if code == 0 else ran.err

    some = sorted(school_class.essays.iterdir())[:5]

    def assessed(out: str) -> tuple[str, list[str]]:
        folder = tmp_path / f"class {out}"
        folder.mkdir()
        for file in some:
            shutil.copy(file, folder)
        (folder / "new.txt").write_text(f"A text of class {out} alone, which is new. " * 9)
        command = ("assess", str(folder), "--slots", "6", "--json", "--out", out)
        report = in_this_process.run(*command).report
        return report["batch"], [essay["file"] for essay in report["essays"]]

    def decided(batch: str, best_first: list[str]) -> None:
        lines = [f'{j},"{a}","{b}"' for j in "xyz" for a, b in combinations(best_first, 2)]
        file = tmp_path / f"{batch}.csv"
        file.write_text("judge,winner,loser\n" + "\n".join(lines), encoding="utf-8")
        assert "45 " in judging("import", batch, str(file))

    first, files = assessed("one")
    assert "keeps no anchors yet" in judging("anchors", first)
    judging("open", first)
    assert "No place of it is known" in judging("keep-anchor", first, files[0], "x", code=2)
    decided(first, files)
    for number, file in enumerate(files[:3]):
        told = judging("keep-anchor", first, file, f"Anchor {number}")
        assert f"Anchor {number} is an anchor of the school now" in told
    listed = judging("anchors", first)
    assert [line.split()[-1] for line in listed.splitlines()[1:]] != ["yes"] * 3, "placed there"
    second, again = assessed("two")
    assert sorted(files) == sorted(again)
    told = judging("open", second, "--library")
    assert "3 anchors of the school stand known: " in told
    assert judging("anchors", second).count("yes") == 3
    decided(second, again)
    drop = judging("anchors", second).splitlines()[1].split()[0]
    assert "is kept no longer" in judging("drop-anchor", second, drop)
    assert judging("anchors", second).count("yes") == 2
    assert "not exactly one anchor" in judging("drop-anchor", second, drop, code=2)
