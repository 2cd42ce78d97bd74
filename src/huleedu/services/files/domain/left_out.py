"""Keep account of what a reader leaves out of a text, so that a teacher is told of it.

Three codes tell of it. `left_out`: what is in the file on purpose and is not the pupil's text; it
stands quietly in the essay's own record. `unseen_text`: what is in the file and nobody sees on
paper; `not_read`: what may be the pupil's text and could not be read. These two are worth a look.
"""

from dataclasses import dataclass, field
from typing import Literal

from huleedu.contracts.reason import Reason

Purpose = Literal[
    "header", "comments", "contents", "placeholders", "line_numbers", "pictures", "charts"
]
"""Kinds of `left_out`."""
Unseen = Literal["hidden", "same_colour", "tiny"]
"""Kinds of `unseen_text`: set to be hidden, in the colour of its background, too small to read."""
NotRead = Literal["embedded"]
"""Kinds of `not_read`: a document or another object inside the file."""


@dataclass
class LeftOut:
    """How much of each kind was left out: words, and of pictures and what is embedded, pieces."""

    _counts: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])

    def on_purpose(self, kind: Purpose, text: str) -> None:
        """This text is in the file, but is not the pupil's essay."""
        self._add("left_out", kind, count_words(text))

    def unseen(self, kind: Unseen, text: str) -> None:
        """This text is in the file, but can't be seen."""
        self._add("unseen_text", kind, count_words(text))

    def drawn(self, kind: Literal["pictures", "charts"]) -> None:
        """A picture or a chart: whether there are words in it is not known."""
        self._add("left_out", kind, 1)

    def not_read(self, kind: NotRead) -> None:
        """A piece of the file that may hold words, and could not be read."""
        self._add("not_read", kind, 1)

    def reasons(self) -> tuple[Reason, ...]:
        """One for each kind, in the order met."""
        return tuple(
            Reason(code, {"kind": kind, "n": n}) for (code, kind), n in self._counts.items()
        )

    def _add(self, code: str, kind: str, n: int) -> None:
        if n:
            self._counts[code, kind] = self._counts.get((code, kind), 0) + n


def count_words(text: str) -> int:
    """Words as they stand between spaces; a number alone (a page's, a line's) is none."""
    return sum(any(map(str.isalpha, word)) for word in text.split())
