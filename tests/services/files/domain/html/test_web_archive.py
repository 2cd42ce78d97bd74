"""A page is taken out of a web archive; a message to somebody is none."""

from base64 import b64encode

import pytest

from huleedu.services.files.domain import Code, Limits, Reading, Refused
from huleedu.services.files.domain.reading import read

PAGE = "<html><body><p>Åsa gick på fjället.</p></body></html>"
WORD = (
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
    "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    "\r\n<html><body><p>=C3=85sa gick p=C3=A5 fj=C3=A4llet.</p></body></html>\r\n--b\r\n"
    "Content-Type: image/png\r\n\r\nx\r\n--b--\r\n"
)
NESTED = (
    "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a\n"
    'Content-Type: multipart/alternative; boundary="b c"\n\n--b c\nContent-Type: text/plain\n\n'
    f"nej\n--b c\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
    f"{b64encode(PAGE.encode()).decode()}\n--b c--\n--a--\n"
)
BROWSER = (
    "From: <Saved by Blink>\nSnapshot-Content-Location: http://x.y\nSubject: x\nMIME-Version: 1.0\n"
    'Content-Type: multipart/related;\n\ttype="text/html";\n\tboundary=b\n\n--b\n'
    f"Content-Type: text/html\nContent-Transfer-Encoding: 8bit\n\n{PAGE}\n--b--\n"
)


@pytest.mark.parametrize("archive", [WORD, BROWSER, NESTED, WORD.replace("utf-8", "x-nobody")])
@pytest.mark.parametrize("name", ["a.mht", "a.mhtml", "a.doc"])
def test_the_page_of_an_archive_is_read(name: str, archive: str) -> None:
    outcome = read(name, archive.encode(), Limits())
    assert isinstance(outcome, Reading), outcome
    assert outcome.text == "Åsa gick på fjället."
    assert outcome.format == "html"


def test_an_archive_without_a_page_is_damaged() -> None:
    for archive in (
        WORD.replace("text/html", "image/gif"),
        NESTED.replace(b64encode(PAGE.encode()).decode(), "A"),
        "MIME-Version: 1.0\nContent-Type: text/html",
    ):
        outcome = read("a.mht", archive.encode(), Limits())
        assert isinstance(outcome, Refused)
        assert outcome.code in (Code.DAMAGED, Code.EMPTY)


def test_a_message_to_somebody_is_an_email() -> None:
    message = "To: lena@skola.se\n" + WORD.replace("\r\n", "\n")
    outcome = read("a.eml", message.encode(), Limits())
    assert outcome == Refused(Code.UNSUPPORTED_TYPE, {"kind": "email"})


def test_an_essay_that_begins_like_a_letter_is_text() -> None:
    letter = "Till: mormor\nFrån: Åsa\n\nContent-Type: det vet jag inte vad det är."
    outcome = read("a.txt", letter.encode(), Limits())
    assert isinstance(outcome, Reading)
    assert outcome.format == "txt"
