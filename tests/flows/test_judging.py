"""Decisions that were made elsewhere are ranked by command."""

import csv
import json
from itertools import combinations
from pathlib import Path

import pytest
from tests.program import Program

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
    assert "more would narrow the typical error" in ran.out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("judge,winner,loser\na,x,x\n", "line 2: 'x' is compared with itself"),
        ("judge,winner\na,x\n", "line 1 must name the columns judge, winner, loser"),
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
        ("A-F", "script,grade\nÅsa 0,A\n", "two different grades"),
        ("A-F", "script,grade\nÅsa 0,A\nOla 0,B\n", "'Ola 0' has not been judged"),
        ("A-F", "script,grade\nÅsa 0,7\n", "not of F, E, D, C, B, A"),
        ("A-F", "name,grade\nÅsa 0,A\n", "must name the columns script and grade"),
        ("A-F", "script,grade\nÅsa 0,A\nÅsa 0,B\n", "has two grades"),
        ("A-F", "script,grade\nÅsa 0,\n", "lacks a script or a grade"),
        ("good", "script,grade\nÅsa 0,A\n", "is no scale"),
    ],
)
async def test_no_grade_is_made_up(tmp_path: Path, scale: str, anchors: str, told: str) -> None:
    known = tmp_path / "anchors.csv"
    known.write_text(anchors, encoding="utf-8")
    command = ("judging", "fit", str(decided(tmp_path)), "--anchors", str(known))
    ran = await Program({}, tmp_path).run(*command, "--scale", scale)
    assert ran.code in (2, 3)
    assert told in ran.err


async def test_a_scale_of_ones_own(tmp_path: Path) -> None:
    known = tmp_path / "anchors.csv"
    known.write_text("script,grade\nÅsa 0,VG\nÉlodie 0,IG\n", encoding="utf-8")
    command = ("judging", "fit", str(decided(tmp_path)), "--anchors", str(known))
    ran = await Program({}, tmp_path).run(*command, "--scale", "IG,G,VG", "--json")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["grades"]["scripts"][0]["grade"] == "VG"
