"""What every awkward document is made with: sentences, and the truth that grows with them."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from tools.reading_corpus.essays import Language, Truth
from tools.reading_corpus.layouts import Pen

_DAY = (2026, 10, 14, 9, 0, 0)


@dataclass
class Told:
    """Draws sentences, and keeps what is meant of them."""

    name: str
    language: Language
    truth: Truth = field(default_factory=Truth)

    def __post_init__(self) -> None:
        self._pen = Pen(self.language, Random(self.name))

    def say(self, what: int | str = 2) -> str:
        """So many sentences, or these words, as they come next in the text."""
        text = what if isinstance(what, str) else self._pen.text(what)
        self.truth.text.append(text)
        return text

    def aside(self, mark: str = "") -> str:
        """A sentence of a note or a box; `mark` may come or not."""
        self.truth.asides.append(self._pen.one())
        self.truth.marks += [mark, mark] if mark else []
        return self.truth.asides[-1]

    def omit(self, text: str | None = None) -> str:
        """A sentence, or these words, meant to be left out."""
        self.truth.left_out.append(self._pen.one() if text is None else text)
        return self.truth.left_out[-1]

    def halves(self, count: int = 1) -> tuple[str, str]:
        """Sentences parted before their last word but two."""
        text = self.say(count)
        words = text.split(" ")
        return " ".join(words[:-3]), " ".join(words[-3:])


def package(parts: Mapping[str, str | bytes], *, stored: tuple[str, ...] = ()) -> bytes:
    """A zip of these parts, in this order; `stored` ones are not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name, _DAY)
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            zipped.writestr(member, content, kind)
    return out.getvalue()
