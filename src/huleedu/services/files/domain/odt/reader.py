"""Read an OpenDocument text: the pupil's text as it would be printed, all changes accepted."""

import posixpath
import re
from dataclasses import dataclass, field

from lxml import etree

from huleedu.contracts.reason import Reason
from huleedu.services.files.domain.appearance import NOTHING, Look, exponent
from huleedu.services.files.domain.bounded_zip import BoundedZip
from huleedu.services.files.domain.docx.formulas import formula
from huleedu.services.files.domain.left_out import LeftOut, Purpose
from huleedu.services.files.domain.markup import Story, parse, text_in
from huleedu.services.files.domain.odt.styles import DRAW, OFFICE, STYLE, TABLE, TEXT, OdtStyles
from huleedu.services.files.domain.outcomes import CannotRead, Code, Reading
from huleedu.services.files.domain.whitespace import joined, lines_once

_PARAGRAPHS = frozenset({TEXT + "p", TEXT + "h"})
_EXTENDED = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_INLINE = (TEXT, _EXTENDED)
"""What stands within a paragraph and is part of it; all else there stands apart from its words."""
_PURPOSES: dict[str, Purpose] = {
    **{
        f"{TEXT}{of}": "contents"
        for of in (
            *("table-of-content", "illustration-index", "table-index", "object-index"),
            *("user-index", "alphabetical-index"),
        )
    },
    OFFICE + "annotation": "comments",
    TEXT + "placeholder": "placeholders",
}
# The store of deleted text, forms, numbers of notes, lists and pages, readings above words, cells
# that others cover, and descriptions of pictures.
_LEFT_OUT = frozenset(
    {
        *(TEXT + "tracked-changes", TEXT + "note-citation", TEXT + "note-ref", TEXT + "ruby-text"),
        *(TEXT + "number", TEXT + "sequence-decls", TEXT + "page-number"),
        *(OFFICE + "forms", OFFICE + "scripts", TEXT + "script", TABLE + "covered-table-cell"),
        *(
            "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}" + n
            for n in ("title", "desc")
        ),
    }
)
_HAS_LOOK = frozenset(
    {
        *(*_PARAGRAPHS, TEXT + "span", TEXT + "a", TEXT + "section"),
        *(TABLE + "table", TABLE + "table-row", TABLE + "table-cell"),
    }
)
_SIGNS = {TEXT + "tab": "\t", TEXT + "line-break": "\n"}
_FORM = "{urn:oasis:names:tc:opendocument:xmlns:form:1.0}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_MARGINS = tuple(
    STYLE + name + side for name in ("header", "footer") for side in ("", "-left", "-first")
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
    styles = parse(zipped.part("styles.xml")) if zipped.has("styles.xml") else root
    return _reading(root, styles, _Objects(zipped))


def read_flat_odt(root: etree.Element) -> Reading:
    """The same of a document that is one XML file."""
    return _reading(root, root, _Objects(None))


def _part(zipped: BoundedZip, name: str) -> bytes:
    return zipped.part(name) if zipped.has(name) else b""


def _reading(root: etree.Element, styles: etree.Element, objects: "_Objects") -> Reading:
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise CannotRead(Code.DAMAGED)
    tracked = body.find(f"{TEXT}tracked-changes")
    walk = _Walk(
        OdtStyles(dict.fromkeys((root, styles))), objects, _deletions(tracked), _typed(body)
    )
    paragraphs = walk.through(body)
    remarks = () if tracked is None else (Reason("changes_were_tracked"),)
    return Reading(
        text=joined([*paragraphs, *walk.notes]),
        format="odt",
        header_text=_header(styles),
        notes=(*remarks, *walk.left_out.reasons()),
    )


def _deletions(tracked: etree.Element | None) -> frozenset[str]:
    """The numbers of the changes that are deletions: a flat document keeps their words in place."""
    regions = () if tracked is None else tracked
    return frozenset(
        region.get(TEXT + "id") or ""
        for region in regions
        if region.find(TEXT + "deletion") is not None
    )


def _typed(body: etree.Element) -> dict[str, str]:
    """What was typed into the fields of a form, by the fields' names."""
    forms = body.find(OFFICE + "forms")
    return {
        name: typed
        for one in (() if forms is None else forms.iter(_FORM + "text", _FORM + "textarea"))
        if (typed := one.get(_FORM + "current-value"))
        for name in (one.get(_FORM + "id"), one.get("{http://www.w3.org/XML/1998/namespace}id"))
        if name
    }


def _header(root: etree.Element) -> str:
    styles = OdtStyles((root,))
    margins = (margin for page in root.iter(STYLE + "master-page") for margin in page)
    return lines_once(
        text
        for margin in margins
        if margin.tag in _MARGINS and margin.get(STYLE + "display") != "false"
        for text in _Walk(styles, _Objects(None)).through(margin)
    )


class _Objects:
    """What is embedded in a document: each object is given once."""

    def __init__(self, zipped: BoundedZip | None) -> None:
        self._zipped = zipped
        self._given: set[str] = set()

    def content(self, element: etree.Element) -> etree.Element | None:
        """The root of an object, or the body of a document; None: it can't be read."""
        if len(element) and not element.tag.endswith("-ole"):
            root = element[0]
        else:
            name = posixpath.normpath(element.get(_HREF) or "") + "/content.xml"
            if not self._zipped or name in self._given or not self._zipped.has(name):
                return None
            self._given.add(name)
            root = parse(self._zipped.part(name))
        body = root.find(f"{OFFICE}body")
        return root if body is None or not len(body) else body[0]


@dataclass
class _Walk:
    """One way through a part's XML, in document order."""

    styles: OdtStyles
    objects: _Objects
    deletions: frozenset[str] = frozenset()
    typed: dict[str, str] = field(default_factory=dict[str, str])
    left_out: LeftOut = field(default_factory=LeftOut)
    notes: list[str] = field(default_factory=list[str])
    """Footnotes and endnotes, numbered as they are met."""

    def through(self, root: etree.Element) -> list[str]:
        """The paragraphs under `root`."""
        self.story = Story()
        self.looks: list[tuple[etree.Element | None, Look]] = [(None, self.styles.paper)]
        self.boxes: list[etree.Element] = []
        self.hidden: etree.Element | None = None
        self.deleted: set[str] = set()
        steps = etree.iterwalk(root, events=("start", "end"))
        passed: etree.Element | None = None
        for event, element in steps:
            if event == "start":
                if element is not root and self._is_left_out(element):
                    passed = element
                    steps.skip_subtree()
                else:
                    self._start(element)
                continue
            if element is passed:
                passed = None
            else:
                self._end(element)
            if element is not root:
                self._add(element.tail)
        return self.story.finish()

    def _is_left_out(self, element: etree.Element) -> bool:
        tag = element.tag
        if tag in _LEFT_OUT:
            return True
        if purpose := _purpose(element):
            self.left_out.on_purpose(purpose, text_in(element, _ANYWHERE.get(tag, _PARAGRAPHS)))
            return True
        if element.get(TEXT + "display") == "none" or (
            element.get(TEXT + "is-hidden", "false") == "true" and tag != TEXT + "hidden-paragraph"
        ):
            self.left_out.unseen("hidden", text_in(element, (*_PARAGRAPHS, tag)))
            return True
        return tag == DRAW + "frame" and self._is_object(element)

    def _is_object(self, frame: etree.Element) -> bool:
        """Take in what a frame embeds; False if it holds text or a picture."""
        found = next((child for child in frame if child.tag in _OBJECTS), None)
        if found is None:
            return False
        content = self.objects.content(found)
        if content is None:
            self.left_out.not_read("embedded")
        elif content.tag.endswith("}math"):
            self.story.add_formula(formula(content))
        elif content.tag == OFFICE + "chart":
            self.left_out.drawn("charts")
        elif content.tag == OFFICE + "text":
            inner = _Walk(OdtStyles((content.getroottree().getroot(),)), _Objects(None))
            self.story.place([*inner.through(content), *inner.notes])
        else:
            self.left_out.not_read("embedded")
        return True

    def _start(self, element: etree.Element) -> None:
        tag = element.tag
        if self.story.in_paragraph and (not tag.startswith(_INLINE) or tag == TEXT + "note-body"):
            self.boxes.append(element)
            self.story.begin_box()
        if tag in _HAS_LOOK or tag.startswith(DRAW):
            look = self.styles.look(element)
            if look is not NOTHING:
                self.looks.append((element, look.over(self.looks[-1][1])))
        if tag in _PARAGRAPHS:
            self.story.begin()
        elif tag in _SIGNS:
            self._put(_SIGNS[tag])
        elif tag == TEXT + "s":
            self._put(" " * _count(element.get(TEXT + "c")))
        else:
            self._remember(tag, element)
        self._add(element.text)

    def _remember(self, tag: str, element: etree.Element) -> None:
        """Take in a mark that says something of what is around or follows."""
        if tag == TEXT + "change-start":
            self.deleted |= self.deletions & {element.get(TEXT + "change-id") or ""}
        elif tag == TEXT + "change-end":
            self.deleted.discard(element.get(TEXT + "change-id") or "")
        elif tag == TEXT + "hidden-paragraph":
            if element.get(TEXT + "is-hidden") == "true":
                self.hidden = next(element.iterancestors(*_PARAGRAPHS), None)
        elif tag == DRAW + "control":
            self.story.place([self.typed.get(element.get(DRAW + "control") or "", "")])
        elif tag == DRAW + "image" and element.getprevious() is None:
            self.left_out.drawn("pictures")
        elif tag == TEXT + "section-source" and element.getnext() is None:
            self.left_out.not_read("embedded")

    def _end(self, element: etree.Element) -> None:
        if element.tag in _PARAGRAPHS:
            if self.hidden is element:
                self.left_out.unseen("hidden", self.story.drop())
            else:
                self.story.end(goes_on=bool(self.deleted))
            self.left_out.end_paragraph()
        while self.looks[-1][0] is element:
            self.looks.pop()
        if self.boxes and self.boxes[-1] is element:
            self.boxes.pop()
            apart = self.story.end_box()
            if element.tag == TEXT + "note-body":
                note = " ".join(text.strip() for text in apart if text.strip())
                self.notes.append(f"[{len(self.notes) + 1}] {note}")
            else:
                self.story.hang(apart)

    def _add(self, text: str | None) -> None:
        """Text counts inside paragraphs alone, and its own runs of white space as one space."""
        if not text or not self.story.in_paragraph:
            return
        self._put(_SPACES.sub(" ", text))

    def _put(self, text: str) -> None:
        """Add words where they belong: to the text, or to the account of what is left out."""
        look = self.looks[-1][1]
        if self.deleted:
            return
        if (unseen := look.unseen) and text.strip():
            self.left_out.unseen(unseen, text)
            return
        self.story.add(exponent(text) if look.raised else text)


_OBJECTS = frozenset(
    DRAW + name for name in ("object", "object-ole", "plugin", "applet", "floating-frame")
)
_CONTROL = _EXTENDED + "content-control"
_ANYWHERE = {tag: (tag,) for tag in (TEXT + "placeholder", _CONTROL)}
"""These stand within a paragraph."""


def _purpose(element: etree.Element) -> Purpose | None:
    if element.tag == _CONTROL and element.get(_EXTENDED + "showing-place-holder") == "true":
        return "placeholders"
    return _PURPOSES.get(element.tag)


def _count(told: str | None) -> int:
    return min(int(told), SPACES_MAX) if told and told.isdecimal() else 1
