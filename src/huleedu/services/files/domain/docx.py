"""Read a .docx: the pupil's text as it would be printed with all changes accepted."""

import posixpath
import re
from dataclasses import dataclass, field

from lxml import etree

from huleedu.contracts.reason import Reason
from huleedu.services.files.domain.bounded_zip import BoundedZip
from huleedu.services.files.domain.markup import Story, parse
from huleedu.services.files.domain.outcomes import Reading
from huleedu.services.files.domain.whitespace import joined, lines_once

# Each vocabulary has two names: ECMA's, which Word writes, and ISO's of strict documents.
_WORDS = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
}
_MATH = {
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
}
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
# Deleted and moved-away text, codes of fields, settings (which have tabs and breaks of their own),
# readings above East Asian words, marks that stand for a number.
_LEFT_OUT = frozenset(
    {
        *("del", "moveFrom", "delText", "delInstrText", "instrText"),
        *("rPr", "pPr", "tblPr", "trPr", "tcPr", "tblPrEx", "tblGrid", "sectPr", "sdtPr"),
        *("sdtEndPr", "ffData", "rubyPr", "rt", "altChunk", "pgNum"),
    }
)
_SIGNS = {
    **dict.fromkeys(("tab", "ptab"), "\t"),
    **dict.fromkeys(("br", "cr"), "\n"),
    "noBreakHyphen": "-",
}
_ON_ONE_LINE = re.compile("[\r\n]")
_PRIVATE = range(0xE000, 0xF900)
_OFF = ("0", "false", "off")


def read_docx(zipped: BoundedZip) -> Reading:
    """The body, then the notes that it refers to; headers and footers apart."""
    main = _main_part(zipped)
    related = _related(zipped, main)
    body = _walk(parse(zipped.part(main)))
    paragraphs = list(body.paragraphs)
    for kind in ("footnote", "endnote"):
        numbers = [number for of, number in body.notes if of == kind]
        if numbers and related.get(kind + "s"):
            found = _notes(parse(zipped.part(related[kind + "s"][0])), kind)
            paragraphs += [
                f"[{at}] {found[number]}"
                for at, number in enumerate(dict.fromkeys(numbers), start=1)
                if found.get(number)
            ]
    margins = [*related.get("header", ()), *related.get("footer", ())]
    header = lines_once(
        paragraph for part in margins for paragraph in _walk(parse(zipped.part(part))).paragraphs
    )
    return Reading(text=joined(paragraphs), format="docx", header_text=header, notes=body.remarks())


def _main_part(zipped: BoundedZip) -> str:
    return (_related(zipped, "").get("officeDocument") or ["word/document.xml"])[0]


def _related(zipped: BoundedZip, part: str) -> dict[str, list[str]]:
    """Last word of the relation's type → the parts so related that are in the package."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    related: dict[str, list[str]] = {}
    if not zipped.has(relations):
        return related
    for relation in parse(zipped.part(relations)):
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or ""))
        if relation.get("TargetMode") != "External" and zipped.has(target[1:]):
            kind = (relation.get("Type") or "").rpartition("/")[2]
            related.setdefault(kind, []).append(target[1:])
    return related


def _notes(root: etree.Element, kind: str) -> dict[str, str]:
    """Number → text of each footnote or endnote; Word's own lines between them are none."""
    return {
        _value(note, "id"): " ".join(text for text in _walk(note).paragraphs if text)
        for note in root
        if _local(note) == kind and _value(note, "type") in ("", "normal")
    }


def _walk(root: etree.Element) -> "_Walk":
    walk = _Walk()
    walk.through(root)
    if any(walk.codes):  # a field that never ends would swallow all that follows it
        walk = _Walk(trust_fields=False)
        walk.through(root)
    return walk


@dataclass
class _Walk:
    """One way through a part's XML, in document order."""

    trust_fields: bool = True
    codes: list[bool] = field(default_factory=list[bool])
    """For each field that is open: whether we are in its code, not yet in its result."""
    notes: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """What the text refers to: ("footnote", its number), in order."""
    paragraphs: list[str] = field(default_factory=list[str])
    seen: set[str] = field(default_factory=set[str])

    def through(self, root: etree.Element) -> None:
        """Collect the paragraphs under `root`."""
        self.story = Story()
        steps = etree.iterwalk(root, events=("start", "end"))
        for event, element in steps:
            name = _local(element)
            if event == "end":
                self._end(name, element)
            elif self._start(name, element):
                steps.skip_subtree()
        self.paragraphs = self.story.finish()

    def remarks(self) -> tuple[Reason, ...]:
        """What a teacher should know of what was met on the way."""
        remarks: list[Reason] = []
        if self.seen & {"ins", "del", "moveFrom", "moveTo"}:
            remarks.append(Reason("changes_were_tracked"))
        if "hidden" in self.seen:
            remarks.append(Reason("hidden_text"))
        return tuple(remarks)

    def _start(self, name: str, element: etree.Element) -> bool:
        """Take in an element; True if what stands inside it is left out."""
        if name in ("ins", "del", "moveFrom", "moveTo"):
            self.seen.add(name)
        if name in _LEFT_OUT:
            return True
        if name in ("r", "tr", "tc", "sdt"):
            return self._is_left_out(name, element)
        if name == "Fallback":  # the same once more, for older programs
            parent = element.getparent()
            return parent is not None and any(_local(other) == "Choice" for other in parent)
        if name == "p":
            self.story.begin()
        elif name == "txbxContent":
            self.story.begin_box()
        elif name == "fldChar":
            self._field(_value(element, "fldCharType"))
        elif name in ("footnoteReference", "endnoteReference"):
            self.notes.append((name.removesuffix("Reference"), _value(element, "id")))
        else:
            self._say(name, element)
        return False

    def _say(self, name: str, element: etree.Element) -> None:
        if self.trust_fields and any(self.codes):
            return
        if name == "t":
            self.story.add(_ON_ONE_LINE.sub(" ", element.text or ""))
        elif name == "sym":
            self.story.add(_symbol(_value(element, "char")))
        elif name in _SIGNS:
            self.story.add(_SIGNS[name])

    def _end(self, name: str, element: etree.Element) -> None:
        if name == "p":
            self.story.end(goes_on=_goes_on(element))
        elif name == "txbxContent":
            self.story.hang(self.story.end_box())

    def _is_left_out(self, name: str, element: etree.Element) -> bool:
        """Hidden runs, rows and cells that were deleted, and fields that nobody filled in."""
        settings = _child(element, f"{name}Pr")
        if settings is None:
            return False
        if name == "r":
            hidden = _child(settings, "vanish")
            if hidden is None or _value(hidden, "val") in _OFF:
                return False
            self.seen.add("hidden")
            return True
        sign = {"tr": "del", "tc": "cellDel", "sdt": "showingPlcHdr"}[name]
        return _child(settings, sign) is not None

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.codes.append(True)
        elif kind == "separate" and self.codes:
            self.codes[-1] = False
        elif kind == "end" and self.codes:
            self.codes.pop()


def _goes_on(paragraph: etree.Element) -> bool:
    """Whether the next paragraph continues this one: its end was deleted, or it is a drop cap."""
    settings = _child(paragraph, "pPr")
    if settings is None:
        return False
    frame = _child(settings, "framePr")
    if frame is not None and _value(frame, "dropCap") in ("drop", "margin"):
        return True
    end = _child(settings, "rPr")
    return end is not None and any(_local(mark) in ("del", "moveFrom") for mark in end)


def _symbol(code: str) -> str:
    """A character by its number in hex; signs of symbol fonts have none that others know."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return "" if number in _PRIVATE or not 0x20 <= number < 0x110000 else chr(number)


def _local(element: etree.Element) -> str:
    """The name of an element that we know, "" of any other."""
    space, _, name = element.tag[1:].rpartition("}")
    if space in _WORDS or space == _COMPATIBILITY:
        return name
    return "t" if name == "t" and space in _MATH else ""


def _child(element: etree.Element, name: str) -> etree.Element | None:
    return next((child for child in element if _local(child) == name), None)


def _value(element: etree.Element, name: str) -> str:
    """An attribute, whichever of the two vocabularies it is from."""
    space = element.tag[: element.tag.find("}") + 1]
    return element.get(space + name) or ""
