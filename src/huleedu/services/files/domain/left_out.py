"""Keep account of what a reader leaves out of a text, so that a teacher is told of it.

Three codes tell of it. `left_out`: what is in the file on purpose and is not the pupil's text; it
stands quietly in the essay's own record. `unseen_text`: what is in the file and nobody sees on
paper; `not_read`: what may be the pupil's text and could not be read. These two are worth a look.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from huleedu.contracts.reason import Reason

Purpose = Literal[
    "header",
    "comments",
    "contents",
    "placeholders",
    "line_numbers",
    "pictures",
    "charts",
    "watermark",
]
"""Kinds of `left_out`."""
Unseen = Literal["hidden", "same_colour", "tiny"]
"""Kinds of `unseen_text`: set to be hidden, in the colour of its background, too small to read."""
NotRead = Literal["embedded"]
"""Kinds of `not_read`: a document or another object inside the file."""
CONTENTS_HEADING = re.compile(r"(?:table of )?contents|innehåll(?:sförteckning)?", re.IGNORECASE)
"""What stands above a table of contents, and belongs to it."""
_Kind = tuple[str, str]


@dataclass
class LeftOut:
    """How much of each kind was left out: words, and of pictures and what is embedded, pieces."""

    _texts: dict[_Kind, list[str]] = field(default_factory=dict[_Kind, list[str]])
    _pieces: Counter[_Kind] = field(default_factory=Counter[_Kind])

    def on_purpose(self, kind: Purpose, text: str) -> None:
        """This text is in the file, but is not the pupil's essay; one piece follows another."""
        self._texts.setdefault(("left_out", kind), []).append(text)

    def unseen(self, kind: Unseen, text: str) -> None:
        """This text is in the file, but can't be seen; one piece follows another."""
        self._texts.setdefault(("unseen_text", kind), []).append(text)

    def end_paragraph(self) -> None:
        """What follows is another word."""
        for pieces in self._texts.values():
            pieces.append(" ")

    def drawn(self, kind: Literal["pictures", "charts"]) -> None:
        """A picture or a chart: whether there are words in it is not known."""
        self._pieces["left_out", kind] += 1

    def numbers_of_lines(self, n: int) -> None:
        """So many numbers stand beside lines."""
        self._pieces["left_out", "line_numbers"] += n

    def not_read(self, kind: NotRead) -> None:
        """A piece of the file that may hold words, and could not be read."""
        self._pieces["not_read", kind] += 1

    def reasons(self) -> tuple[Reason, ...]:
        """One for each kind."""
        counted = {kind: count_words("".join(texts)) for kind, texts in self._texts.items()}
        return tuple(
            Reason(code, {"kind": kind, "n": n})
            for (code, kind), n in {**counted, **self._pieces}.items()
            if n
        )


def count_words(text: str) -> int:
    """Words as they stand between spaces; a number alone (a page's, a line's) is none."""
    return sum(any(map(str.isalpha, word)) for word in text.split())


def summed(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """The same, each kind once: a part of a file has an account of its own."""
    counts: Counter[tuple[str, str]] = Counter()
    others: list[Reason] = []
    for reason in reasons:
        kind, n = reason.facts.get("kind"), reason.facts.get("n")
        if isinstance(kind, str) and isinstance(n, int):
            counts[reason.code, kind] += n
        elif reason not in others:
            others.append(reason)
    of_kinds = (Reason(code, {"kind": kind, "n": n}) for (code, kind), n in counts.items())
    return (*others, *of_kinds)
