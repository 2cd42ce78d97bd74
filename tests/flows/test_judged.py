"""Essays in, a ranking out: judged by a machine that only counts, and said to be no grading."""

import csv
import json

from openpyxl import load_workbook
from tests.program import Program

from huleedu.sample import SampleClass


async def test_the_baseline_ranks_and_says_what_it_is_worth(
    on_database: Program, school_class: SampleClass
) -> None:
    command = ("assess", str(school_class.essays), "--slots", "30", "--judge", "baseline")
    ran = await on_database.run(*command, "--json", "--out", "out")
    assert ran.code == 1, ran.err
    ranking = ran.report["ranking"]
    assert "ranking.only_counted" in [note["code"] for note in ranking["note"]]
    assert ranking["judges"] == ["baseline"]
    assert ranking["judgements"] == 150
    assert sorted(each["place"] for each in ranking["essays"]) == list(range(1, 31))
    words = {essay["id"]: essay["measures"]["words"] for essay in ran.report["essays"]}
    best, *_, worst = ranking["essays"]
    assert words[best["essay"]] > words[worst["essay"]]
    folder = on_database.folder / "out"
    with (folder / "results.csv").open(encoding="utf-8-sig") as file:
        rows = {row["essay"]: row for row in csv.DictReader(file)}
    assert rows[best["essay"]]["place"] == "1"
    assert {row["place"] for row in rows.values() if row["state"] != "assigned"} == {""}
    assert load_workbook(folder / "results.xlsx")["Ranking"].max_row == 31
    page = (folder / "report.html").read_text()
    assert 'id="ranking"' in page
    assert "not for grading" in page
    again = await on_database.run(*command, "--json", "--out", "out")
    assert again.report == ran.report


async def test_without_a_judge_there_is_no_ranking(
    on_database: Program, school_class: SampleClass
) -> None:
    ran = await on_database.run("assess", str(school_class.essays), "--out", "out")
    assert ran.code == 1, ran.err
    folder = on_database.folder / "out"
    assert json.loads((folder / "results.json").read_text())["report"]["ranking"] is None
    assert "Ranking" not in (folder / "report.html").read_text()
