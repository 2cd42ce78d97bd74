"""Read a .pdf that pdfium gives up: by pypdf, which is slow, but mends some of them."""

from io import BytesIO

from pypdf import PasswordType, PdfReader
from pypdf.errors import PyPdfError

from huleedu.services.files.domain.outcomes import CannotRead, Code, Limits
from huleedu.services.files.domain.pdf.lines import Page, PageLine


def pages_of(content: bytes, limits: Limits) -> list[Page]:
    """The pages; raises `CannotRead`."""
    pages: list[Page] = []
    chars = 0
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
            raise CannotRead(Code.PASSWORD)
        if len(reader.pages) > limits.pages_max:
            raise CannotRead(Code.TOO_MANY_PAGES, limit=limits.pages_max)
        for page in reader.pages:
            text = page.extract_text()
            chars += len(text)
            if chars > limits.text_chars_max:
                raise CannotRead(Code.TOO_LONG_TEXT, limit=limits.text_chars_max)
            pages.append(_page_without_places(text))
    # What pypdf raises when a file is not as it should be.
    except (
        *(PyPdfError, ArithmeticError, AssertionError, AttributeError, LookupError),
        *(RecursionError, TypeError, ValueError, NotImplementedError, OSError),
    ) as error:
        raise CannotRead(Code.DAMAGED) from error
    return pages


def _page_without_places(text: str) -> Page:
    """Lines as a typewriter would have set them: each letter one wide, each line one high."""
    rows = text.splitlines()
    lines = tuple(
        PageLine(row.strip(), 0, len(row.strip()), -at, 1 - at, len(row.split()[0]))
        for at, row in enumerate(rows)
        if row.strip()
    )
    return Page(lines, -len(rows), 1)
