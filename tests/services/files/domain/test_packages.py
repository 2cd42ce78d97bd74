"""A zip is told by what is in it: a document of some kind, or an archive of files."""

import pytest
from tests.services.files.hostile import docx, odt, packed

from huleedu.services.files.domain import Code, Limits, Refused
from huleedu.services.files.domain.bounded_zip import BoundedZip
from huleedu.services.files.domain.outcomes import unsupported
from huleedu.services.files.domain.packages import package_of

EPUB = b"application/epub+zip"
OPEN = b"application/vnd.oasis.opendocument."
CONTENT = b'<Override ContentType="application/vnd.openxmlformats-officedocument.%s.main+xml"/>'


def typed(kind: bytes) -> bytes:
    return packed(("[Content_Types].xml", CONTENT % kind))


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.zip", docx("A text."), "docx"),
        ("a.docx", odt(b"<a/>"), "odt"),
        ("a.zip", packed(("a.txt", b"a")), "archive"),
        ("a.docx", packed(("a.txt", b"a")), Refused(Code.DAMAGED)),
        ("a", typed(b"spreadsheetml.sheet"), unsupported("spreadsheet")),
        ("a", typed(b"presentationml.slides"), unsupported("presentation")),
        ("a", packed(("[Content_Types].xml", b"<a/>")), Refused(Code.DAMAGED)),
        ("a", packed(("mimetype", OPEN + b"graphics")), unsupported("drawing")),
        ("a", packed(("mimetype", OPEN + b"formula")), unsupported("xml")),
        (
            "a",
            packed(("mimetype", b"application/epub+zip")),
            unsupported("e_book"),
        ),
        ("a", packed(("Index/Document.iwa", b"")), unsupported("pages")),
    ],
)
def test_the_kind_is_told_by_the_content(name: str, content: bytes, kind: object) -> None:
    assert package_of(name, BoundedZip(content, Limits())) == kind
