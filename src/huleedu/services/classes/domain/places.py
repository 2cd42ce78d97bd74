"""Where an essay may name its writer: header, file name as platforms write it, first lines."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

import msgspec

from huleedu.contracts.classes import FoundIn
from huleedu.services.classes.domain.names import Word, normal, words_of

FIRST_LINES_MAX = 5
LINE_WORDS_MAX = 8

# What may stand beside a name without being one.
_ORDINARY = frozenset(
    {
        *("name", "namn", "by", "av", "author", "written", "skriven", "pupil", "elev", "student"),
        *("class", "klass", "date", "datum", "page", "sida", "of", "my", "min", "copy", "kopia"),
        *("essay", "text", "uppsats", "uppgift", "task", "assignment", "inlämning", "prov", "test"),
        *("final", "draft", "version", "slutlig", "utkast", "english", "engelska", "svenska"),
        *(
            "swedish",
            "late",
            "sen",
            "docx",
            "odt",
            "pdf",
            "txt",
            "rtf",
            "new",
            "ny",
            "klar",
            "kopia",
        ),
        *("submission", "handin", "homework", "läxa", "writing", "skrivuppgift", "åk", "grade"),
    }
)
_LABEL = re.compile(r"\s*(?:name|namn|author|av|by|elev|pupil|student|skriven av|written by)\b\W*")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# lindbergmaja_LATE_12345_678910_Essay.docx: name, person, file (Canvas)
_CANVAS = re.compile(r"(?P<name>[^\W\d_]+)(?:_late)?_(?P<id>\d{2,})_\d{2,}_", re.IGNORECASE)
# Maja Lindberg_1234567_assignsubmission_file_essay.docx, or a folder of this name (Moodle)
_MOODLE = re.compile(r"(?P<name>[^/_]+)_(?P<id>\d{2,})_assignsubmission_[a-z]+_?", re.IGNORECASE)
_SEGMENTS = re.compile(r"[^/]+?(?=\s+[-–—]\s+|/|$)")
_ENDING = re.compile(r"\.(?:docx|odt|pdf|txt)$", re.IGNORECASE)
_ID = re.compile(r"[^\W_]*\d[^\W_]*")


class EssayHints(msgspec.Struct, frozen=True):
    """Where an essay may tell its author. `first_lines` is the beginning of its text."""

    id: str
    header_text: str
    file_name: str
    first_lines: str


class Place(NamedTuple):
    """A piece of text in which a name may stand.

    Args:
        trust: of two that name different pupils, the one that is shown first.
        name_alone: nothing but the name stands there, or a whole name wouldn't count.
        labelled: it is said that a name stands here.
        handed_in: a platform wrote here whose account handed it in.
    """

    how: FoundIn
    words: list[Word]
    trust: float
    name_alone: bool = False
    labelled: bool = False
    handed_in: bool = False

    @property
    def beside(self) -> list[Word]:
        """The words that may be of a name."""
        return [word for word in self.words if word.text not in _ORDINARY]


class KnownAs(NamedTuple):
    """An id of another system, or an e-mail address."""

    how: FoundIn
    text: str
    start: int
    end: int


def places_of(essay: EssayHints) -> list[Place]:
    """The places of an essay in which a name may stand."""
    header, file, lines = (
        normal(each) for each in (essay.header_text, essay.file_name, essay.first_lines)
    )
    found = [Place("header", words_of(header), 0.99), *_in_file_name(file), *_in_lines(lines)]
    for how, text in (("header", header), ("text", lines)):
        for address in _EMAIL.finditer(text):
            words = _shifted(words_of(address.group().partition("@")[0]), address.start())
            found.append(Place("header" if how == "header" else "text", words, 0.985))
    return [place for place in found if place.words]


def handed_in_as(file_name: str) -> tuple[Literal["canvas", "moodle"], str] | None:
    """Which platform a file comes from, and what it calls the writer: it wrote that itself."""
    file = normal(file_name)
    if found := _MOODLE.search(file):
        return "moodle", found["id"]
    found = _CANVAS.search(file)
    return ("canvas", found["id"]) if found else None


def known_as(essay: EssayHints) -> Iterator[KnownAs]:
    """What other systems may call the writer."""
    file = normal(essay.file_name)
    for platform in (_CANVAS, _MOODLE):
        if found := platform.search(file):
            yield KnownAs("file name", found["id"], found.start("id"), found.end("id"))
    header, lines = normal(essay.header_text), normal(essay.first_lines)
    stem = _ENDING.sub("", file)
    for pattern in (_EMAIL, _ID):
        for found in pattern.finditer(stem):
            yield KnownAs("file name", found.group().casefold(), found.start(), found.end())
        for found in pattern.finditer(header):
            yield KnownAs("header", found.group().casefold(), found.start(), found.end())
        for found in pattern.finditer(lines):
            yield KnownAs("text", found.group().casefold(), found.start(), found.end())


def _shifted(words: list[Word], by: int) -> list[Word]:
    return [Word(word.text, word.start + by, word.end + by) for word in words]


def _in_file_name(name: str) -> Iterator[Place]:
    """What the platform wrote, if one did, and each folder and part between dashes by itself."""
    begin = 0
    for platform in (_CANVAS, _MOODLE):
        if found := platform.search(name):
            begin = found.end()
            at = found.start("name")
            words = _shifted(words_of(found["name"], camel=True), at)
            yield Place("file name", words, 1.0, handed_in=True)
            break
    rest = name[begin:]
    stem = rest.rpartition(".")[0] or rest
    words = _shifted(words_of(stem, camel=True), begin)
    yield Place("file name", words, 0.98)
    segments = [part for part in _SEGMENTS.finditer(stem) if part.group().strip(" -–—")]
    if len(segments) > 1:
        for part in segments:
            words = _shifted(words_of(part.group(), camel=True), begin + part.start())
            yield Place("file name", words, 0.98, name_alone=True)


def _in_lines(text: str) -> Iterator[Place]:
    at, seen = 0, 0
    for line in text.splitlines(keepends=True):
        if line.strip() and seen < FIRST_LINES_MAX:
            seen += 1
            label = _LABEL.match(line.casefold())
            words = _shifted(words_of(line), at)
            kept = [word for word in words if word.text not in _ORDINARY]
            if len(kept) <= LINE_WORDS_MAX:
                words = words if label else kept
                yield Place("text", words, 0.97, name_alone=not label, labelled=bool(label))
        at += len(line)
