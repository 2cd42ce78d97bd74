"""Take the page out of a web archive (.mht), in which Word and browsers store one whole."""

import binascii
import quopri
import re
from email import message_from_bytes
from email.message import Message

from huleedu.services.files.domain.html.reader import html_text, read_html
from huleedu.services.files.domain.outcomes import CannotRead, Code, Reading

DEPTH_MAX = 5
"""Parts in parts."""
PARTS_MAX = 500
HEAD_BYTES_MAX = 65_536
_EMPTY_LINE = re.compile(rb"\r?\n\r?\n")
_PAGES = ("text/html", "application/xhtml+xml")


def read_web_archive(content: bytes) -> Reading:
    """The text of its first page; raises `CannotRead`."""
    found = _page(content.lstrip(), 0)
    if found is None:
        raise CannotRead(Code.DAMAGED)
    page, charset = found
    if charset:
        try:
            return html_text(page.decode(charset), "html", charset)
        except (LookupError, UnicodeDecodeError):
            pass
    return read_html(page)


def _page(part: bytes, depth: int) -> tuple[bytes, str | None] | None:
    """The page in a part, and how its letters are said to be stored; None: there is none."""
    end = _EMPTY_LINE.search(part, 0, HEAD_BYTES_MAX)
    head, body = (part[: end.start()], part[end.end() :]) if end else (part, b"")
    told: Message[str, str] = message_from_bytes(head[:HEAD_BYTES_MAX])
    if told.get_content_type() in _PAGES:
        return _decoded(body, str(told.get("Content-Transfer-Encoding"))), (
            told.get_content_charset()
        )
    boundary = told.get_boundary()
    if not boundary or depth == DEPTH_MAX:
        return None
    parts = body.split(b"--" + boundary.encode(), PARTS_MAX)[1:]
    pages = (_page(inner.lstrip(b"\r\n"), depth + 1) for inner in parts)
    return next((page for page in pages if page is not None), None)


def _decoded(body: bytes, way: str) -> bytes:
    match way.strip().lower():
        case "base64":
            try:
                return binascii.a2b_base64(body)
            except binascii.Error:
                raise CannotRead(Code.DAMAGED) from None
        case "quoted-printable":
            return quopri.decodestring(body)
        case _:
            return body
