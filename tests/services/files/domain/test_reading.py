"""What is in a file comes out of it as text, whatever program wrote it."""

import io
import zipfile

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from tests.services.files.hostile import ODT_BODY, docx, odt, packed, pdf

from huleedu.contracts.reason import Reason
from huleedu.services.files.domain import Archive, Code, Limits, Reading, Refused, count_members
from huleedu.services.files.domain.reading import read

LIMITS = Limits()
SWEDISH = "Åsa åt blåbär på ön och kände sig ledig. Émile såg en älg vid Großmanns hus."


def text_of(name: str, content: bytes) -> str:
    outcome = read(name, content, LIMITS)
    assert isinstance(outcome, Reading), outcome
    return outcome.text.strip()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_letters_survive_every_encoding(encoding: str) -> None:
    assert text_of("a.txt", SWEDISH.encode(encoding)) == SWEDISH


def has_word(text: str) -> bool:
    return any(map(str.isalpha, text))


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzåäöéß ,.", min_size=30).filter(has_word))
def test_any_text_of_our_letters_comes_back_from_utf_8(text: str) -> None:
    assert text_of("a.txt", text.encode()) == text.strip()


def test_a_word_document_is_read_whole_and_its_header_kept_apart() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Åsa Öberg 9B"
    document.add_paragraph("The first paragraph.")
    document.add_table(1, 2).cell(0, 1).text = "in a table"
    document.add_paragraph("The last paragraph.")
    out = io.BytesIO()
    document.save(out)
    outcome = read("a.docx", out.getvalue(), LIMITS)
    assert isinstance(outcome, Reading)
    assert outcome.header_text == "Åsa Öberg 9B"
    for part in ("The first paragraph.", "in a table", "The last paragraph."):
        assert part in outcome.text
    assert "Öberg" not in outcome.text


def test_tracked_insertions_are_kept_and_deletions_dropped() -> None:
    body = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>I </w:t></w:r><w:ins><w:r><w:t>really </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>hardly </w:delText></w:r></w:del>"
        "<w:r><w:t>liked it.</w:t></w:r></w:p></w:body></w:document>"
    )
    with zipfile.ZipFile(io.BytesIO(docx("x"))) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    changed = packed(*{**parts, "word/document.xml": body.encode()}.items())
    assert text_of("a.docx", changed) == "I really liked it."


def test_a_pdf_and_an_open_document_are_read() -> None:
    assert "The sea was warm" in text_of("a.pdf", pdf("The sea was warm and we swam."))
    body = (
        b'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        b' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
        b"<text:p>" + SWEDISH.encode() + b"</text:p></office:text></office:body>"
        b"</office:document-content>"
    )
    assert text_of("a.odt", odt(body)) == SWEDISH


def test_the_content_tells_the_kind_and_not_the_name() -> None:
    assert text_of("a.pdf", docx(SWEDISH)) == SWEDISH
    assert text_of("a", docx(SWEDISH)) == SWEDISH


def test_an_archive_gives_its_members_without_what_systems_leave_there() -> None:
    content = packed(
        ("9b/Åsa.txt", b"one"), ("__MACOSX/9b/._x", b"x"), ("9b/.DS_Store", b"x"), ("b.txt", b"two")
    )
    outcome = read("class.zip", content, LIMITS)
    assert isinstance(outcome, Archive)
    assert [(m.name, m.content) for m in outcome.members] == [
        ("9b/Åsa.txt", b"one"),
        ("b.txt", b"two"),
    ]
    assert count_members("class.zip", content, LIMITS) == 2
    assert count_members("a.txt", b"text", LIMITS) == 1


def test_limits_are_settings() -> None:
    small = Limits(size_bytes_max=10)
    outcome = read("a.txt", b"x" * 11, small)
    assert isinstance(outcome, Refused)
    assert outcome.code == Code.TOO_LARGE


GARBLED = SWEDISH.encode().decode("latin-1")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", GARBLED.encode()),
        ("a.docx", docx(*SWEDISH.encode().decode("cp1252").split("\n"))),
        ("a.odt", odt(ODT_BODY % GARBLED.replace("\xc3\x85", "\xc3…").encode())),
    ],
)
def test_what_was_garbled_is_put_right_in_every_format(name: str, content: bytes) -> None:
    outcome = read(name, content, LIMITS)
    assert isinstance(outcome, Reading)
    assert outcome.text == SWEDISH
    assert outcome.notes == (Reason("letters_are_mended", {"n": 11}),)
