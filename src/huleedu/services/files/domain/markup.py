"""Parse the XML inside documents without letting it reach for anything, and collect its text."""

import re
from collections.abc import Container
from dataclasses import dataclass, field

from lxml import etree

from huleedu.services.files.domain.outcomes import CannotRead, Code

_NO_DTD = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))


def parse(content: bytes) -> etree.Element:
    """The root of a well-formed document without a DTD; raises `CannotRead`.

    No office program writes a DTD; entity bombs and requests for other files need one.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    if any(mark in content for mark in _NO_DTD):
        raise CannotRead(Code.DAMAGED)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if error.code == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise CannotRead(Code.DAMAGED) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise CannotRead(Code.DAMAGED)
    return root


def text_in(root: etree.Element, paragraphs: Container[str]) -> str:
    """What stands in the paragraphs under `root`, with a space between them."""
    found: list[str | None] = []
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        is_paragraph = element.tag in paragraphs
        if event == "start":
            depth += is_paragraph
            found.append(element.text if depth else None)
        else:
            depth -= is_paragraph
            found += [" " if is_paragraph else None, element.tail if depth else None]
    return "".join(filter(None, found))


@dataclass
class _Level:
    """The body, or a text box in it."""

    is_paragraph: bool = False
    """Whether it is but a paragraph inside of another."""
    done: list[str] = field(default_factory=list[str])
    words: list[str] = field(default_factory=list[str])
    boxes: list[str] = field(default_factory=list[str])
    is_open: bool = False


class Story:
    """Collects paragraphs in reading order; those of a text box follow the one it hangs on."""

    def __init__(self) -> None:
        self._levels = [_Level()]

    @property
    def paragraphs(self) -> list[str]:
        """Those that are finished, on the level that is open."""
        return self._levels[-1].done

    @property
    def in_paragraph(self) -> bool:
        """Whether a paragraph is open."""
        return self._levels[-1].is_open

    def begin(self) -> None:
        """Open a paragraph; inside of another it is a box of its own."""
        if self._levels[-1].is_open:
            self._levels.append(_Level(is_paragraph=True))
        self._levels[-1].is_open = True

    def add(self, text: str) -> None:
        """Add to the open paragraph."""
        if text:
            self._levels[-1].words.append(text)

    def add_formula(self, text: str) -> None:
        """Add a formula: 1 with a half after it is not 11/2."""
        words = self._levels[-1].words
        apart = bool(words) and words[-1][-1:].isdigit() and text[:1].isdigit()
        words.append(f" {text}" if apart else text)

    def end(self, *, goes_on: bool = False) -> None:
        """Close the paragraph; if it `goes_on`, the next one continues it."""
        level = self._levels[-1]
        level.is_open = False
        if level.is_paragraph:
            self.hang(self.end_box())
        elif not goes_on:
            level.done += ["".join(level.words), *level.boxes]
            level.words, level.boxes = [], []

    def take_back(self, heading: re.Pattern[str]) -> str:
        """The last paragraph with words, if it is such a heading; it is no longer part of it."""
        done = self._levels[-1].done
        while done and not done[-1].strip():
            done.pop()
        return done.pop() if done and heading.fullmatch(done[-1].strip()) else ""

    def break_off(self) -> None:
        """What stood here ends, and so does a paragraph that was to go on."""
        level = self._levels[-1]
        if not level.is_open and (level.words or level.boxes):
            self.end()

    def place(self, paragraphs: list[str]) -> None:
        """Paragraphs that stand here: after the open one, or at once."""
        if self.in_paragraph:
            self.hang(paragraphs)
        else:
            self.break_off()
            self._levels[-1].done += paragraphs

    def drop(self) -> str:
        """Close the paragraph, and answer its words instead of keeping them."""
        level = self._levels[-1]
        words = " ".join(["".join(level.words), *level.boxes])
        level.words, level.boxes = [], []
        level.is_open = False
        if level.is_paragraph:
            self._levels.pop()
        return words

    def begin_box(self) -> None:
        """Open a text box inside the paragraph."""
        self._levels.append(_Level())

    def end_box(self) -> list[str]:
        """Close the text box; its paragraphs, which `hang` can keep."""
        level = self._levels.pop()
        return [*level.done, "".join(level.words), *level.boxes]

    def hang(self, paragraphs: list[str]) -> None:
        """Keep a text box's paragraphs until the open one ends."""
        self._levels[-1].boxes += paragraphs

    def finish(self) -> list[str]:
        """All paragraphs, also one that was never closed."""
        while len(self._levels) > 1:
            self.hang(self.end_box())
        self.end()
        return self.paragraphs
