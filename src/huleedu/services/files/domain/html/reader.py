"""Read a web page that holds a text: what a browser shows of it."""

import codecs
import re
from dataclasses import dataclass, field

from lxml import etree

from huleedu.contracts.reason import Reason
from huleedu.kit.encodings import Letters, read_letters
from huleedu.services.files.domain.appearance import NOTHING, PAPER, Look, exponent
from huleedu.services.files.domain.docx.formulas import formula
from huleedu.services.files.domain.html.css import Rules, colour, rules_of
from huleedu.services.files.domain.left_out import LeftOut, Purpose
from huleedu.services.files.domain.markup import Story
from huleedu.services.files.domain.outcomes import CannotRead, Code, Format, Reading
from huleedu.services.files.domain.whitespace import joined, lines_once

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
CHARSET_WITHIN = 4096
_SPACES = re.compile("[ \t\r\n\f]+")
_BLOCKS = frozenset(
    {
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
        ),
        *("dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li"),
        *("main", "menu", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot"),
        *("th", "thead", "tr", "ul", "nav"),
    }
)
_LEFT_OUT = frozenset(
    {
        *("head", "script", "style", "template", "noscript", "title", "meta", "link", "button"),
        *("select", "datalist", "option", "rt", "rp", "audio", "video", "map", "input", "del"),
    }
)
_NOT_READ = frozenset({"iframe", "object", "embed", "applet", "frame"})
_DRAWN = frozenset({"img", "svg", "canvas", "picture"})
_CONTENTS = re.compile(
    r"(?:^|\s)MsoToc(?:\d|Heading)|^(?:Table of Contents|Innehållsförteckning)\d*$"
)
# The text of a link to a note, or back from it: 1, [1], (1), iv, *.
_MARK = re.compile(r"\[?\(?(?:\d{1,3}|[ivx]{1,5}|[a-z*†])\)?\]?")
_OF_NOTE = re.compile(r"foot|end-?note|ftn|fn|noteref")
_COMMENT = re.compile(r"_?(?:cmnt|msocom_)\d")


def read_html(content: bytes) -> Reading:
    """The page's text; raises `CannotRead`."""
    text, encoding = _letters(content)
    return html_text(text, "html", encoding)


def html_text(text: str, format_: Format, encoding: str | None = None) -> Reading:
    """What is shown of a page whose letters are read; raises `CannotRead`."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise CannotRead(Code.DAMAGED) from error
    if root is None:
        raise CannotRead(Code.EMPTY)
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        raise CannotRead(Code.DAMAGED)  # nested so deep that the parser left the rest out
    walk = _Walk(rules_of(style.text or "" for style in root.iter("style")))
    walk.through(root)
    paragraphs = walk.story.finish()
    tracked = (Reason("changes_were_tracked"),) if walk.tracked else ()
    return Reading(
        text=joined(paragraphs),
        format=format_,
        header_text=lines_once(walk.header),
        encoding=encoding,
        notes=(*tracked, *walk.left_out.reasons()),
    )


def _letters(content: bytes) -> tuple[str, str]:
    """The page, and how its letters were stored: as a mark says, or the page, or the evidence."""
    told = _CHARSET.search(content[:CHARSET_WITHIN])
    if told and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = told[1].decode("ascii").lower()
        name = "cp1252" if name in ("iso-8859-1", "latin1", "us-ascii") else name
        try:
            return content.decode(name), name
        except (LookupError, UnicodeDecodeError):
            pass
    read = read_letters(content)
    if not isinstance(read, Letters):
        raise CannotRead(Code.UNREADABLE)
    return read.text, read.encoding


@dataclass
class _Walk:
    """One way through the page."""

    rules: Rules
    story: Story = field(default_factory=Story)
    left_out: LeftOut = field(default_factory=LeftOut)
    header: list[str] = field(default_factory=list[str])
    tracked: bool = False
    looks: list[tuple[etree.Element | None, Look]] = field(default_factory=lambda: [(None, PAPER)])
    asides: list[tuple[etree.Element, Purpose]] = field(
        default_factory=list[tuple[etree.Element, Purpose]]
    )
    notes: int = 0
    frame: tuple[etree.Element | None, bool] = (None, False)
    """The last that may hold a comment, and whether it does."""
    marks: dict[str, int] = field(default_factory=dict[str, int])
    """The names of links to notes, and the notes' numbers."""
    pre: int = 0
    """How many elements around keep their white space."""
    at_space: bool = True
    """Whether a space here would follow another, or the beginning of a line."""

    def through(self, root: etree.Element) -> None:
        """Collect the paragraphs under `root`."""
        steps = etree.iterwalk(root, events=("start", "end"))
        passed: etree.Element | None = None
        for event, element in steps:
            if event == "start":
                if self._is_left_out(element):
                    passed = element
                    steps.skip_subtree()
                else:
                    self._start(element)
                continue
            if element is passed:
                passed = None
            else:
                self._end(element)
            self._add(element.tail)

    def _is_left_out(self, element: etree.Element) -> bool:
        """Whether nothing of it is gone through: it is no text, or was taken in here."""
        tag, style = element.tag, element.get("style") or ""
        if tag in _LEFT_OUT or "mso-list:ignore" in style.lower().replace(" ", ""):
            self.tracked = self.tracked or tag == "del"
            return True
        if tag in _DRAWN:
            self.left_out.drawn("pictures")
        elif tag in _NOT_READ:
            self.left_out.not_read("embedded")
        elif tag == "math":
            self.begin_if_needed()
            self.story.add_formula(formula(element))
            self.at_space = False
        elif tag == "a" and _COMMENT.match(element.get("id") or element.get("name") or ""):
            self.asides.append((self._holder(element), "comments"))
        elif tag == "a" and (target := element.get("href") or "").startswith("#"):
            return self._is_mark(element, target[1:])
        else:
            return False
        return True

    def _is_mark(self, link: etree.Element, target: str) -> bool:
        """Leave out a link to a note, whose number would hang on a word; number the note itself."""
        if not _is_of_note(link, target):
            return False
        around = link.getparent()
        names = {link.get("id"), link.get("name"), None if around is None else around.get("id")}
        if number := self.marks.get(target):
            self._add(f"[{number}] ")
        else:
            self.notes += 1
            self.marks |= {name: self.notes for name in names if name}
        return True

    def _holder(self, link: etree.Element) -> etree.Element:
        """What holds a comment: the paragraph that a link back to the text opens, or its frame."""
        paragraph = link.getparent()
        if paragraph is None:
            return link
        frame = paragraph.getparent()
        if frame is None or frame.tag != "div" or frame[0] is not paragraph:
            return paragraph
        if self.frame[0] is not frame:
            self.frame = (frame, all(one.tag == "p" for one in frame))
        return frame if self.frame[1] else paragraph

    def _start(self, element: etree.Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._break()
        elif tag == "br":
            self._line()
        if _is_margin(element):
            self.story.begin_box()
        self.pre += tag in _KEEPS_SPACE
        self.tracked = self.tracked or tag == "ins"
        look = self.rules.look(element).over(_attributes(element))
        if look != NOTHING:
            self.looks.append((element, look.over(self.looks[-1][1])))
        if purpose := _purpose(element):
            self.asides.append((element, purpose))
        self._add(element.text)

    def _end(self, element: etree.Element) -> None:
        if element.tag in _BLOCKS:
            self._break()
        if _is_margin(element):
            self.header += self.story.end_box()
        self.pre -= element.tag in _KEEPS_SPACE
        while self.looks[-1][0] is element:
            self.looks.pop()
        while self.asides and self.asides[-1][0] is element:
            self.asides.pop()

    def _break(self) -> None:
        if self.story.in_paragraph:
            self.story.end()
        self.left_out.end_paragraph()
        self.at_space = True

    def _line(self) -> None:
        if self.story.in_paragraph:
            self.story.add("\n")
        self.left_out.end_paragraph()
        self.at_space = True

    def begin_if_needed(self) -> None:
        """Words outside of any block are a paragraph, too."""
        if not self.story.in_paragraph:
            self.story.begin()

    def _add(self, text: str | None) -> None:
        """Add words where they belong: to the text, or to the account of what is left out."""
        if not text:
            return
        look = self.looks[-1][1]
        if self.asides:
            self.left_out.on_purpose(self.asides[-1][1], text)
        elif look.unseen and text.strip():
            self.left_out.unseen(look.unseen, text)
        else:
            if not self.pre:
                text = _SPACES.sub(" ", text)
                text = text.removeprefix(" ") if self.at_space else text
            if text:
                self.begin_if_needed()
                self.at_space = text.endswith((" ", "\n"))
                self.story.add(exponent(text) if look.raised else text)


def _is_of_note(link: etree.Element, target: str) -> bool:
    """Whether a link within the page is the mark of a note: a number, raised or named so."""
    around = link.getparent()
    is_raised = (around is not None and around.tag == "sup") or any(
        one.tag == "sup" for one in link
    )
    text = "".join(link.itertext()).strip()
    if not _MARK.fullmatch(text):
        return False
    return is_raised or text.startswith("[") or _OF_NOTE.search(target) is not None


def _is_margin(element: etree.Element) -> bool:
    """Whether it was a running header, in a page that LibreOffice made."""
    return element.tag == "div" and element.get("title") in ("header", "footer")


_KEEPS_SPACE = ("pre", "textarea", "listing", "xmp")


def _attributes(element: etree.Element) -> Look:
    """What attributes say that are older than styles."""
    hidden = True if element.get("hidden") is not None else None
    raised = True if element.tag == "sup" else None
    told, ground = element.get("color"), element.get("bgcolor")
    drawn_behind = element.get("background") is not None
    if hidden is raised is told is ground is None and not drawn_behind:
        return NOTHING
    return Look(
        hidden=hidden,
        colour=colour(told) if told else None,
        ground="" if drawn_behind else colour(ground) if ground else None,
        raised=raised,
    )


def _purpose(element: etree.Element) -> Purpose | None:
    names = (element.get("class") or "", element.get("id") or "")
    if element.tag == "nav" or any(map(_CONTENTS.search, names)):
        return "contents"
    if "mso-element:comment" in (element.get("style") or "").replace(" ", ""):
        return "comments"
    return None
