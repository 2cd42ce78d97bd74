"""A run's history is judged once, and everything lies beside it."""

from pathlib import Path

import msgspec

from huleedu.lab.history import Outcome, Writer
from huleedu.lab.report import manifest
from huleedu.lab.run.judging import HISTORY, Judged, Met, Trial, judge
from huleedu.lab.run.plan import Plan, rounds


def test_what_was_not_exact_is_told_with_the_command_that_repeats_it(tmp_path: Path) -> None:
    plan = Plan(tasks=3, slots=2, processes=1, seed=4)
    [wanted] = rounds(plan)
    with Writer(tmp_path / HISTORY, "one") as writer:
        writer.head()
        writer.before(wanted.batch, 2)
        for content in ("a", "b", "c"):
            writer.answer(writer.offer(wanted.batch, content), Outcome.ASSIGNED, 1)
        writer.after(wanted.batch, (("a", 1), ("b", 1), ("c", 1)))
    trial = Trial(system="mine", title="Mine", plan=plan, command="try it", versions={"mine": "1"})
    judged = judge(trial, tmp_path, Met({}, 0, 1.0))
    assert (judged.verdict, judged.exact, judged.passed) == ("violated", 0, False)
    assert judged.answers == {"assigned": 3}
    told = msgspec.json.decode((tmp_path / "verdict.json").read_bytes(), type=Judged)
    assert told == judged
    assert "Mine" in (tmp_path / "report.html").read_text()
    proven = manifest.verify_manifest(tmp_path)
    assert isinstance(proven, manifest.Proven)
    assert proven.manifest.command == ("try", "it")
