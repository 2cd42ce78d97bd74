"""Read a .txt, however its letters were stored."""

from huleedu.contracts.reason import Reason
from huleedu.kit.encodings import Letters, NoLetters, read_letters
from huleedu.services.files.domain.outcomes import CannotRead, Code, Reading
from huleedu.services.files.domain.sniffing import binary
from huleedu.services.files.domain.whitespace import clean, paragraphs_apart


def read_txt(name: str, content: bytes) -> Reading:
    """The text; raises `CannotRead` for binary content and unknown letters."""
    letters = letters_of(name, content)
    return Reading(
        text=paragraphs_apart(clean(letters.text)),
        format="txt",
        encoding=letters.encoding,
        notes=tuple(map(Reason, letters.doubts)),
    )


def letters_of(name: str, content: bytes) -> Letters:
    """The letters as they are stored; raises `CannotRead` as above."""
    read = read_letters(content)
    if isinstance(read, NoLetters):
        refused = binary(name)
        raise CannotRead(refused.code, **refused.facts)
    if not isinstance(read, Letters):
        raise CannotRead(Code.UNREADABLE)
    return read
