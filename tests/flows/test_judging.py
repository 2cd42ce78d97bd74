"""Decisions that were made elsewhere are ranked by command."""

import csv
import json
from itertools import combinations, cycle
from pathlib import Path

import pytest
from tests.program import Program

from huleedu.kit.spreadsheet import FORMULA_STARTS
from huleedu.sample import SampleClass

NAMES = ("Åsa", "Bo", "Cecilia", "Élodie")


def decided(folder: Path, *, groups: int = 1) -> Path:
    """Each pair three times by two judges, the alphabet's order always right."""
    lines = ["judge,winner,loser,tie"]
    for group in range(groups):
        for better, worse in combinations(NAMES, 2):
            judged = f"{better} {group},{worse} {group},no"
            lines += [f"{judge},{judged}" for judge in ("Öberg", "Öberg", "Ek")]
    file = folder / "decisions.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


async def test_a_file_of_decisions_becomes_a_ranking(tmp_path: Path) -> None:
    program = Program({}, tmp_path)
    file = decided(tmp_path)
    ran = await program.run("judging", "fit", str(file), "--out", "out", "--json")
    assert ran.code == 0, ran.err
    ranking = json.loads(ran.out)
    assert [script["name"] for script in ranking["scripts"]] == [f"{name} 0" for name in NAMES]
    assert [script["place"] for script in ranking["scripts"]] == [1, 2, 3, 4]
    assert all(script["low"] <= script["place"] <= script["high"] for script in ranking["scripts"])
    assert {judge["name"]: judge["judgements"] for judge in ranking["judges"]} == {
        "Öberg": 12,
        "Ek": 6,
    }
    assert all(judge["without"] == pytest.approx(1.0) for judge in ranking["judges"])
    assert ranking["low"] <= ranking["reliability"] <= ranking["high"]
    with (tmp_path / "out" / "ranking.csv").open(encoding="utf-8-sig", newline="") as table:
        assert [row["name"] for row in csv.DictReader(table)] == [f"{name} 0" for name in NAMES]
    assert json.loads((tmp_path / "out" / "ranking.json").read_text(encoding="utf-8")) == ranking


async def test_groups_that_nothing_links_are_told(tmp_path: Path) -> None:
    ran = await Program({}, tmp_path).run("judging", "fit", str(decided(tmp_path, groups=2)))
    assert ran.code == 0
    assert "no judgement links the groups of 4, 4 scripts" in ran.out
    assert "30 more judgements would narrow the typical error from ±" in ran.out


async def test_one_decision_tells_no_reliability(tmp_path: Path) -> None:
    file = tmp_path / "one.csv"
    file.write_text("judge,winner,loser\nAnn,A,B\n", encoding="utf-8")
    program = Program({}, tmp_path)
    ran = await program.run("judging", "fit", str(file), "--out", "out")
    assert ran.code == 0, ran.err
    assert "1 judgement: reliability not known yet: two essays are too few to tell" in ran.out
    assert "1.00 (90" not in ran.out
    ranking = json.loads((tmp_path / "out" / "ranking.json").read_text(encoding="utf-8"))
    told = {key: ranking[key] for key in ("reliability", "low", "high", "not_known_yet")}
    assert told == dict.fromkeys(told) | {"not_known_yet": "few_scripts"}
    assert [(script["low"], script["high"]) for script in ranking["scripts"]] == [(1, 2), (1, 2)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("judge,winner,loser\na,x,x\n", "line 2: 'x' is compared with itself"),
        ("judge,winner\na,x\n", "line 1 must name the columns winner, loser"),
        ("judge,winner,loser\n", "no decisions"),
        ("judge,winner,loser\na,x,y\na,x\n", "line 3: 2 columns instead of 3"),
    ],
)
async def test_a_file_that_is_none_is_told_with_its_line(
    tmp_path: Path, content: str, said: str
) -> None:
    (tmp_path / "bad.csv").write_text(content)
    ran = await Program({}, tmp_path).run("judging", "fit", "bad.csv")
    assert ran.code == 3
    assert said in ran.err


async def test_anchors_give_grades_with_their_probabilities(tmp_path: Path) -> None:
    program, file = Program({}, tmp_path), decided(tmp_path)
    anchors = tmp_path / "anchors.csv"
    anchors.write_text("Script;Grade\nÅsa 0;A\nÉlodie 0;E\n", encoding="utf-8")
    command = ("judging", "fit", str(file), "--anchors", str(anchors))
    ran = await program.run(*command, "--json")
    assert ran.code == 0, ran.err
    grades = json.loads(ran.out)["grades"]
    best, *_, worst = grades["scripts"]
    assert (best["name"], best["grade"], best["anchor"]) == ("Åsa 0", "A", "A")
    assert (worst["name"], worst["grade"]) == ("Élodie 0", "E")
    for script in grades["scripts"]:
        assert sum(script["chances"].values()) == pytest.approx(1)
    assert [each["to"] for each in grades["boundaries"]] == ["D", "C", "B", "A"]
    assert (grades["open_below"], grades["open_above"]) == ("E", "A")
    shown = await program.run(*command)
    assert "Grades, with the probability" in shown.out


@pytest.mark.parametrize(
    ("scale", "anchors", "told"),
    [
        ("A-F", "script,grade\nÅsa 0,A\nOla 0,B\n", "'Ola 0' has not been judged"),
        ("A-F", "script,grade\nÅsa 0,7\n", "not of F, E, D, C, B, A"),
        ("A-F", "name,grade\nÅsa 0,A\n", "must name the columns script and grade"),
        ("A-F", "script,grade\nÅsa 0,A\nÅsa 0,B\n", "Line 3 of the anchors: 'Åsa 0' has two"),
        ("A-F", "script,grade\nÅsa 0,\n", "lacks a script, or its grade"),
        ("A-F", "script,place\nÅsa 0,high\n", "'high' in the column place is no number"),
        ("A-F", "script,place,error\nÅsa 0,1,-1\n", "the error '-1' is below 0"),
        ("good", "script,grade\nÅsa 0,A\n", "is no scale"),
    ],
)
async def test_anchors_that_cannot_be_are_told(
    tmp_path: Path, scale: str, anchors: str, told: str
) -> None:
    known = tmp_path / "anchors.csv"
    known.write_text(anchors, encoding="utf-8")
    command = ("judging", "fit", str(decided(tmp_path)), "--anchors", str(known))
    ran = await Program({}, tmp_path).run(*command, "--scale", scale)
    assert ran.code in (2, 3)
    assert told in ran.err


@pytest.mark.parametrize("anchors", ["Åsa 0,A\n", "Åsa 0,A\nBo 0,A\n"])
async def test_no_grade_is_made_up(tmp_path: Path, anchors: str) -> None:
    known = tmp_path / "anchors.csv"
    known.write_text(f"script,grade\n{anchors}", encoding="utf-8")
    command = ("judging", "fit", str(decided(tmp_path)), "--anchors", str(known), "--out", "out")
    ran = await Program({}, tmp_path).run(*command)
    assert ran.code == 0, ran.err
    assert "No grades: they need anchors of at least two different grades" in ran.out
    assert "Élodie 0" in ran.out
    told = json.loads((tmp_path / "out" / "ranking.json").read_text(encoding="utf-8"))
    assert told["grades"] is None
    assert told["not_graded"]["code"] == "grades.anchors_needed"
    assert "chance" not in (tmp_path / "out" / "ranking.csv").read_text(encoding="utf-8-sig")


async def test_a_scale_of_ones_own(tmp_path: Path) -> None:
    known = tmp_path / "anchors.csv"
    known.write_text("script,grade\nÅsa 0,VG\nÉlodie 0,IG\n", encoding="utf-8")
    command = ("judging", "fit", str(decided(tmp_path)), "--anchors", str(known))
    ran = await Program({}, tmp_path).run(*command, "--scale", "IG,G,VG", "--json")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["grades"]["scripts"][0]["grade"] == "VG"


async def test_anchors_whose_places_are_known_fix_the_scale(tmp_path: Path) -> None:
    known = tmp_path / "anchors.csv"
    known.write_text("script;place;error\nÅsa 0;10,5;0\nÉlodie 0;7;0,5\n", encoding="utf-8")
    command = ("judging", "fit", str(decided(tmp_path)), "--anchors", str(known), "--json")
    ran = await Program({}, tmp_path).run(*command)
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    found = {script["name"]: script for script in told["scripts"]}
    assert found["Åsa 0"]["ability"] == pytest.approx(10.5, abs=0.01)
    assert found["Åsa 0"]["error"] < 0.01
    assert 6 < found["Élodie 0"]["ability"] < 8
    assert found["Élodie 0"]["error"] > 0.1
    assert told["grades"] is None
    assert told["not_graded"] == ""


async def test_bands_are_named_and_are_no_grades(tmp_path: Path) -> None:
    command = ("judging", "fit", str(decided(tmp_path)), "--bands", "low:0.25,middle:0.5,high:0.25")
    program = Program({}, tmp_path)
    ran = await program.run(*command, "--json", "--out", "out")
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    assert [script["band"] for script in told["bands"]["scripts"]] == [
        *("high", "middle", "middle", "low")
    ]
    assert told["grades"] is None
    with (tmp_path / "out" / "ranking.csv").open(encoding="utf-8-sig", newline="") as table:
        assert next(row["band"] for row in csv.DictReader(table)) == "high"
    assert "a band is no grade" in (await program.run(*command)).out
    for wrong in ("low:0.5,high:0.6", "low", "low:x", "a:0.5,a:0.5"):
        ran = await program.run("judging", "fit", str(tmp_path / "decisions.csv"), "--bands", wrong)
        assert ran.code == 2, wrong


async def test_everything_is_written_for_people_to_take_away(tmp_path: Path) -> None:
    lines = ["judge,kind,winner,loser,took_s"]
    lines += [f'=cmd,person,<Åsa & "co">,{n},{n + 10}' for n in range(11)]
    lines += [f'gpt,model,{n},<Åsa & "co">,0.5' for n in range(11)]
    (tmp_path / "d.csv").write_text("\n".join(lines).replace('"', '""'), encoding="utf-8")
    ran = await Program({}, tmp_path).run("judging", "fit", "d.csv", "--out", "out")
    assert ran.code == 0, ran.err
    folder = tmp_path / "out"
    assert sorted(path.name for path in folder.iterdir()) == [
        *("judges.csv", "ranking.csv", "ranking.json", "ranking.png", "ranking.svg")
    ]
    assert (folder / "ranking.png").read_bytes().startswith(b"\x89PNG")
    with (folder / "judges.csv").open(encoding="utf-8-sig", newline="") as table:
        judges = {row["name"]: row for row in csv.DictReader(table)}
    assert set(judges) == {"'=cmd", "gpt"}
    assert judges["gpt"]["kind"] == "model"
    assert float(judges["'=cmd"]["seconds"]) == 15
    told = json.loads((folder / "ranking.json").read_text(encoding="utf-8"))
    assert told["people_and_models"]["pairs"] == 11
    assert told["people_and_models"]["agreed"] == 0
    assert "people and models agree on 0% of 11 pairs" in ran.out


async def test_a_table_of_a_ranking_runs_in_no_spreadsheet(tmp_path: Path) -> None:
    names = sorted(f"{start}x" for start in FORMULA_STARTS if start.strip())
    pairs = [(a, b, name) for (a, b), name in zip(combinations(names, 2), cycle(names))]
    rows = "".join(f"{judge},{a},{b}\n" for a, b, judge in pairs)
    (tmp_path / "d.csv").write_text("judge,winner,loser\n" + rows, encoding="utf-8")
    ran = await Program({}, tmp_path).run("judging", "fit", "d.csv", "--out", "out")
    assert ran.code == 0, ran.err
    for file in ("ranking.csv", "judges.csv"):
        with (tmp_path / "out" / file).open(encoding="utf-8-sig", newline="") as table:
            told = [row["name"] for row in csv.DictReader(table)]
        assert sorted(told) == sorted(f"'{name}" for name in names), file


async def test_a_baseline_counts_only_while_nobody_else_has_judged(tmp_path: Path) -> None:
    rows = [f"{a},{b}" for a, b in combinations("abcd", 2)]
    alone = [f"counter,baseline,{row}" for row in rows]
    known = tmp_path / "anchors.csv"
    known.write_text("script,grade\na,A\nd,E\n", encoding="utf-8")

    async def fitted(lines: list[str]) -> str:
        text = "\n".join(["judge,kind,winner,loser", *lines])
        (tmp_path / "d.csv").write_text(text, encoding="utf-8")
        command = ("judging", "fit", "d.csv", "--anchors", str(known), "--out", "out")
        ran = await Program({}, tmp_path).run(*command)
        assert ran.code == 0, ran.err
        return ran.out

    said = await fitted(alone)
    assert "not for grading" in said
    assert "No grades" in said
    assert "NOT FOR GRADING" in (tmp_path / "out" / "ranking.svg").read_text(encoding="utf-8")
    said = await fitted([*alone, *(f"Åsa,person,{row}" for row in rows)])
    assert "6 decisions of the baseline" in said
    assert "not for grading" not in said
    assert "judge counter" not in said
    assert "a: A" in said


async def test_measures_are_a_prior_as_far_as_the_class_bears_them_out(tmp_path: Path) -> None:
    scripts = [f"s{n:02}" for n in range(12)]
    lines = ["judge,winner,loser"]
    lines += [f"j,{scripts[a]},{scripts[b]}" for a, b in combinations(range(12), 2) if b - a < 5]
    (tmp_path / "d.csv").write_text("\n".join(lines), encoding="utf-8")
    table = "\n".join(f"{name};{300 - 10 * n},5;" for n, name in enumerate(scripts))
    (tmp_path / "m.csv").write_text(f"Script;words;empty\n{table}\n", encoding="utf-8")
    program = Program({}, tmp_path)
    ran = await program.run("judging", "fit", "d.csv", "--measures", "m.csv", "--json")
    assert ran.code == 0, ran.err
    told = json.loads(ran.out)["measures"]
    assert told["names"] == ["words", "empty"]
    assert told["explained"] > 0.3
    (tmp_path / "m.csv").write_text("script,words\ns00,many\n", encoding="utf-8")
    ran = await program.run("judging", "fit", "d.csv", "--measures", "m.csv")
    assert ran.code == 3
    assert "Line 2: 'many' in the column words is no number" in ran.err


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
async def test_another_encoding_is_read_and_what_is_no_text_is_told(
    tmp_path: Path, encoding: str
) -> None:
    text = "judge,winner,loser\nÅsa,Björn,Örjan\n"
    (tmp_path / "d.csv").write_text(text, encoding=encoding)
    ran = await Program({}, tmp_path).run("judging", "fit", "d.csv", "--json")
    assert ran.code == 0, ran.err
    assert [one["name"] for one in json.loads(ran.out)["scripts"]] == ["Björn", "Örjan"]
    (tmp_path / "d.csv").write_bytes(bytes(range(256)) * 8)
    ran = await Program({}, tmp_path).run("judging", "fit", "d.csv")
    assert ran.code == 3
    assert "save it as CSV UTF-8" in ran.err


async def test_with_many_scripts_and_judges_the_words_stay_readable(tmp_path: Path) -> None:
    lines = ["judge,winner,loser"]
    lines += [f"j{n % 40},s{n:03},s{(n * 7 + 1) % 150:03}" for n in range(150) if n != 75]
    lines = [line for line in lines if line.split(",")[1] != line.split(",")[2]]
    (tmp_path / "d.csv").write_text("\n".join(lines), encoding="utf-8")
    ran = await Program({}, tmp_path).run("judging", "fit", "d.csv")
    assert ran.code == 0, ran.err
    assert "… and 90 more scripts: see --out or --json" in ran.out
    assert "… and 20 more judges: see --out or --json" in ran.out
    assert len(ran.out.splitlines()) < 130


async def test_raw_data_of_a_batch_are_fitted_anywhere(
    on_database: Program, school_class: SampleClass
) -> None:
    command = ("assess", str(school_class.essays), "--slots", "6", "--judge", "baseline")
    ran = await on_database.run(*command, "--json", "--out", "out")
    batch, ranking = ran.report["batch"], ran.report["ranking"]
    wrote = await on_database.run("judging", "decisions", batch, "--out", "raw.csv")
    assert wrote.code == 0, wrote.err
    fitted = await on_database.run("judging", "fit", "raw.csv", "--json")
    assert fitted.code == 0, fitted.err
    told = json.loads(fitted.out)
    assert told["judgements"] == ranking["judgements"]
    assert told["baseline_alone"]
    assert told["judges"][0]["kind"] == "baseline"
    files = {essay["id"]: essay["file"] for essay in ran.report["essays"]}
    here = {files[each["essay"]]: each["ability"] for each in ranking["essays"]}
    assert {each["name"]: each["ability"] for each in told["scripts"]} == pytest.approx(here)
    folder = on_database.folder / "out"
    assert (folder / "ranking.png").read_bytes().startswith(b"\x89PNG")
    assert "NOT FOR GRADING" in (folder / "ranking.svg").read_text(encoding="utf-8")
    shown = await on_database.run(*command, "--out", "out")
    assert "this is not for grading" in " ".join(shown.out.split())
