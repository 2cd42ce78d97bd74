"""Follow the fields of a .docx: what is their code, what their result, and whose that is."""

import re
from dataclasses import dataclass, field

from huleedu.services.files.domain.left_out import Purpose

_RESULTS: dict[str, Purpose | None] = {
    **dict.fromkeys(("TOC", "INDEX", "TOA"), "contents"),
    # numbers of pages, and marks that refer to a note once more
    **dict.fromkeys(("PAGE", "NOTEREF"), None),
}
"""Fields whose results are not the pupil's, and as what they are told of."""
_FRACTION = re.compile(
    r"\s*EQ\s+\\f\s*\(\s*([^;,()]+?)\s*[;,]\s*([^;,()]+?)\s*\)\s*", re.IGNORECASE
)
CODE_LETTERS_MAX = 40
"""So much of a code tells its kind."""


@dataclass
class _Field:
    code: str = ""
    in_code: bool = True


@dataclass
class Fields:
    """The fields that are open."""

    _open: list[_Field] = field(default_factory=list[_Field])

    def __bool__(self) -> bool:
        return bool(self._open)

    def begin(self, code: str = "") -> None:
        """A field begins; with its code, if that is known at once."""
        self._open.append(_Field(code, in_code=not code))

    def add_code(self, text: str) -> None:
        """More of the code of the innermost field."""
        if self._open and len(self._open[-1].code) < CODE_LETTERS_MAX:
            self._open[-1].code += text

    def turn(self) -> None:
        """From here to its end it is the field's result."""
        if self._open:
            self._open[-1].in_code = False

    def end(self) -> str:
        """The innermost field ends; what it shows by its code alone, if that is a fraction."""
        ended = self._open.pop() if self._open else _Field()
        fraction = _FRACTION.fullmatch(ended.code) if ended.in_code else None
        return f"{fraction[1]}/{fraction[2]}" if fraction else ""

    @property
    def in_code(self) -> bool:
        """Whether we are in any field's code."""
        return any(one.in_code for one in self._open)

    @property
    def unread(self) -> bool:
        """Whether what stands here is not the pupil's."""
        return any(_kind(one) in _RESULTS for one in self._open)

    @property
    def purpose(self) -> Purpose | None:
        """As what it is told of; None: it isn't."""
        return next((told for one in self._open if (told := _RESULTS.get(_kind(one)))), None)


def _kind(one: _Field) -> str:
    words = one.code.split(maxsplit=1)
    return words[0].upper() if words else ""
