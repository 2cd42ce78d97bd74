"""Files that want to do harm, offered with a good one: all are answered, that one is read."""

import os
import random
import re
from pathlib import Path

from tests.program import Program
from tests.services.files.hostile import HOSTILE, packed

CHOSEN = (
    "0 bytes.docx",
    "flat bomb.zip",
    "nested.zip",
    "billion laughs.docx",
    "locked.pdf",
    "old.doc",
    "pictures.pdf",
    "cut at 60%.docx",
    "noise.pdf",
)


async def test_hostile_files_are_refused_and_the_good_one_gets_its_slot(
    on_database: Program, tmp_path: Path
) -> None:
    folder = tmp_path / "class"
    folder.mkdir()
    for name in CHOSEN:
        (folder / name).write_bytes(HOSTILE[name].make())
    with (folder / "200 MB.pdf").open("wb") as sparse:
        sparse.truncate(200_000_000)
    (folder / os.fsdecode(b"\x1b[31mred\n\xff.txt")).write_bytes(b"")
    (folder / "Åsa.txt").write_text("I went to the sea with my friends, and we swam all day.")
    ran = await on_database.run("assess", str(folder), "--json", "--out", "out")
    assert ran.code == 1, ran.err
    assert "Traceback" not in ran.err
    files = {file["name"]: file for file in ran.report["files"]}
    assert files["Åsa.txt"]["state"] == "assigned"
    refused = [file for file in files.values() if file["state"] == "refused"]
    assert len(refused) == len(files) - 1 >= len(CHOSEN) + 2
    assert all(file["reason"] and file["name"].isprintable() for file in refused)


async def test_links_and_pipes_among_good_essays_are_refused_with_what_they_are(
    on_database: Program, tmp_path: Path
) -> None:
    folder = tmp_path / "class"
    folder.mkdir()
    for n in range(1, 4):
        (folder / f"Pupil {n}.txt").write_text(f"Essay {n}. When I was ten we moved to the sea.")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "gone.txt").symlink_to("/does/not/exist")
    os.mkfifo(folder / "fifo.txt")
    ran = await on_database.run("assess", str(folder), "--json", "--out", "out")
    assert ran.code == 1, ran.err
    files = ran.report["files"]
    assert [file["name"] for file in files if file["state"] == "assigned"] == [
        *("Pupil 1.txt", "Pupil 2.txt", "Pupil 3.txt")
    ]
    refused = {file["name"]: file["reason"] for file in files if file["state"] == "refused"}
    assert set(refused) == {"loop.txt", "gone.txt", "fifo.txt"}
    assert refused["fifo.txt"] == {"code": "no_file", "facts": {}}
    assert refused["loop.txt"] == refused["gone.txt"] == {"code": "leads_nowhere", "facts": {}}


async def test_results_of_one_run_are_no_essays_of_the_next(
    on_database: Program, tmp_path: Path
) -> None:
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / "Pupil.txt").write_text("When I was ten we moved to the sea.")
    for out in ("class/res", "out"):
        ran = await on_database.run("assess", "class", "--json", "--out", out)
        assert ran.code == 0, ran.err
        assert [file["name"] for file in ran.report["files"]] == ["Pupil.txt"]


async def test_a_pupil_is_found_by_a_name_in_latin_1(on_database: Program, tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode("Årskurs 9".encode("latin-1"))
    folder.mkdir()
    (tmp_path / "class.csv").write_text("Name\nÅsa Lind\nBjörn Åkesson\n")
    for n, name in enumerate(("Åsa Lind", "Björn Åkesson")):
        path = folder / os.fsdecode(f"{name}.txt".encode("latin-1"))
        path.write_text(f"I went to the sea {n} times.")
    arguments = ("--roster", "class.csv", "--json", "--out", "out")
    ran = await on_database.run("assess", str(folder), *arguments)
    assert ran.code == 0, ran.err
    assert ran.report["title"] == "Årskurs 9"
    assert {(essay["file"], essay["pupil"]["name"]) for essay in ran.report["essays"]} == {
        ("Åsa Lind.txt", "Åsa Lind"),
        ("Björn Åkesson.txt", "Björn Åkesson"),
    }


async def test_each_of_the_names_that_look_alike_can_be_named(
    on_database: Program, tmp_path: Path
) -> None:
    names = ("Å.txt", "A\u030a.txt", "å.txt", "ö.txt", "Ö.txt")
    essays = ((name, b"I went to the sea %d times." % n) for n, name in enumerate(names))
    (tmp_path / "same names.zip").write_bytes(packed(*essays))
    ran = await on_database.run("assess", "same names.zip", "--json", "--out", "out")
    assert ran.code == 0, ran.err
    notes = {file["name"]: file["notes"] for file in ran.report["files"]}
    folder = "same names.zip"
    assert set(notes) == {
        *(f"{folder}/Å.txt", f"{folder}/Å (2).txt", f"{folder}/å (3).txt"),
        *(f"{folder}/ö.txt", f"{folder}/Ö (2).txt"),
    }
    told = {name for name, of in notes.items() if "same_name" in {note["code"] for note in of}}
    assert told == {name for name in notes if "(" in name}


async def test_a_text_of_thousands_of_misspellings_holds_up_nobody(
    on_database: Program, tmp_path: Path
) -> None:
    """Whoever holds the event loop of the program is told in its log, and nobody is."""
    folder = tmp_path / "class"
    folder.mkdir()
    dice = random.Random(1)
    words = ("".join(dice.choices("abcdefghijklmnoprstuv", k=9)) for _ in range(20_000))
    (folder / "Many.txt").write_text("We were there and it was good. " + " ".join(words))
    for n in range(5):
        (folder / f"{n}.txt").write_text(f"I went to the sea {n} times, and we swam all day.")
    told = Program({**on_database.environment, "HULEEDU_LOG": "debug"}, tmp_path)
    ran = await told.run("assess", str(folder), "--language", "en", "--out", "out")
    assert ran.code == 0, ran.err
    held_ms = [int(ms) for ms in re.findall(r"held the event loop for (\d+) ms", ran.err)]
    # 50 ms is the bound; cores that are shared with others take more processor time for the same
    assert max(held_ms, default=0) <= 100, ran.err[ran.err.index("held the event loop") :]
