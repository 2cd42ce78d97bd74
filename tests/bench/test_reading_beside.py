"""Other programs are asked where they are installed, and left alone where they are not."""

import os
import sys
from pathlib import Path

import pytest

from huleedu.bench.reading import CORPUS
from huleedu.bench.reading_beside import markitdown, pandoc, pdfium, pdftotext, versions

DOCUMENTS = [Path("a.docx"), Path("b.pdf"), Path("c.txt")]


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def program(place: Path, name: str, lines: str) -> Path:
    path = place / name
    path.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_what_is_not_installed_is_not_asked(bare: Path) -> None:
    assert pandoc() is pdftotext() is markitdown(None) is None
    assert set(versions(None).values()) == {"not installed"}


def test_each_reads_the_formats_that_it_knows(bare: Path) -> None:
    program(bare, "pandoc", 'echo "pandoc 3.1.2 says $*"')
    program(bare, "pdftotext", 'echo "$*"')
    by_pandoc, by_pdftotext = pandoc(), pdftotext()
    assert by_pandoc
    assert by_pdftotext
    told = {path.name: answer.text for path, answer in by_pandoc(DOCUMENTS).items()}
    assert told == {"a.docx": "pandoc 3.1.2 says --to=plain --wrap=none a.docx\n"}
    told = {path.name: answer.text for path, answer in by_pdftotext(DOCUMENTS).items()}
    assert told == {"b.pdf": "-enc UTF-8 b.pdf -\n"}
    told = versions(program(bare, "other", "echo unknown"))
    assert told == {
        "pandoc": "3.1.2",
        "pdftotext": "of unknown version",
        "markitdown": "of unknown version",
    }


def test_a_file_that_a_program_fails_on_is_refused(bare: Path) -> None:
    program(bare, "pandoc", "exit 63")
    reader = pandoc()
    assert reader
    assert reader(DOCUMENTS)[DOCUMENTS[0]].text is None


def test_pdfium_reads_pdfs_alone() -> None:
    paths = [CORPUS / "awkward-chapters.pdf", CORPUS / "typed-plain-sv.txt"]
    answers = pdfium(paths)
    assert list(answers) == paths[:1]
    assert "Dag 4" in (answers[paths[0]].text or "")


LIBRARY = """
class MarkItDown:
    def convert(self, path):
        if path.endswith(".pdf"):
            raise ValueError("no")
        self.text_content = f"[{path}](http://somewhere) read"
        return self
"""


@pytest.mark.skipif(os.name == "nt", reason="a link stands for a program")
def test_markitdown_is_run_by_the_python_beside_it(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = program(bare, "markitdown", "exit 1")
    (bare / "python").symlink_to(sys.executable)
    (bare / "markitdown.py").write_text(LIBRARY, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(bare))
    for asked in (found, None):
        reader = markitdown(asked)
        assert reader
        answers = reader([*DOCUMENTS, Path("d.rtf")])
        told = {path.name: answer.text for path, answer in answers.items()}
        assert told == {"a.docx": "[a.docx] read", "b.pdf": None, "c.txt": "[c.txt] read"}
