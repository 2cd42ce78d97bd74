"""What stands in an essay, and which of its words are meant.

The truth of an essay has the words of its running text in reading order, its asides
(notes and boxes, each whole, wherever it comes), what is meant to be left out, and marks that may
come or not (numbers of notes and lists).
"""

from dataclasses import dataclass, field
from typing import Literal

Language = Literal["sv", "en"]
Script = Literal["latin", "arabic", "cyrillic", "greek"]


@dataclass(frozen=True)
class Note:
    """A footnote, where its mark stands."""

    text: str


@dataclass(frozen=True)
class Comment:
    """What somebody wrote in the margin; meant to be left out."""

    text: str


@dataclass(frozen=True)
class Deleted:
    """Struck out as a tracked change; meant to be left out."""

    text: str


@dataclass(frozen=True)
class Inserted:
    """Put in as a tracked change; meant."""

    text: str


@dataclass(frozen=True)
class Hidden:
    """Text that is hidden by its style; meant to be left out."""

    text: str


Part = str | Note | Comment | Deleted | Inserted | Hidden


@dataclass(frozen=True)
class Para:
    """A paragraph."""

    parts: tuple[Part, ...]
    initial: bool = False
    """Whether it begins with a large letter."""

    @property
    def plain(self) -> str:
        """What of it is meant, without its notes."""
        return "".join(
            part if isinstance(part, str) else part.text
            for part in self.parts
            if isinstance(part, str | Inserted)
        )


@dataclass(frozen=True)
class Heading:
    """A heading of the first or second level."""

    text: str
    level: int = 2
    spaced: bool = False
    """Whether its letters are set apart."""


@dataclass(frozen=True)
class Items:
    """A list."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A table, read row by row."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Box:
    """A text box beside the text."""

    text: str


@dataclass(frozen=True)
class Verse:
    """Short lines that belong together."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A question of a form, and the pupil's answer to it."""

    label: str
    answer: str


@dataclass(frozen=True)
class Contents:
    """A list of contents; meant to be left out."""

    title: str
    entries: tuple[str, ...]


Block = Para | Heading | Items | Table | Box | Verse | Question | Contents


@dataclass(frozen=True)
class Look:
    """How an essay's letters and pages look."""

    font: str = "Liberation Serif"
    """Serif or Sans."""
    size: int = 12
    margin_cm: float = 2.5


@dataclass(frozen=True)
class Essay:
    """One essay, before any program wrote it."""

    layout: str
    language: Language
    script: Script
    name: str
    blocks: tuple[Block, ...]
    header: str = ""
    footer: str = ""
    """Before the number of the page."""
    columns: int = 1
    justified: bool = False
    line_numbers: bool = False
    spacing: float = 1.2
    look: Look = Look()

    @property
    def key(self) -> str:
        """Tells it from all others."""
        return f"{self.layout}-{self.language}-{self.script}"


@dataclass
class Truth:
    """What of an essay is meant; see `huleedu.bench.reading`."""

    text: list[str] = field(default_factory=list[str])
    asides: list[str] = field(default_factory=list[str])
    left_out: list[str] = field(default_factory=list[str])
    marks: list[str] = field(default_factory=list[str])


def truth_of(essay: Essay) -> Truth:
    """The words of an essay as they are meant to be read."""
    truth = Truth(left_out=[text for text in (essay.header, essay.footer) if text])
    notes = 0
    for block in essay.blocks:
        match block:
            case Para(parts):
                truth.text.append(block.plain)
                notes += sum(isinstance(part, Note) for part in parts)
                truth.asides += [part.text for part in parts if isinstance(part, Note)]
                truth.left_out += [
                    part.text for part in parts if isinstance(part, Comment | Deleted | Hidden)
                ]
            case Heading(text):
                truth.text.append(text)
            case Items(items, numbered):
                truth.text += items
                if numbered:
                    truth.marks += [str(at) for at in range(1, len(items) + 1)]
            case Table(rows):
                truth.text += [cell for row in rows for cell in row]
            case Box(text):
                truth.asides.append(text)
            case Verse(lines):
                truth.text += lines
            case Question(label, answer):
                truth.text += [label, answer]
            case Contents(title, entries):
                truth.left_out += [title, *entries]
    truth.marks += [str(at) for at in range(1, notes + 1)] * 2
    return truth
