"""The content tells the kind; the name helps only where the content says nothing."""

import pytest
from tests.services.files.hostile import ODT_BODY, compound, docx, noise, odt, packed, pdf

from huleedu.services.files.domain import Code, Limits, Outcome, Reading, Refused
from huleedu.services.files.domain.reading import read

TEXT = "Åsa åt blåbär på ön."


def of(name: str, content: bytes) -> Outcome:
    return read(name, content, Limits())


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.txt", "a", "a.zip", "a.jpg"])
@pytest.mark.parametrize(
    ("content", "kind"),
    [(docx(TEXT), "docx"), (pdf("Hello"), "pdf"), (TEXT.encode(), "txt")],
    ids=["docx", "pdf", "txt"],
)
def test_a_wrong_name_does_no_harm(name: str, content: bytes, kind: str) -> None:
    outcome = of(name, content)
    assert isinstance(outcome, Reading)
    assert outcome.format == kind


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.doc", compound("WordDocument"), "old_word"),
        ("a.docx", compound("WordDocument"), "old_word"),
        ("a.xls", compound("Workbook"), "spreadsheet"),
        ("a.ppt", compound("PowerPoint Document"), "presentation"),
        ("a.wps", compound("CONTENTS"), "other_office"),
        ("a.pages", packed(("Index/Document.iwa", b"x")), "pages"),
        (
            "a.ods",
            packed(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")),
            "spreadsheet",
        ),
        ("a.epub", packed(("mimetype", b"application/epub+zip")), "e_book"),
        ("a.xlsx", packed(("[Content_Types].xml", b"spreadsheetml.sheet.main")), "spreadsheet"),
        ("a.pptx", packed(("[Content_Types].xml", b"presentationml.x.main")), "presentation"),
        ("a.jpg", noise(b"\xff\xd8\xff\xe0", 1), "picture"),
        ("a.png", noise(b"\x89PNG\r\n\x1a\n", 1), "picture"),
        ("a.heic", noise(b"\0\0\0\x18ftypheic", 1), "picture"),
        ("a.webp", noise(b"RIFF\0\0\0\0WEBP", 1), "picture"),
        ("a.m4a", noise(b"\0\0\0\x18ftypM4A ", 1), "recording"),
        ("a.7z", noise(b"7z\xbc\xaf\x27\x1c", 1), "packed"),
        ("a.tar", b"x".ljust(257, b"\0") + b"ustar", "packed"),
        ("a.xml", b'<?xml version="1.0"?><a/>', "xml"),
        ("a.gdoc", b'{"doc_id": "1"}', "google"),
        ("a.eml", b"To: x@y.se\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\nHej", "email"),
        ("a.msg", compound("__substg1.0_0037001F"), "email"),
        ("a.url", b"[InternetShortcut]\r\nURL=x", "link"),
        ("a.txt", noise(b"\x7fELF", 1), "binary"),
    ],
)
def test_other_kinds_are_refused_with_what_to_do(name: str, content: bytes, kind: str) -> None:
    outcome = of(name, content)
    assert isinstance(outcome, Refused)
    assert outcome.code is Code.UNSUPPORTED_TYPE
    assert outcome.facts == {"kind": kind}


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.docx", b"{\\rtf1\\ansi Hej}", "rtf"),
        ("a.doc", b"\xef\xbb\xbf\n{\\rtf\\ansi Hej}", "rtf"),
        ("a.txt", b"<!DOCTYPE html><html>Hej", "html"),
        ("a.doc", "<html><p>Hej</p></html>".encode("utf-16"), "html"),
        ("a.xml", b'<?xml version="1.0"?>\n<html xmlns="x"><body>Hej</body></html>', "html"),
        ("a.html", b"Hej", "html"),
        ("a.md", b"Hej", "md"),
        ("a.txt", b"# Hej", "txt"),
    ],
)
def test_what_is_written_as_text_is_told_apart(name: str, content: bytes, kind: str) -> None:
    outcome = of(name, content)
    assert isinstance(outcome, Reading), outcome
    assert outcome.format == kind
    assert outcome.text.removeprefix("# ") == "Hej"


@pytest.mark.parametrize("name", ["a.fodt", "a.xml", "a.txt"])
def test_an_open_document_may_be_flat(name: str) -> None:
    body = ODT_BODY.replace(b"document-content", b"document") % "Åsa".encode()
    kind = b' office:mimetype="application/vnd.oasis.opendocument.text">'
    flat = b'<?xml version="1.0" encoding="UTF-8"?>\n' + body.replace(b">", kind, 1)
    outcome = of(name, flat)
    assert isinstance(outcome, Reading), outcome
    assert (outcome.format, outcome.text) == ("odt", "Åsa")
    other = flat.replace(b"opendocument.text", b"opendocument.spreadsheet")
    assert of(name, other) == Refused(Code.UNSUPPORTED_TYPE, {"kind": "xml"})


@pytest.mark.parametrize("kind", ["", "-template", "-master", "-web"])
def test_kinds_of_open_documents_are_read_alike(kind: str) -> None:
    document = odt(ODT_BODY % "Åsa".encode(), kind=kind)
    assert isinstance(of("a.ott", document), Reading)


def test_what_ought_to_be_a_document_and_is_none_is_damaged() -> None:
    for name in ("a.docx", "a.pdf", "a.odt", "a.zip"):
        assert of(name, noise(b"", 1)) == Refused(Code.DAMAGED)
    assert of("a.docx", packed(("a.txt", b"x"))) == Refused(Code.DAMAGED)


def test_a_text_may_begin_with_the_letters_of_a_picture() -> None:
    outcome = of("a.txt", b"BM is a car, they say.")
    assert isinstance(outcome, Reading)


def test_an_open_document_under_any_name_is_read() -> None:
    outcome = of("a.docx", odt(ODT_BODY % b"Hej"))
    assert isinstance(outcome, Reading)
    assert outcome.text == "Hej"


@pytest.mark.parametrize("name", ["essay.txt", "essay", "essay.docx"])
@pytest.mark.parametrize(
    "text",
    [
        "%PDF-1.4 is how such a file begins.",
        "I opened it in Notepad and saw %PDF-1.4 and then nonsense.",
        "{\\rtf is how the other kind begins, and PK a third, PK for Phil Katz.",
        "PK was his name. GIF89 is a picture, ID3 a tag, OggS a song, fLaC too, BZh is packed.",
        "It said {\\rtf1 in the middle, and <html> as well.",
    ],
)
def test_who_writes_about_files_has_written_a_text(name: str, text: str) -> None:
    for content in (text.encode(), text.encode("utf-16"), text.encode("utf-8-sig")):
        outcome = of(name, content)
        assert isinstance(outcome, Reading)
        assert (outcome.format, outcome.text) == ("txt", text)


@pytest.mark.parametrize("junk", [b"\n", b"HTTP/1.1 200 OK\r\nX: y\r\n\r\n", b"X: y\r\n" * 900])
def test_what_stands_before_a_pdf_does_not_hide_it(junk: bytes) -> None:
    outcome = of("a.pdf", junk + pdf("Hello"))
    assert isinstance(outcome, Reading)
    assert (outcome.format, outcome.text) == ("pdf", "Hello")
