"""Results of an earlier run, as our own writers leave them, are no essays; all else may be one."""

import shutil
from pathlib import Path

import pytest
from msgspec import structs
from tests.gateway.report.conftest import EN, judged_ranking, sample_report
from tests.program import Program

from huleedu.gateway.finding import find
from huleedu.gateway.report.many import ONE_PAGE_MAX
from huleedu.gateway.report.outputs import write_outputs
from huleedu.services.files.domain import Code, Limits, Reading, Refused
from huleedu.services.files.domain.own_results import is_ours
from huleedu.services.files.domain.reading import read


def names_in(folder: Path) -> list[str]:
    return [file.name for file in find([folder]).files]


@pytest.mark.parametrize("essays", [30, ONE_PAGE_MAX + 1])
def test_results_among_the_essays_are_passed_over(tmp_path: Path, essays: int) -> None:
    report = sample_report()
    some = report.essays
    many = tuple(
        structs.replace(some[at % len(some)], slot=at + 1, id=some[at % len(some)].id)
        for at in range(essays)
    )
    report = structs.replace(report, ranking=judged_ranking(report), essays=many, slots=essays)
    (tmp_path / "a.txt").write_text("An essay.")
    write_outputs(report, tmp_path / "res", EN)
    assert len(list((tmp_path / "res").iterdir())) >= 5
    assert names_in(tmp_path) == ["a.txt"]
    named = find([tmp_path / "a.txt", *(tmp_path / "res").iterdir()])  # as a shell's * names them
    assert [file.name for file in named.files] == ["a.txt"]
    assert len(named.passed_over) >= 5


def test_results_are_known_under_another_name_and_from_an_earlier_version(tmp_path: Path) -> None:
    report = structs.replace(sample_report(), program="HuleEdu 0.0.1")
    write_outputs(report, tmp_path / "res", EN)
    for path in list((tmp_path / "res").iterdir()):
        path.rename(tmp_path / f"{path.stem} (copy 1){path.suffix.upper()}")
    shutil.rmtree(tmp_path / "res")
    assert names_in(tmp_path) == []


async def test_a_ranking_among_the_essays_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "decisions.csv").write_text("judge,winner,loser\nEk,a,b\nEk,b,c\nEk,a,c\n")
    program = Program({}, tmp_path)
    ran = await program.run("judging", "fit", "decisions.csv", "--out", "class")
    assert ran.code == 0, ran.err
    assert {"ranking.csv", "ranking.json", "ranking.svg", "judges.csv"} <= {
        path.name for path in (tmp_path / "class").iterdir()
    }
    assert names_in(tmp_path / "class") == []


def test_what_only_has_the_name_of_a_result_is_offered(tmp_path: Path) -> None:
    names = ["judges.csv", "ranking.csv", "ranking.json", "ranking.png", "ranking.svg"]
    names += ["report.html", "results.csv", "results.json", "results.xlsx"]
    for name in names:
        (tmp_path / name).write_text(f"My essay, by mistake called {name}.")
    assert names_in(tmp_path) == names


@pytest.mark.parametrize("properties", [b"docProps/core.xml", b"docProps/core.xml\xff\xff\xff"])
def test_a_damaged_workbook_is_not_ours(properties: bytes) -> None:
    for before in (b"", b"PK\x03\x04", b"PK\x03\x04" + bytes(40)):
        assert not is_ours("results.xlsx", before + properties)


def test_a_result_that_came_another_way_is_refused_by_name() -> None:
    content = b'{"format": "huleedu-results/2", "essays": []}'
    assert read("class/results (1).json", content, Limits()) == Refused(Code.OWN_RESULT)
    assert isinstance(read("results.txt", content, Limits()), Reading)
    essay = b'{"format": "It was a dark and stormy night."}'
    assert isinstance(read("results.json", essay, Limits()), Reading)
