"""`huleedu essay show` tells an essay's life."""

from pathlib import Path

from docx import Document
from tests.program import InThisProcess


def test_an_essays_life_is_told(in_this_process: InThisProcess, tmp_path: Path) -> None:
    (tmp_path / "Åsa.txt").write_text("I went to the sea with my friends, and we swam all day.")
    ran = in_this_process.run("assess", str(tmp_path / "Åsa.txt"), "--json", "--out", "out")
    essay = ran.report["essays"][0]["id"]
    ran = in_this_process.run("essay", "show", essay[:8])
    moves = [line.split("→")[1].split("  ")[0].strip() for line in ran.out.splitlines()[1:]]
    assert moves == ["offered", "waiting", "assigned", "spelling checked", "language measured"]


def test_what_was_left_out_of_its_file_is_told(
    in_this_process: InThisProcess, tmp_path: Path
) -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Åsa Lind, 9A"
    document.add_paragraph("I went to the sea with my friends, and we swam all day.")
    document.save(str(tmp_path / "Åsa.docx"))
    ran = in_this_process.run("assess", str(tmp_path / "Åsa.docx"), "--json", "--out", "out")
    ran = in_this_process.run("essay", "show", ran.report["essays"][0]["id"])
    assert ran.out.splitlines()[-1] == "  Not counted: header and footer (3 words)."
