"""Read an .odt: the pupil's text as it would be printed with all changes accepted."""

import re
from dataclasses import dataclass, field

from lxml import etree

from huleedu.contracts.reason import Reason
from huleedu.services.files.domain.bounded_zip import BoundedZip
from huleedu.services.files.domain.markup import Story, parse
from huleedu.services.files.domain.outcomes import CannotRead, Code, Reading
from huleedu.services.files.domain.whitespace import joined, lines_once

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _STYLE, _OFFICE, _DRAW = (
    f"{{{_OASIS}{name}:1.0}}" for name in ("text", "style", "office", "drawing")
)
_PARAGRAPHS = (_TEXT + "p", _TEXT + "h")
# The store of deleted text, comments, forms, numbers of notes and lists, readings above words,
# and descriptions of pictures.
_LEFT_OUT = frozenset(
    {
        *(_TEXT + "tracked-changes", _TEXT + "note-citation", _TEXT + "ruby-text"),
        *(_TEXT + "hidden-text", _TEXT + "number", _TEXT + "sequence-decls"),
        *(_OFFICE + "annotation", _OFFICE + "forms", _OFFICE + "scripts"),
        *(
            "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}" + n
            for n in ("title", "desc")
        ),
    }
)
_SIGNS = {_TEXT + "tab": "\t", _TEXT + "line-break": "\n"}
_MARGINS = tuple(
    _STYLE + name + side for name in ("header", "footer") for side in ("", "-left", "-first")
)
_SPACES = re.compile(r"[ \t\r\n]+")
SPACES_MAX = 100
"""A run of spaces is stored as a number, which may be any."""


def read_odt(zipped: BoundedZip) -> Reading:
    """The body, then its notes; headers and footers apart."""
    if zipped.has("encrypted-package") or b"encryption-data" in _part(
        zipped, "META-INF/manifest.xml"
    ):
        raise CannotRead(Code.PASSWORD)
    root = parse(zipped.part("content.xml"))
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise CannotRead(Code.DAMAGED)
    walk = _Walk(_hidden_styles(root))
    paragraphs = walk.through(body)
    remarks = (Reason("changes_were_tracked"),)
    return Reading(
        text=joined([*paragraphs, *walk.notes]),
        format="odt",
        header_text=_header(zipped),
        notes=remarks if body.find(f"{_TEXT}tracked-changes") is not None else (),
    )


def _part(zipped: BoundedZip, name: str) -> bytes:
    return zipped.part(name) if zipped.has(name) else b""


def _header(zipped: BoundedZip) -> str:
    if not zipped.has("styles.xml"):
        return ""
    root = parse(zipped.part("styles.xml"))
    hidden = _hidden_styles(root)
    margins = (margin for page in root.iter(_STYLE + "master-page") for margin in page)
    return lines_once(
        text
        for margin in margins
        if margin.tag in _MARGINS and margin.get(_STYLE + "display") != "false"
        for text in _Walk(hidden).through(margin)
    )


def _hidden_styles(root: etree.Element) -> set[str]:
    return {
        style.get(_STYLE + "name") or ""
        for style in root.iter(_STYLE + "style")
        for settings in style
        if settings.get(_TEXT + "display") == "none"
    }


@dataclass
class _Walk:
    """One way through a part's XML, in document order."""

    hidden: set[str]
    notes: list[str] = field(default_factory=list[str])
    """Footnotes and endnotes, numbered as they are met."""

    def through(self, root: etree.Element) -> list[str]:
        """The paragraphs under `root`."""
        self.story = Story()
        steps = etree.iterwalk(root, events=("start", "end"))
        left_out: etree.Element | None = None
        for event, element in steps:
            if event == "start":
                if self._is_left_out(element):
                    left_out = element
                    steps.skip_subtree()
                else:
                    self._start(element)
                continue
            if element is left_out:
                left_out = None
            else:
                self._end(element)
            if element is not root:
                self._add(element.tail)
        return self.story.finish()

    def _is_left_out(self, element: etree.Element) -> bool:
        return (
            element.tag in _LEFT_OUT
            or element.get(_TEXT + "style-name") in self.hidden
            or (element.tag == _TEXT + "section" and element.get(_TEXT + "display") == "none")
        )

    def _start(self, element: etree.Element) -> None:
        if element.tag in _PARAGRAPHS:
            self.story.begin()
        elif element.tag in (_DRAW + "text-box", _TEXT + "note-body"):
            self.story.begin_box()
        elif element.tag in _SIGNS:
            self.story.add(_SIGNS[element.tag])
        elif element.tag == _TEXT + "s":
            self.story.add(" " * _count(element.get(_TEXT + "c")))
        self._add(element.text)

    def _end(self, element: etree.Element) -> None:
        if element.tag in _PARAGRAPHS:
            self.story.end()
        elif element.tag == _DRAW + "text-box":
            self.story.hang(self.story.end_box())
        elif element.tag == _TEXT + "note-body":
            note = " ".join(text.strip() for text in self.story.end_box() if text.strip())
            self.notes.append(f"[{len(self.notes) + 1}] {note}")

    def _add(self, text: str | None) -> None:
        """Text counts inside paragraphs alone, and its own runs of white space as one space."""
        if text and self.story.in_paragraph:
            self.story.add(_SPACES.sub(" ", text))


def _count(told: str | None) -> int:
    return min(int(told), SPACES_MAX) if told and told.isdecimal() else 1
