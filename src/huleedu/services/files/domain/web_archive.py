"""Take the page out of a web archive (.mht), in which Word and browsers store one whole."""

from email import message_from_bytes, policy
from email.message import EmailMessage

from huleedu.services.files.domain.html import html_text, read_html
from huleedu.services.files.domain.outcomes import CannotRead, Code, Reading


def read_web_archive(content: bytes) -> Reading:
    """The text of its first page; raises `CannotRead`."""
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = part.get_payload(decode=True)
            charset = part.get_content_charset()
            assert isinstance(page, bytes)
            if charset:
                try:
                    return html_text(page.decode(charset), "html", charset)
                except (LookupError, UnicodeDecodeError):
                    pass
            return read_html(page)
    raise CannotRead(Code.DAMAGED)
