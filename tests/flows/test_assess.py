"""Essays in, a finished report out: from the first file to the report."""

import csv
import json
import re
import shutil
from pathlib import Path
from zipfile import ZipFile

from openpyxl import load_workbook
from tests.program import Program, finish

from huleedu.gateway.words.words import words
from huleedu.sample import SampleClass


async def test_the_demo_ends_with_a_report_of_every_file(program: Program) -> None:
    ran = await program.run("demo")
    assert ran.code == 0, ran.err
    assert ran.out.strip().endswith(words("en").say("sample.in_browser"))
    assert "report.html   huleedu-demo/result/report.html" in ran.out
    assert re.search(r"^ +1 +1–\d+ +\S.*B or higher \(\d+\s%\)", ran.out, re.MULTILINE)
    result = program.folder / "huleedu-demo" / "result"
    report = json.loads((result / "results.json").read_text())["report"]
    states = [file["state"] for file in report["files"]]
    assert (len(states), states.count("assigned")) == (34, 30)
    assert states.count("refused") == 3
    assert states.count("left_over") == 1
    assert sorted(essay["slot"] for essay in report["essays"]) == list(range(1, 31))
    assert all(essay["pupil"] and essay["measures"]["words"] for essay in report["essays"])
    with (result / "results.csv").open(encoding="utf-8-sig") as file:
        assert len(list(csv.DictReader(file))) == 34
    assert load_workbook(result / "results.xlsx")["Files"].max_row == 35
    assert len(report["ranking"]["essays"]) == 30
    report = (result / "report.html").read_text()
    assert "Åsa Lindén" in report
    assert "Simulated judge 1" in report


async def test_the_same_command_again_reuses_what_is_done(
    on_database: Program, school_class: SampleClass
) -> None:
    command = ("assess", str(school_class.essays), "--slots", "30", "--json", "--out", "out")
    first = await on_database.run(*command)
    written = {path: path.stat().st_mtime_ns for path in (on_database.folder / "out").iterdir()}
    second = await on_database.run(*command)
    assert first.code == second.code == 1
    assert first.report == second.report
    assert {path: path.stat().st_mtime_ns for path in written} == written
    table = on_database.folder / "out" / "results.csv"
    before = table.read_bytes()
    table.write_text("somebody's")
    (on_database.folder / "out" / "report.html").unlink()
    await on_database.run(*command)
    assert table.read_bytes() == before
    assert set((on_database.folder / "out").iterdir()) == written.keys()


async def test_the_same_files_give_the_same_slots(
    program: Program, on_database: Program, school_class: SampleClass
) -> None:
    command = ("assess", str(school_class.essays), "--slots", "17", "--json", "--out", "out")
    here, there = await program.run(*command), await on_database.run(*command)
    slots = [
        {essay["file"]: essay["slot"] for essay in ran.report["essays"]} for ran in (here, there)
    ]
    assert slots[0] == slots[1]
    assert len(slots[0]) == 17


async def test_good_files_alone_end_with_code_0(on_database: Program, tmp_path: Path) -> None:
    folder = tmp_path / "good"
    folder.mkdir()
    for n in range(3):
        (folder / f"{n}.txt").write_text(f"This is the good essay of pupil number {n}. It is fine.")
    ran = await on_database.run("assess", str(folder), "--json", "--out", "out")
    assert ran.code == 0, ran.err
    assert ran.report["slots"] == 3


async def test_an_archive_stands_for_its_members(on_database: Program, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "class.zip", "w") as archive:
        for n in range(4):
            text = f"The essay number {n} is about a summer by the sea, and about friends."
            archive.writestr(f"9b/Åsa {n}.txt", text)
        archive.writestr("9b/empty.txt", "")
    ran = await on_database.run("assess", str(tmp_path / "class.zip"), "--json", "--out", "out")
    assert ran.code == 1, ran.err
    assert ran.report["slots"] == 5
    names = {file["name"]: file["state"] for file in ran.report["files"]}
    assert names == {
        **{f"class.zip/9b/Åsa {n}.txt": "assigned" for n in range(4)},
        "class.zip/9b/empty.txt": "refused",
    }


async def test_a_corrected_upload_replaces_its_rejection(
    on_database: Program, tmp_path: Path
) -> None:
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / "Anna.txt").write_text("I went to the sea with my friends, and we swam all day.")
    (folder / "Bo.txt").write_text("")
    ran = await on_database.run("assess", str(folder), "--json", "--out", "out")
    assert [file["state"] for file in ran.report["files"]] == ["assigned", "refused"]
    batch = ran.report["batch"]
    (tmp_path / "Bo.txt").write_text("My summer was long and warm, and I read many good books.")
    ran = await on_database.run("batch", "add", batch[:8], str(tmp_path / "Bo.txt"), "--out", "out")
    assert ran.code == 0, ran.err
    report = json.loads((tmp_path / "out" / "results.json").read_text())["report"]
    assert [(f["name"], f["slot"]) for f in report["files"]] == [("Anna.txt", 1), ("Bo.txt", 2)]
    assert all(essay["measures"] for essay in report["essays"])


async def test_a_slot_that_is_added_goes_to_a_text_that_was_left_over(
    on_database: Program, school_class: SampleClass, tmp_path: Path
) -> None:
    command = ("assess", str(school_class.essays), "--slots", "10", "--json", "--out", "out")
    batch = (await on_database.run(*command)).report["batch"]
    ran = await on_database.run("batch", "add-slots", batch[:8], "3", "--out", "out")
    assert ran.code == 1, ran.err
    report = json.loads((tmp_path / "out" / "results.json").read_text())["report"]
    assert len(report["essays"]) == report["slots"] == 13
    assert all(essay["measures"] for essay in report["essays"])


async def test_a_batch_whose_files_are_all_refused_ends_visibly(
    on_database: Program, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").write_text("")
    ran = await on_database.run("assess", str(tmp_path / "empty.txt"), "--json", "--out", "out")
    assert ran.code == 1, ran.err
    assert ran.report["state"] == "failed"
    assert ran.report["state_note"]


async def test_services_that_others_run_are_left_to_them(
    on_database: Program, tmp_path: Path, school_class: SampleClass
) -> None:
    services = await on_database.start("run", "all")
    assert services.stderr
    assert b"Running" in await services.stderr.readline()
    only = tmp_path / "one"
    only.mkdir()
    shutil.copy(school_class.files[0], only)
    ran = await on_database.run("assess", str(only), "--json", "--out", "out")
    assert ran.code == 0, ran.err
    services.terminate()
    _out, err = await finish(services)
    assert services.returncode == 0, err


async def test_when_those_who_ran_the_services_die_assess_takes_over(
    on_database: Program, school_class: SampleClass
) -> None:
    services = await on_database.start("run", "files", "spelling")
    assert services.stderr
    await services.stderr.readline()
    assessing = await on_database.start(
        "assess", str(school_class.essays), "--json", "--out", "out"
    )
    services.kill()
    await finish(services)
    out, err = await finish(assessing)
    assert assessing.returncode == 1, err
    assert len(json.loads(out)["report"]["essays"]) == 31


async def test_wrong_usage_ends_with_code_2_and_says_what_is_wrong(
    on_database: Program, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    for arguments, sign in (
        (("assess", "no-such-folder"), "no-such-folder"),
        (("assess", str(empty)), "no file"),
        (("assess", str(empty), "--slots", "0"), "slots"),
        (("assess", str(empty), "--language", "de"), "de"),
        (("run", "nothing"), "nothing"),
        (("batch", "show", "ffff"), "ffff"),
        (("essay", "show", "ffff"), "ffff"),
        (("dead", "show", "ffff"), "ffff"),
    ):
        ran = await on_database.run(*arguments)
        assert ran.code == 2, (arguments, ran)
        assert sign in ran.err


async def test_what_keeps_it_from_running_ends_with_code_3_and_says_what_to_do(
    tmp_path: Path,
) -> None:
    file = tmp_path / "file"
    file.write_text("An essay.")
    nowhere = "postgresql://nobody@/nothing?host=/nonexistent"
    for settings, sign in (
        ({"HULEEDU_DATABASE_URL": nowhere}, "does not answer"),
        ({"HULEEDU_HOME": str(file)}, "HULEEDU_HOME"),
        ({"HULEEDU_HOOM": "x"}, "did you mean HULEEDU_HOME"),
        ({"HULEEDU_WORKERS": "many"}, "HULEEDU_WORKERS"),
        ({"HULEEDU_HOME": str(tmp_path / "h"), "HULEEDU_POSTGRES_BIN": "/bin"}, "POSTGRES_BIN"),
    ):
        ran = await Program(settings, tmp_path).run("assess", str(file))
        assert ran.code == 3, (settings, ran)
        assert sign in ran.err
        assert "Traceback" not in ran.err
