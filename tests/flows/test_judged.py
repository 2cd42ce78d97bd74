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
    ranking = ran.picture["ranking"]
    assert "not for grading" in ranking["note"]
    assert ranking["judges"] == ["baseline"]
    assert ranking["judgements"] == 150
    assert sorted(each["place"] for each in ranking["essays"]) == list(range(1, 31))
    words = {essay["id"]: essay["measures"]["words"] for essay in ran.picture["essays"]}
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
    assert again.picture == ran.picture


async def test_without_a_judge_there_is_no_ranking(
    on_database: Program, school_class: SampleClass
) -> None:
    ran = await on_database.run("assess", str(school_class.essays), "--out", "out")
    assert ran.code == 1, ran.err
    folder = on_database.folder / "out"
    assert json.loads((folder / "results.json").read_text())["picture"]["ranking"] is None
    assert "Ranking" not in (folder / "report.html").read_text()


async def test_people_judge_a_batch_pair_by_pair(
    on_database: Program, school_class: SampleClass
) -> None:
    ran = await on_database.run(
        "assess", str(school_class.essays), "--slots", "4", "--json", "--out", "out"
    )
    batch, files = ran.picture["batch"], [essay["file"] for essay in ran.picture["essays"]]

    async def judging(*words: str, code: int = 0) -> str:
        done = await on_database.run("judging", *words)
        assert done.code == code, done.err
        return done.out if code == 0 else done.err

    assert "judging open" in await judging("seat", batch, "Åsa", code=2)
    assert "4 essays" in await judging("open", batch)
    assert "seat" in await judging("next", batch, "Åsa", code=1)
    await judging("seat", batch, "Åsa", "--quota", "3", "--not", files[0])
    for answer in ("better", "much-worse", "equal"):
        task = json.loads(await judging("next", batch, "Åsa"))
        assert task == json.loads(await judging("next", batch, "Åsa"))
        assert task["first"]["text"] != task["second"]["text"]
        assert 0 not in (task["first"]["number"], task["second"]["number"])
        await judging("decide", task["pair"], "Åsa", answer, "--took-s", "12.5")
        await judging("decide", task["pair"], "Åsa", answer)
    assert "Thank you" in await judging("next", batch, "Åsa", code=1)
    assert "1 taken back" in await judging("undo", batch, "Åsa")
    again = json.loads(await judging("next", batch, "Åsa"))
    await judging("flag", again["pair"], "Åsa", "cannot_judge", "--comment", "=both are fine")
    await judging("close", batch)
    assert "ended" in await judging("next", batch, "Åsa", code=1)
    rows = list(csv.DictReader((await judging("decisions", batch)).splitlines()))
    assert [row["state"] for row in rows] == ["decided", "decided", "undone", "flagged"]
    assert [row["answer"] for row in rows] == ["1", "-2", "0", ""]
    assert rows[0]["took_s"] == "12.5"
    ran = await on_database.run("batch", "export", batch, "--out", "again")
    assert ran.code == 1, ran.err
    picture = json.loads((on_database.folder / "again" / "results.json").read_text())["picture"]
    assert picture["ranking"]["judges"] == ["Åsa"]
    assert picture["ranking"]["judgements"] == 2
    assert "No judgement links some" in picture["ranking"]["note"]
