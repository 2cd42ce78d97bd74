"""The awkward documents of the corpus are those that the script writes."""

import io
import json
import zipfile
from dataclasses import asdict

import pytest
from tools.reading_corpus.awkward import Told
from tools.reading_corpus.awkward_docx import DOCX
from tools.reading_corpus.awkward_odt import ODT
from tools.reading_corpus.awkward_pdf import PDF
from tools.reading_corpus.awkward_text import TEXT

from huleedu.bench.reading import CORPUS

TOLD = json.loads((CORPUS / "truth.json").read_text("utf-8"))["essays"]
AWKWARD = {**DOCX, **ODT, **TEXT, **PDF}


def parts(content: bytes) -> dict[str, bytes]:
    """Of a package its parts: not all machines pack them into the same bytes."""
    if not content.startswith(b"PK"):
        return {"": content}
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


@pytest.mark.parametrize(("at", "name"), [*enumerate(AWKWARD)], ids=str)
def test_an_awkward_document_is_what_the_script_writes(at: int, name: str) -> None:
    told = Told(name, ("sv", "en")[at % 2])
    made, kept = AWKWARD[name](told), (CORPUS / f"awkward-{name}").read_bytes()
    if name in PDF:  # packed by a library that may change
        assert made.startswith(b"%PDF-")
    else:
        assert parts(made) == parts(kept)
    assert asdict(told.truth) == TOLD[name]
