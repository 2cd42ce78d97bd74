"""The sample class that ships: what its notice says of it is so."""

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

import huleedu.sample
from huleedu.sample import SampleClass, copy_to
from huleedu.services.classes.api.lists import ClassList, read_list
from huleedu.services.judging.domain.decisions import Decisions, read_decisions
from tools import make_sample_judgements

SAMPLE = Path(huleedu.sample.__file__).parent


@pytest.fixture
def sample(tmp_path: Path) -> SampleClass:
    return copy_to(tmp_path / "å new folder")


def about() -> Iterator[dict[str, str]]:
    with (SAMPLE / "about.csv").open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def test_there_are_thirty_slots_and_thirty_four_files(sample: SampleClass) -> None:
    assert sample.slots == 30
    assert len(sample.files) == 34
    assert [file.name for file in sample.files] == sorted(file.name for file in sample.files)
    kinds = [file.suffix for file in sample.files]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {".txt": 13, ".docx": 12, ".pdf": 9}


def test_copying_again_changes_nothing(sample: SampleClass) -> None:
    before = {file: file.read_bytes() for file in (*sample.files, sample.roster)}
    again = copy_to(sample.roster.parent)
    assert again == sample
    assert {file: file.read_bytes() for file in (*again.files, again.roster)} == before


def test_the_judgements_are_what_their_tool_makes_and_name_essays_of_the_class(
    sample: SampleClass, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decisions = read_decisions(sample.decisions.read_text(encoding="utf-8"))
    assert isinstance(decisions, Decisions)
    assert len(decisions.judgements) == 150
    assert all("Simulated" in judge for judge in decisions.judges)
    names = {file.name for file in sample.files}
    assert set(decisions.scripts) < names
    anchors = list(csv.DictReader(sample.anchors.read_text(encoding="utf-8").splitlines()))
    assert len(anchors) == 2
    assert {anchor["script"] for anchor in anchors} < names
    monkeypatch.setattr(make_sample_judgements, "CLASS", tmp_path)
    make_sample_judgements.main()
    for made in (sample.decisions, sample.anchors):
        assert (tmp_path / made.name).read_bytes() == made.read_bytes()


def test_every_pupil_stands_on_the_class_list(sample: SampleClass) -> None:
    answer = read_list(sample.roster.read_bytes())
    assert isinstance(answer, ClassList)
    names = {pupil.name for pupil in answer.pupils}
    assert {row["pupil"] for row in about()} < names
    assert len(answer.pupils) == 35
    assert set("åäöéß") < set("".join(names))


def test_every_level_of_quality_is_there() -> None:
    assert {int(row["quality_level"]) for row in about()} == set(range(1, 21))


def test_one_is_empty_two_are_the_same_and_one_is_a_scan(sample: SampleClass) -> None:
    sizes = {file.name: file.stat().st_size for file in sample.files}
    assert [name for name, size in sizes.items() if size == 0] == ["Lena Wikström.txt"]
    prints = [hashlib.sha256(file.read_bytes()).digest() for file in sample.files]
    twins = [f.name for f, p in zip(sample.files, prints, strict=True) if prints.count(p) == 2]
    assert twins == ["Pelle Jönsson.txt", "Vincent Backlund.txt"]
    (scan,) = PdfReader(sample.essays / "IMG 2041.pdf").pages
    assert not scan.extract_text().strip()
    assert len(scan.images) == 1


def test_the_file_too_many_is_the_last_in_any_order_of_names(sample: SampleClass) -> None:
    names = [file.name for file in sample.files]
    assert names[-1] == max(names, key=str.casefold) == "Zoë Östlund.txt"
    assert all(name[0].isascii() for name in names)


def test_the_documents_carry_their_pupils_in_the_header(sample: SampleClass) -> None:
    for row in about():
        if row["file"].endswith(".docx"):
            header = Document(str(sample.essays / row["file"])).sections[0].header
            assert row["pupil"] in header.paragraphs[0].text


def test_what_is_said_to_be_planted_is_there(sample: SampleClass) -> None:
    for row in about():
        file = sample.essays / row["file"]
        if file.suffix == ".txt":
            content = file.read_bytes()
            for slip in (pair.split(">")[1] for pair in row["planted"].split()):
                assert any(slip.encode(codec) in content for codec in ("utf-8", "utf-16-le"))


def test_no_planted_misspelling_stands_in_the_best_texts() -> None:
    for row in about():
        assert bool(row["planted"]) == (int(row["quality_level"]) < 13)


def test_the_texts_come_in_four_codecs(sample: SampleClass) -> None:
    content = [file.read_bytes() for file in sample.files if file.suffix == ".txt"]
    assert sum(one.startswith(b"\xff\xfe") for one in content) == 2
    assert sum(one.startswith(b"\xef\xbb\xbf") for one in content) == 1
    assert sum(b"\xe5" in one or b"\xe4" in one or b"\xf6" in one for one in content) >= 3


def test_the_sample_is_small_and_says_where_it_is_from() -> None:
    files = [file for file in SAMPLE.rglob("*") if file.is_file() and file.suffix != ".pyc"]
    assert sum(file.stat().st_size for file in files) < 1_500_000
    assert "2025 Sterett H. Mercer" in (SAMPLE / "NOTICE.md").read_text(encoding="utf-8")
