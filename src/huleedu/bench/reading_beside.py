"""Have other programs read the same documents, where they are installed."""

import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from pypdfium2 import PdfDocument

from huleedu.bench.reading import Answer, Reader

PANDOC_READS = frozenset({".docx", ".odt", ".rtf", ".html", ".md"})
MARKITDOWN_READS = frozenset({".docx", ".html", ".md", ".pdf", ".txt"})
"""Of the corpus' formats: .rtf and .fodt it hands back with all their markup, .odt it refuses."""
_LINK = re.compile(r"\]\([^)\s]*\)")
# One process for all files: starting it takes longer than reading with it.
_MARKITDOWN = """
import json, sys, time
from markitdown import MarkItDown
reader = MarkItDown()
for path in sys.argv[1:]:
    started = time.perf_counter()
    try:
        text = reader.convert(path).text_content
    except Exception:
        text = None
    print(json.dumps([path, text, time.perf_counter() - started]))
"""


def pandoc() -> Reader | None:
    """pandoc's plain text; None where it is not installed."""
    if (program := shutil.which("pandoc")) is None:
        return None
    command = [program, "--to=plain", "--wrap=none"]
    return lambda paths: _each(paths, PANDOC_READS, lambda path: [*command, str(path)])


def pdftotext() -> Reader | None:
    """The text of Poppler's pdftotext; None where it is not installed."""
    if (program := shutil.which("pdftotext")) is None:
        return None
    command = [program, "-enc", "UTF-8"]
    return lambda paths: _each(paths, frozenset({".pdf"}), lambda path: [*command, str(path), "-"])


def pdfium(paths: Sequence[Path]) -> dict[Path, Answer]:
    """What PDFium alone gives, by which we read PDFs: its letters in the order of the file."""
    answers: dict[Path, Answer] = {}
    for path in paths:
        if path.suffix == ".pdf":
            content = path.read_bytes()
            started = time.perf_counter()
            with PdfDocument(content) as document:
                pages = [page.get_textpage().get_text_range() for page in document]
            took_s = time.perf_counter() - started
            answers[path] = Answer("\n".join(pages), took_s)
    return answers


def markitdown(program: Path | None) -> Reader | None:
    """The Markdown of markitdown, without the addresses of links; None where it is not installed.

    It is run by the Python that stands beside it; files that it fails on are refused.
    """
    found = shutil.which(program or "markitdown")
    if found is None:
        return None
    python = Path(found).resolve().parent / "python"

    def read(paths: Sequence[Path]) -> dict[Path, Answer]:
        asked = [str(path) for path in paths if path.suffix in MARKITDOWN_READS]
        told = _run([str(python), "-c", _MARKITDOWN, *asked])
        told.check_returncode()
        answers: dict[Path, Answer] = {}
        for path, text, took_s in map(json.loads, told.stdout.splitlines()):
            answers[Path(path)] = Answer(_LINK.sub("]", text) if text else None, took_s)
        return answers

    return read


def versions(markitdown: Path | None) -> dict[str, str]:
    """What each program calls itself, or that it is not installed."""
    return {
        "pandoc": _version("pandoc", "--version"),
        "pdftotext": _version("pdftotext", "-v"),
        "markitdown": _version(markitdown or "markitdown", "--version"),
    }


def _version(program: Path | str, told: str) -> str:
    if (found := shutil.which(program)) is None:
        return "not installed"
    ran = _run([found, told])
    numbers = re.search(rb"\d+(?:\.\d+)+", ran.stdout + ran.stderr)
    return numbers[0].decode() if numbers else "of unknown version"


def _each(
    paths: Sequence[Path], formats: frozenset[str], command: Callable[[Path], list[str]]
) -> dict[Path, Answer]:
    answers: dict[Path, Answer] = {}
    for path in paths:
        if path.suffix in formats:
            started = time.perf_counter()
            ran = _run(command(path))
            took_s = time.perf_counter() - started
            # it fails on a file that it cannot read
            answers[path] = Answer(None if ran.returncode else ran.stdout.decode(), took_s)
    return answers


def _run(command: list[str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - the program is one of ours to compare
        command, capture_output=True, check=False
    )
