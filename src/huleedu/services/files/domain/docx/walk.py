"""Go through a part of a .docx in document order, and collect what would be printed of it."""

import re
from collections.abc import Callable

from lxml import etree

from huleedu.services.files.domain.appearance import exponent
from huleedu.services.files.domain.docx.dress import Dress
from huleedu.services.files.domain.docx.fields import Fields
from huleedu.services.files.domain.docx.formulas import formula
from huleedu.services.files.domain.docx.names import LEFT_OUT, child, local, relation, value
from huleedu.services.files.domain.docx.styles import DocxStyles, look_of
from huleedu.services.files.domain.left_out import CONTENTS_HEADING, LeftOut, Purpose
from huleedu.services.files.domain.markup import Story
from huleedu.services.files.domain.symbols import as_seen, has_symbols, sign

Embedded = Callable[[str], list[str] | None]
"""Id of a relation → the paragraphs of what stands in another part; None: it can't be read."""
_SIGNS = {
    **dict.fromkeys(("tab", "ptab"), "\t"),
    **dict.fromkeys(("br", "cr"), "\n"),
    "noBreakHyphen": "-",
}
_ON_ONE_LINE = re.compile("[\r\n]")
_BOXES = ("txbxContent", "txBody")
_CHANGES = frozenset({"ins", "del", "moveFrom", "moveTo"})
_GALLERIES = frozenset({"Table of Contents", "Table of Figures", "Index"})


class DocxWalk:
    """One way through a part's XML.

    Args:
        styles: the document's.
        embedded: reads what stands in other parts; each of them stands in the text once.
        trust_fields: whether each field has an end.
    """

    def __init__(
        self, styles: DocxStyles, embedded: Embedded, *, trust_fields: bool = True
    ) -> None:
        self.fields = Fields()
        """Those that are open: at the end there should be none."""
        self.left_out = LeftOut()
        self.notes: list[tuple[str, str]] = []
        """What the text refers to: ("footnote", its number), in order."""
        self.paragraphs: list[str] = []
        self.tracked = False
        """Whether changes were tracked."""
        self._embedded = embedded
        self._given: set[str] = set()
        self._trust_fields = trust_fields
        self._story = Story()
        self._dress = Dress(styles)
        self._asides: list[tuple[etree.Element, Purpose]] = []
        """What we are in that is left out, one in another."""

    def through(self, root: etree.Element) -> None:
        """Collect the paragraphs under `root`."""
        steps = etree.iterwalk(root, events=("start", "end"))
        for event, element in steps:
            name = local(element)
            if not name:
                continue
            if event == "end":
                self._end(name, element)
            elif self._start(name, element):
                steps.skip_subtree()
        self.paragraphs = self._story.finish()

    def _start(self, name: str, element: etree.Element) -> bool:
        """Take in an element; True if what stands inside it is left out or was taken in with it."""
        self.tracked = self.tracked or name in _CHANGES
        if name in LEFT_OUT:
            return True
        if name == "t":
            self._add(_ON_ONE_LINE.sub(" ", element.text or ""))
        elif name == "r":
            self._dress.begin_run(element)
        elif name == "p":
            self._begin_paragraph(element)
        elif name in _SIGNS:
            self._add(_SIGNS[name])
        elif name == "sym":
            self._add(sign(value(element, "char"), value(element, "font")))
        elif name == "instrText":
            self.fields.add_code(element.text or "")
        elif name == "fldChar":
            self._add(_chosen(element))
            self._turn_field(value(element, "fldCharType"))
        elif name == "fldSimple":
            self.fields.begin(value(element, "instr") or "?")
        else:
            return self._start_part(name, element)
        return False

    def _start_part(self, name: str, element: etree.Element) -> bool:
        """The same, of what holds paragraphs or stands among them."""
        match name:
            case "tr":
                return _is_deleted(element, "trPr", "del")
            case "tc":
                self._dress.begin_cell(element)
                return _is_deleted(element, "tcPr", "cellDel")
            case "tbl":
                self._dress.begin_table(element)
            case "sdt":
                if purpose := _purpose_of_control(element):
                    self._asides.append((element, purpose))
            case "txbxContent" | "txBody":
                self._dress.begin_box(element)
                self._story.begin_box()
            case "footnoteReference" | "endnoteReference":
                self.notes.append((name.removesuffix("Reference"), value(element, "id")))
            case "background":
                self._dress.begin_page(element)
            case "Choice" | "Fallback":  # the same once more, for other and for older programs
                parent = element.getparent()
                return parent is not None and (
                    parent[0] is not element and local(parent[0]) == "Choice"
                )
            case "oMath":
                if not (self._dress.unseen or self._asides or self._in_field):
                    self._story.add_formula(formula(element))
                return True
            case _:
                return self._take_in(name, element)
        return False

    def _take_in(self, name: str, element: etree.Element) -> bool:
        """The same, of what is drawn or stands in another part."""
        match name:
            case "altChunk":
                self._place(relation(element))
            case "object":
                inside = child(element, "OLEObject")
                if inside is None:
                    return False
                self._place(relation(inside))
            case "relIds":
                self._place(relation(element, "dm"))
            case "textpath":
                self._story.place([element.get("string") or ""])
            case "chart":
                self.left_out.drawn("charts")
            case "pic" | "imagedata":
                self.left_out.drawn("pictures")
            case _:
                return False
        return True

    def _end(self, name: str, element: etree.Element) -> None:
        if name == "r":
            self._dress.end()
        elif name == "p":
            self._story.end(goes_on=_goes_on(element))
            self.left_out.end_paragraph()
            self._dress.end()
        elif name in _BOXES:
            self._story.hang(self._story.end_box())
        elif name == "tc":
            self._story.break_off()
        elif name == "fldSimple":
            self.fields.end()
        self._dress.leave(element)
        while self._asides and self._asides[-1][0] is element:
            self._asides.pop()

    def _begin_paragraph(self, element: etree.Element) -> None:
        if self._dress.begin_paragraph(element):
            self._asides.append((element, "contents"))
        self._story.begin()

    def _add(self, text: str) -> None:
        """Add words where they belong: to the text, or to the account of what is left out."""
        if self._in_field:
            if not self.fields.in_code and (purpose := self.fields.purpose):
                self.left_out.on_purpose(purpose, text)
        elif self._asides:
            self.left_out.on_purpose(self._asides[-1][1], text)
        elif self._dress.unseen and text.strip():
            self.left_out.unseen(self._dress.unseen, text)
        else:
            if has_symbols(text):
                text = as_seen(text, self._dress.font)
            self._story.add(exponent(text) if self._dress.is_raised else text)

    @property
    def _in_field(self) -> bool:
        """Whether we are in what a field holds and the text does not."""
        fields = self.fields
        return bool(fields) and self._trust_fields and (fields.in_code or fields.unread)

    def _turn_field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.begin()
        elif kind == "separate":
            self.fields.turn()
            if self._trust_fields and self.fields.purpose == "contents":
                heading = self._story.take_back(CONTENTS_HEADING)
                self.left_out.on_purpose("contents", f"{heading} ")
        elif kind == "end" and (fraction := self.fields.end()):
            self._story.add_formula(fraction)

    def _place(self, part: str) -> None:
        """What stands in another part stands here, once."""
        paragraphs = None if part in self._given else self._embedded(part)
        self._given.add(part)
        if paragraphs is None:
            self.left_out.not_read("embedded")
        else:
            self._story.place(paragraphs)


def _chosen(field: etree.Element) -> str:
    """What was chosen in a form's list, which is nowhere else in the text."""
    form = child(field, "ffData")
    choices = None if form is None else child(form, "ddList")
    if choices is None:
        return ""
    entries = [value(entry) for entry in choices if local(entry) == "listEntry"]
    chosen = value(child(choices, "result")) or "0"
    return entries[int(chosen)] if chosen.isdecimal() and int(chosen) < len(entries) else ""


def _is_deleted(element: etree.Element, settings_name: str, mark: str) -> bool:
    settings = child(element, settings_name)
    return settings is not None and child(settings, mark) is not None


def _purpose_of_control(element: etree.Element) -> Purpose | None:
    """What a part of the text is that somebody was to fill in, or that Word fills in."""
    settings = child(element, "sdtPr")
    if settings is None:
        return None
    if child(settings, "showingPlcHdr") is not None:
        return "placeholders"
    made = child(settings, "docPartObj")
    gallery = None if made is None else child(made, "docPartGallery")
    return "contents" if value(gallery) in _GALLERIES else None


def _goes_on(paragraph: etree.Element) -> bool:
    """Whether the next paragraph continues this one: its end isn't there, or it is a drop cap."""
    settings = child(paragraph, "pPr")
    if settings is None:
        return False
    frame = child(settings, "framePr")
    if frame is not None and value(frame, "dropCap") in ("drop", "margin"):
        return True
    end = child(settings, "rPr")
    return end is not None and (
        any(local(mark) in ("del", "moveFrom") for mark in end) or look_of(end).hidden is True
    )
