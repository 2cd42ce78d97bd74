"""Measure whether a document's words are read: all of them, no others, and in their order.

The documents (`data/reading`, made by `tools/make_reading_corpus.py`) were written by LibreOffice,
Chromium, typst, reportlab and by hand from essays whose words are known. Of each essay the truth
has its running text in reading order; its asides, which are footnotes and text boxes; what is meant
to be left out (running headers and footers, contents lists, comments, struck out and hidden text);
and marks that may come or not (the numbers of notes and of lists).

**A word** is letters and digits, with apostrophes and hyphens inside it; capitals count. Texts are
composed (NFC) first, the apostrophes ’ ‘ ʼ become ', the hyphens of U+2010 and U+2011 become -, and
what nobody sees (soft hyphens, zero-width spaces, marks of direction) goes; the same for everybody.

*Recall* is the share of the words meant that came, an aside's wherever it came. *Foreign* is the
share of the words that came and were not meant, marks not counted; a word that comes twice is
foreign once. *Order* is the share of neighbouring words that are neighbours still. It is lenient
with asides, which programs put in place, behind the paragraph or at the end: one that comes whole
is taken out of the text before neighbours are compared, and its own words are then in order. One
that comes in pieces is compared, and counts, like the text, and so do the words that it parts.
"""

import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from huleedu.services.files.api.reading import Limits, Reading, read

CORPUS = Path(__file__).parent / "data" / "reading"

_UNSEEN = re.compile("[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_ALIKE = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\u2010": "-", "\u2011": "-"})
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


@dataclass(frozen=True)
class Truth:
    """What of an essay is meant: words in reading order."""

    text: Sequence[str]
    asides: Sequence[Sequence[str]]
    marks: Counter[str]


@dataclass(frozen=True)
class Document:
    """A file of the corpus."""

    path: Path
    layout: str
    truth: Truth

    @property
    def format(self) -> str:
        """As its name ends: docx, pdf."""
        return self.path.suffix[1:]


@dataclass(frozen=True)
class Answer:
    """What a reader made of a file; None where it does not read it."""

    text: str | None
    took_s: float


Reader = Callable[[Sequence[Path]], Mapping[Path, Answer]]
"""Reads files; those of formats that it does not know may be missing from the answer."""


@dataclass
class Score:
    """How well some documents were read."""

    documents: int = 0
    refused: int = 0
    words: int = 0
    """That were meant."""
    found: int = 0
    came: int = 0
    """Words in what was read, without marks."""
    foreign: int = 0
    pairs: int = 0
    """Neighbouring words that were meant."""
    kept: int = 0
    took_s: float = 0.0
    missing: Counter[str] = field(default_factory=Counter[str])
    strange: Counter[str] = field(default_factory=Counter[str])

    @property
    def recall(self) -> float:
        """0 to 1."""
        return self.found / max(self.words, 1)

    @property
    def foreign_share(self) -> float:
        """0 to 1."""
        return self.foreign / max(self.came, 1)

    @property
    def order(self) -> float:
        """0 to 1."""
        return self.kept / max(self.pairs, 1)

    @property
    def ms_a_file(self) -> float:
        """Milliseconds, a program's start included."""
        return 1000 * self.took_s / max(self.documents, 1)

    def add(self, other: "Score") -> None:
        """Count these documents, too."""
        for name in (
            *("documents", "refused", "words", "found", "came", "foreign", "pairs", "kept"),
            *("took_s", "missing", "strange"),
        ):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(frozen=True)
class Scored:
    """How well one reader read one document."""

    reader: str
    document: Document
    score: Score


def corpus(folder: Path = CORPUS) -> list[Document]:
    """The documents of a folder, and the truth about them."""
    told = json.loads((folder / "truth.json").read_text("utf-8"))
    truths = {
        key: Truth(
            words_of("\n".join(essay["text"])),
            [words_of(aside) for aside in essay["asides"]],
            Counter(essay["marks"]),
        )
        for key, essay in told["essays"].items()
    }
    return [
        Document(folder / one["file"], one["layout"], truths[one["essay"]])
        for one in told["documents"]
    ]


def words_of(text: str) -> list[str]:
    """The words of a text, as everybody's are counted."""
    plain = unicodedata.normalize("NFC", _UNSEEN.sub("", text)).translate(_ALIKE)
    return _WORD.findall(plain)


def measure(readers: Mapping[str, Reader], documents: Sequence[Document]) -> list[Scored]:
    """Have each reader read all documents.

    A reader that reads no document of a format has no score there; one that reads some has those
    that it refused counted as lost.
    """
    scores: list[Scored] = []
    for name, reader in readers.items():
        answers = reader([document.path for document in documents])
        knows = {path.suffix for path, answer in answers.items() if answer.text is not None}
        for document in documents:
            if document.path.suffix in knows:
                answer = answers.get(document.path, Answer(None, 0.0))
                scores.append(Scored(name, document, score(document.truth, answer)))
    return scores


def score(truth: Truth, answer: Answer) -> Score:
    """Compare what came with what was meant."""
    meant = [*truth.text, *(word for aside in truth.asides for word in aside)]
    came = _without(truth.marks - Counter(meant), words_of(answer.text or ""))
    wanted, got = Counter(meant), Counter(came)
    pairs, rest, kept = Counter(pairwise(truth.text)), came, 0
    for aside in truth.asides:
        if (at := _place(aside, rest)) is None:
            pairs += Counter(pairwise(aside))
        else:
            rest = rest[:at] + rest[at + len(aside) :]
            kept += len(aside) - 1
    found = (wanted & got).total()
    return Score(
        documents=1,
        refused=answer.text is None,
        words=len(meant),
        found=found,
        came=len(came),
        foreign=len(came) - found,
        pairs=pairs.total() + kept,
        kept=(pairs & Counter(pairwise(rest))).total() + kept,
        took_s=answer.took_s,
        missing=wanted - got,
        strange=got - wanted,
    )


def _without(marks: Counter[str], words: Iterable[str]) -> list[str]:
    left = Counter(marks)
    rest: list[str] = []
    for word in words:
        if left[word]:
            left[word] -= 1
        else:
            rest.append(word)
    return rest


def _place(aside: Sequence[str], words: Sequence[str]) -> int | None:
    size = len(aside)
    places = range(len(words) - size + 1)
    return next((at for at in places if words[at : at + size] == aside), None)


def in_sum(scores: Iterable[Scored]) -> dict[tuple[str, str], Score]:
    """(format, reader) → the sum of its documents."""
    sums: dict[tuple[str, str], Score] = {}
    for one in scores:
        sums.setdefault((one.document.format, one.reader), Score()).add(one.score)
    return sums


def on_the_files_of(reader: str, scores: Sequence[Scored]) -> dict[str, Score]:
    """Reader → the sum over the files of all formats that this reader reads."""
    formats = {one.document.format for one in scores if one.reader == reader}
    sums: dict[str, Score] = {}
    for one in scores:
        if one.document.format in formats:
            sums.setdefault(one.reader, Score()).add(one.score)
    return sums


def by_us(paths: Sequence[Path]) -> dict[Path, Answer]:
    """Read by this program, in this process."""
    answers: dict[Path, Answer] = {}
    for path in paths:
        content = path.read_bytes()
        started = time.perf_counter()
        outcome = read(path.name, content, Limits())
        took_s = time.perf_counter() - started
        answers[path] = Answer(outcome.text if isinstance(outcome, Reading) else None, took_s)
    return answers
