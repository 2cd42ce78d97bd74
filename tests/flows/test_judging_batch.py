"""People judge a batch by command: rules, sessions, imports, ends, and what the teacher sees."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.program import InThisProcess, Program, Ran

from huleedu.sample import SampleClass

Judging = Callable[..., str]


@pytest.fixture
def batch(in_this_process: InThisProcess, school_class: SampleClass) -> tuple[str, list[str]]:
    """The id of a batch of five essays, and their files."""
    command = ("assess", str(school_class.essays), "--slots", "5", "--json", "--out", "out")
    ran = in_this_process.run(*command, "--roster", str(school_class.roster))
    return ran.report["batch"], [essay["file"] for essay in ran.report["essays"]]


@pytest.fixture
def judging(in_this_process: InThisProcess) -> Judging:
    """`huleedu judging …`: what it prints, or what it says when it ends with another code."""

    def judging(*words: str, code: int = 0) -> str:
        return said(in_this_process.run("judging", *words), code)

    return judging


def said(ran: Ran, code: int = 0) -> str:
    assert ran.code == code, (ran.out, ran.err)
    return ran.out if code == 0 else ran.err


def pair(told: str) -> dict[str, str]:
    """A pair as `next` tells it, but for when its lease ends."""
    return {key: value for key, value in json.loads(told).items() if key != "leased_until"}


def test_people_judge_a_batch_pair_by_pair(
    batch: tuple[str, list[str]], judging: Judging, in_this_process: InThisProcess
) -> None:
    found, files = batch
    assert "judging open" in judging("enrol", found, "Åsa", code=2)
    assert "5 essays" in judging("open", found)
    assert "enrol" in judging("next", found, "Åsa", code=1)
    assert "No essay" in judging("enrol", found, "Åsa", "--not", "nobody.txt", code=2)
    *_, key = judging(
        "enrol", found, "Åsa", "--quota", "3", "--not", files[0], "--not", files[1]
    ).split()
    assert len(key) >= 32
    assert key not in judging("enrol", found, "Åsa", "--quota", "3", "--not", files[0])
    texts = json.loads((in_this_process.folder / "out" / "results.json").read_text())["report"]
    names = [essay["pupil"]["name"] for essay in texts["essays"] if essay["pupil"]]
    assert any(name in essay["text"] for essay in texts["essays"] for name in names)
    never = {essay["text"] for essay in texts["essays"] if essay["file"] == files[0]}
    for answer in ("better", "much-worse", "equal"):
        task = pair(judging("next", found, "Åsa"))
        assert task == pair(judging("next", found, "Åsa"))
        assert task["type"] == "pair_to_judge"
        assert task["first"] != task["second"]
        assert not never & {task["first"], task["second"]}
        assert not any(file in task["first"] + task["second"] for file in names)
        judging("decide", task["pair"], "Åsa", answer, "--took-s", "12.5")
        judging("decide", task["pair"], "Åsa", answer)
    assert "Thank you" in judging("next", found, "Åsa", code=1)
    assert "1 decision taken back" in judging("undo", found, "Åsa")
    again = pair(judging("next", found, "Åsa"))
    comment = ("--which", "second", "--comment", "=blank page")
    judging("flag", again["pair"], "Åsa", "problem_file", *comment)
    judging("close", found)
    assert "ended" in judging("next", found, "Åsa", code=1)
    raw = judging("decisions", found)
    rows = list(csv.DictReader(raw.splitlines()))
    assert [row["state"] for row in rows] == ["decided", "decided", "undone", "flagged"]
    assert [row["answer"] for row in rows] == ["1", "-2", "0", ""]
    assert rows[0]["took_s"] == "12.5"
    told = judging("show", found)
    assert "closed by hand" in told
    assert "Åsa (person): 2 of 3 judgements, 1 flagged" in told
    assert "problem_file: =blank page" in told
    assert "2 judgements: reliability not known yet: no chain of judgements links" in told
    assert "30 more judgements would narrow the typical error" in told
    ranking = json.loads(judging("show", found, "--json"))["ranking"]
    assert (ranking["reliability"], ranking["not_known_yet"]) == (None, "apart")
    ran = in_this_process.run("batch", "export", found, "--out", "again")
    assert ran.code == 1, ran.err
    report = json.loads((in_this_process.folder / "again" / "results.json").read_text())["report"]
    assert report["ranking"]["judgements"] == 2


async def test_each_of_a_judges_commands_is_a_process(
    batch: tuple[str, list[str]], on_database: Program
) -> None:
    found, _ = batch

    async def judging(*words: str) -> str:
        return said(await on_database.run("judging", *words))

    await judging("open", found)
    await judging("enrol", found, "Åsa")
    task = pair(await judging("next", found, "Åsa"))
    await judging("decide", task["pair"], "Åsa", "better")
    assert "1 decision taken back" in await judging("undo", found, "Åsa")
    again = pair(await judging("next", found, "Åsa"))
    await judging("flag", again["pair"], "Åsa", "cannot_judge")
    await judging("revoke", found, "Åsa")


async def test_each_of_a_teachers_commands_is_a_process(
    batch: tuple[str, list[str]], on_database: Program
) -> None:
    found, files = batch

    async def judging(*words: str) -> str:
        return said(await on_database.run("judging", *words))

    await judging("open", found)
    elsewhere = on_database.folder / "elsewhere.csv"
    elsewhere.write_text(f"judge,winner,loser\nBo,{files[0]},{files[1]}\n", encoding="utf-8")
    assert "1 decision" in await judging("import", found, str(elsewhere))
    assert "Bo (judge elsewhere): 1 judgement" in await judging("show", found)
    await judging("close", found)
    await judging("decisions", found, "--out", "raw.csv")
    assert json.loads(await judging("fit", "raw.csv", "--json"))["judgements"] == 1


def test_a_key_is_withdrawn_and_another_one_given(
    batch: tuple[str, list[str]], judging: Judging
) -> None:
    found, _ = batch
    judging("open", found)
    assert "1000000" in judging("enrol", found, "Åsa", "--quota", "99999999", code=2)
    *_, key = judging("enrol", found, "Åsa", "--quota", "2", "--until", "2099-12-31").split()
    task = pair(judging("next", found, "Åsa"))
    assert "Nobody of this name" in judging("revoke", found, "Bo", code=2)
    assert "opens nothing any more" in judging("revoke", found, "Åsa")
    assert "key was withdrawn" in judging("next", found, "Åsa", code=1)
    assert "key was withdrawn" in judging("decide", task["pair"], "Åsa", "better", code=1)
    assert "key withdrawn" in judging("show", found)
    *_, another = judging("enrol", found, "Åsa").split()
    assert another != key
    for _ in range(3):  # the one before the withdrawal comes back: three pairs of a quota of two
        task = pair(judging("next", found, "Åsa"))
        judging("flag", task["pair"], "Åsa", "cannot_judge")
    assert "--quota MORE" in judging("next", found, "Åsa", code=1)
    judging("enrol", found, "Åsa", "--quota", "3")
    assert pair(judging("next", found, "Åsa"))["type"] == "pair_to_judge"


def test_a_batch_is_judged_by_its_rules(
    batch: tuple[str, list[str]], judging: Judging, tmp_path: Path
) -> None:
    found, _ = batch
    criterion = tmp_path / "criterion.txt"
    criterion.write_text("Vilken text är tydligast?\n", encoding="utf-8")
    rules = ("--criterion", str(criterion), "--answers", "2", "--until-judgements", "1")
    judging("open", found, *rules)
    judging("enrol", found, "Åsa")
    told = json.loads(judging("show", found, "--json"))
    assert told["rules"]["criterion"] == "Vilken text är tydligast?"
    assert told["ranking"] is None
    task = pair(judging("next", found, "Åsa"))
    refused = judging("decide", task["pair"], "Åsa", "equal", code=1)
    assert "The answers here are: better, worse." in refused
    judging("decide", task["pair"], "Åsa", "worse")
    assert "budget of judgements is spent" in judging("next", found, "Åsa", code=1)
    judging("open", found, "--until-judgements", "2")
    assert pair(judging("next", found, "Åsa"))["pair"] != task["pair"]
    assert json.loads(judging("show", found, "--json"))["rules"]["steps"] == 2


def test_wrong_rules_are_refused_in_words(
    batch: tuple[str, list[str]], judging: Judging, tmp_path: Path
) -> None:
    found, files = batch
    anchors = tmp_path / "anchors.csv"
    for content, said in (
        (f"script,grade\n{files[0]},7\n", "'7': not of F, E, D, C, B, A"),
        ("script,grade\nnobody,A\n", "No essay of this batch is called 'nobody'"),
        ("a,b\n", "script"),
    ):
        anchors.write_text(content, encoding="utf-8")
        assert said in judging("open", found, "--anchors", str(anchors), code=2)
    assert "scale" in judging("open", found, "--scale", "good", code=2)
    empty = tmp_path / "empty.txt"
    empty.write_text("\n")
    assert "is empty" in judging("open", found, "--criterion", str(empty), code=2)
    binary = tmp_path / "criterion.docx"
    binary.write_bytes(b"PK\xff\xfe")
    assert "cannot be read as UTF-8" in judging("open", found, "--criterion", str(binary), code=2)


def test_decisions_made_elsewhere_rank_and_anchors_grade_the_batch(
    batch: tuple[str, list[str]], judging: Judging, in_this_process: InThisProcess, tmp_path: Path
) -> None:
    found, files = batch
    anchors = tmp_path / "anchors.csv"
    anchors.write_text(f"script,grade\n{files[0]},A\n{files[-1]},E\n", encoding="utf-8")
    judging("open", found, "--anchors", str(anchors), "--scale", "A-F")
    lines = [
        f"{judge},{Path(files[one]).stem},{files[other]}"
        for judge in ("Åsa", "＝Bo", "@Cid")
        for one in range(5)
        for other in range(one + 1, 5)
    ]
    elsewhere = tmp_path / "elsewhere.csv"
    elsewhere.write_text("judge,winner,loser\n" + "\n".join(lines), encoding="utf-8")
    assert "30 decisions taken in; there before: 0." in judging("import", found, str(elsewhere))
    assert "0 decisions taken in; there before: 30." in judging("import", found, str(elsewhere))
    assert "Åsa (judge elsewhere): 10 judgements" in judging("show", found)
    ran = in_this_process.run("batch", "export", found, "--out", "ranked")
    assert ran.code == 1, ran.err
    with (in_this_process.folder / "ranked" / "results.csv").open(encoding="utf-8-sig") as table:
        rows = {row["file"]: row for row in csv.DictReader(table)}
    assert [rows[file]["place"] for file in files] == ["1", "2", "3", "4", "5"]
    assert rows[files[0]]["likeliest_grade"] == "A"
    assert rows[files[-1]]["likeliest_grade"] == "E"
    raw = in_this_process.folder / "raw.csv"
    judging("decisions", found, "--out", str(raw))
    with raw.open(encoding="utf-8-sig", newline="") as table:
        judges = {row["judge"] for row in csv.DictReader(table)}
    assert judges == {"Åsa", "'＝Bo", "'@Cid"}
    fitted = json.loads(judging("fit", str(raw), "--json"))
    assert {judge["name"] for judge in fitted["judges"]} == {"Åsa", "＝Bo", "@Cid"}
    assert [script["name"] for script in fitted["scripts"]] == files
    assert fitted["judgements"] == 30
