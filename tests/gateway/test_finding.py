"""What a teacher names is found, whatever else lies there."""

import contextlib
import os
from pathlib import Path

import pytest

from huleedu.gateway.finding import find, is_package


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def names_in(*roots: Path) -> list[str]:
    return [file.name for file in find(roots).files]


def test_files_come_in_the_order_of_their_names_as_people_count(tmp_path: Path) -> None:
    write(tmp_path, "essay 10.txt", "essay 2.txt", "Åsa.txt", "anna.txt", "B/x.txt")
    names = [file.name for file in find([tmp_path]).files]
    assert names == ["anna.txt", "B/x.txt", "essay 2.txt", "essay 10.txt", "Åsa.txt"]


def test_hidden_files_our_own_results_and_the_roster_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", ".hidden", "~$a.docx", "Thumbs.db", "huleedu-x/report.html", "r.csv")
    assert [file.name for file in find([tmp_path], [tmp_path / "r.csv"]).files] == ["a.txt"]


def test_a_file_that_is_named_twice_counts_once(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    assert len(names_in(tmp_path, tmp_path / "a.txt", tmp_path / "a.txt")) == 1


def test_two_folders_may_have_a_file_of_the_same_name(tmp_path: Path) -> None:
    write(tmp_path, "9a/x.txt", "9b/x.txt")
    names = [file.name for file in find([tmp_path / "9a", tmp_path / "9b"]).files]
    assert len(set(names)) == 2


def test_names_that_look_alike_are_told_apart_with_a_note(tmp_path: Path) -> None:
    for place, name in enumerate(("Å.txt", "A\u030a.txt", "å.txt", "b.txt")):
        write(tmp_path / str(place) / "9b", name)  # a disk of a Mac keeps no two of them in one
    found = find([tmp_path / str(place) / "9b" for place in range(4)]).files
    assert {file.name: bool(file.note) for file in found} == {
        "Å.txt": False,
        "9b/Å.txt": False,
        "9b/å (2).txt": True,
        "b.txt": False,
    }


def test_a_path_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        find([tmp_path / "nothing"])


def test_a_name_that_nobody_could_show_is_made_readable(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"a\xff\x1b[31m.txt")).write_text("x")
    [file] = find([tmp_path]).files
    assert file.name.isprintable()
    assert file.name.encode()


def test_names_of_bytes_are_read_by_all_of_them(tmp_path: Path) -> None:
    names = ["Zoë Ek.txt", "Åsa Örn.txt", "Älva Ström.txt"]
    for name in names:
        (tmp_path / os.fsdecode(name.encode("mac-roman"))).write_text("x")
    assert names_in(tmp_path) == sorted(names)


def test_a_link_to_a_folder_is_told_of_unless_its_files_are_here(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    write(tmp_path, "class/a.txt", "class/9b/b.txt", "other/c.txt")
    for link, to in (("up", ".."), ("here", "."), ("down", "9b"), ("other", "../other")):
        (folder / link).symlink_to(to)
    assert names_in(folder) == ["9b/b.txt", "a.txt", "other", "up"]


def test_a_file_has_its_own_name_and_not_that_of_a_link_to_it(tmp_path: Path) -> None:
    write(tmp_path, "b.txt")
    (tmp_path / "a.txt").symlink_to("b.txt")
    assert names_in(tmp_path) == ["b.txt"]


def test_a_folder_that_is_a_document_is_one_file(tmp_path: Path) -> None:
    write(
        tmp_path,
        *("unpacked.docx/[Content_Types].xml", "unpacked.docx/word/document.xml"),
        *("Maja.rtfd/TXT.rtf", "9b.docx/a.txt", "9b/x.txt"),
    )
    (tmp_path / "empty.docx").mkdir()
    (tmp_path / "empty").mkdir()
    names = ["9b.docx/a.txt", "9b/x.txt", "empty.docx", "Maja.rtfd", "unpacked.docx"]
    assert sorted(names_in(tmp_path)) == sorted(names)
    assert names_in(tmp_path / "empty.docx") == ["empty.docx"]
    assert not is_package(tmp_path / "9b.docx")


def test_folders_may_be_deeper_than_python_may_call_itself(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    deep = 1200
    with contextlib.chdir(tmp_path):
        for _ in range(deep):
            Path("d").mkdir()
            os.chdir("d")
        Path("deep.txt").write_text("x")
    assert [name[-8:] for name in names_in(tmp_path)] == ["a.txt", "deep.txt"]
    with contextlib.chdir(tmp_path / "/".join("d" * deep)):  # who cleans up would call themselves
        Path("deep.txt").unlink()
        for _ in range(deep):
            os.chdir("..")
            Path("d").rmdir()


def test_results_of_ours_are_told(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "res/results.txt")
    (tmp_path / "res/results.json").write_text('{"format": "huleedu-results/2"}')
    found = find([tmp_path])
    assert [file.name for file in found.files] == ["a.txt", "res/results.txt"]
    assert found.passed_over == ("res/results.json",)
