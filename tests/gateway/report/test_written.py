"""What was written is known again, and whatever has changed is not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs
from tests.gateway.report.conftest import sample_report

from huleedu.gateway.report.many import ONE_PAGE_MAX, PAGES
from huleedu.gateway.report.outputs import write_outputs
from huleedu.gateway.report.written import NAME, still_there
from huleedu.gateway.words.words import words
from huleedu.services.results.api import BatchReport

ENGLISH = words("en")


def many() -> BatchReport:
    """So many essays that each has a page of its own."""
    report = sample_report()
    essays = tuple(
        structs.replace(report.essays[0], slot=at, id=f"{at}") for at in range(1, ONE_PAGE_MAX + 2)
    )
    return structs.replace(report, essays=essays, slots=len(essays))


@pytest.mark.parametrize("make", [sample_report, many])
def test_what_is_as_it_was_written_is_known_again(
    tmp_path: Path, make: Callable[[], BatchReport]
) -> None:
    report = make()
    assert still_there(report, "en", tmp_path) == []
    shown = write_outputs(report, tmp_path, ENGLISH)
    assert shown[-1] == tmp_path / "report.html"
    assert still_there(report, "en", tmp_path) == shown


@pytest.mark.parametrize("name", ["results.csv", "report.html", f"{PAGES}/essay-7.html", NAME])
@pytest.mark.parametrize("deed", ["change", "delete"])
def test_a_file_that_somebody_changed_or_deleted_is_noticed(
    tmp_path: Path, name: str, deed: str
) -> None:
    report = many()
    shown = write_outputs(report, tmp_path, ENGLISH)
    if deed == "delete":
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_text("mine")
    assert still_there(report, "en", tmp_path) == []
    write_outputs(report, tmp_path, ENGLISH)
    assert still_there(report, "en", tmp_path) == shown


def test_another_report_is_no_report_that_was_written(tmp_path: Path) -> None:
    report = sample_report()
    write_outputs(report, tmp_path, ENGLISH)
    first, *others = report.essays
    renamed = structs.replace(report, essays=(structs.replace(first, text="Other."), *others))
    assert still_there(renamed, "en", tmp_path) == []
    assert still_there(structs.replace(report, program="HuleEdu 9"), "en", tmp_path) == []
    assert still_there(report, "sv", tmp_path) == []
