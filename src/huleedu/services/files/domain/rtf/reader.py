"""Read an .rtf: the pupil's text as it would be printed with all changes accepted."""

from dataclasses import dataclass, field, replace

from huleedu.contracts.reason import Reason
from huleedu.services.files.domain.appearance import PAPER, UNKNOWN_GROUND, Look, exponent
from huleedu.services.files.domain.docx.fields import Fields
from huleedu.services.files.domain.left_out import CONTENTS_HEADING, LeftOut
from huleedu.services.files.domain.markup import Story
from huleedu.services.files.domain.outcomes import CannotRead, Code, Reading
from huleedu.services.files.domain.rtf.letters import RtfLetters
from huleedu.services.files.domain.rtf.tokens import BEGIN, END, Token, tokens
from huleedu.services.files.domain.whitespace import joined, lines_once

GROUPS_MAX = 1000
"""Groups in groups; what is nested deeper is no text."""
_SIGNS = {
    "tab": "\t",
    "line": "\n",
    "page": "\n",
    "column": "\n",
    "\\~": "\xa0",
    "\\_": "-",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "\\{": "{",
    "\\}": "}",
    "\\\\": "\\",
    "mden": "/",
}
_ENDS = frozenset({"par", "sect", "cell", "nestcell", "row", "nestrow", "\\\n", "\\\r"})
# Tables of settings, descriptions, numbers of lists, entries of indexes, what is drawn for older
# programs, settings of shapes and formulas. Whatever else is marked as optional is left out, too.
_LEFT_OUT = frozenset(
    {
        *("stylesheet", "info", "filetbl", "listtable", "listoverridetable", "revtbl", "rsidtbl"),
        *("listtext", "pntext", "xe", "rxe", "tc", "tcn", "txe", "nonshppict", "shprslt", "sp"),
        *("mmathPict", "objdata", "objclass", "nonesttables", "nesttableprops", "ftncn", "ftnsep"),
        *("ftnsepc", "aftncn", "aftnsep", "aftnsepc", "formfield", "template", "generator"),
        *("mctrlPr", "mfPr", "mrPr", "fchars", "lchars", "keycode"),
    }
)
_OPTIONAL_BUT_READ = frozenset(
    {
        *("shpinst", "fldinst", "ud", "annotation", "moMath", "moMathPara", "do", "footnote"),
        "expandedcolortbl",
    }
)
_MARGINS = frozenset(f"{of}{side}" for of in ("header", "footer") for side in ("", "l", "r", "f"))
_BOXES = frozenset({"shptxt", "dptxbxtext", "footnote", "annotation", *_MARGINS})
"""Groups whose paragraphs are none of those around them."""
_TABLES = frozenset({"fonttbl", "colortbl", "expandedcolortbl"})


_AUTOMATIC = ("textcolor", "labelcolor")


@dataclass(frozen=True)
class _State:
    """What holds in a group; groups inside of it begin with the same."""

    group: str = ""
    """What the group is, if it is something of its own."""
    within: str = ""
    """The table or the code of a field that we are in."""
    is_skipped: bool = False
    font: int | None = None
    spare_letters: int = 1
    """How many follow a letter in Unicode, for programs that know none."""
    look: Look = PAPER
    is_deleted: bool = False


def read_rtf(content: bytes) -> Reading:
    """The body, then its notes; headers and footers apart. Raises `CannotRead`."""
    walk = _Walk()
    for token in tokens(content[content.find(b"{") :]):
        walk.take(token)
    return walk.reading()


@dataclass
class _Walk:
    """One way through the file."""

    state: _State = field(default_factory=_State)
    around: list[_State] = field(default_factory=list[_State])
    letters: RtfLetters = field(default_factory=RtfLetters)
    colours: list[str] = field(default_factory=list[str])
    names: list[str] = field(default_factory=list[str])
    """What a Mac calls them: its own colour of text is white where the screen is dark."""
    parts: list[int] = field(default_factory=lambda: [0, 0, 0])
    """Red, green and blue of the colour that is being told."""
    story: Story = field(default_factory=Story)
    fields: Fields = field(default_factory=Fields)
    left_out: LeftOut = field(default_factory=LeftOut)
    notes: list[str] = field(default_factory=list[str])
    header: list[str] = field(default_factory=list[str])
    is_tracked: bool = False
    raw: bytearray = field(default_factory=bytearray)
    """RtfLetters that are still bytes: some take two."""
    half: str = ""
    """The first half of a letter in Unicode."""
    spare: int = 0
    """RtfLetters to pass over after one in Unicode."""
    is_optional: bool = False
    is_shaded: bool = False
    """Whether cells of the row have a ground of their own."""
    is_drop_cap: bool = False

    def take(self, token: Token) -> None:
        """Go on by one token."""
        if token.word == "":
            passed = min(self.spare, len(token.raw))
            self.spare -= passed
            self.raw += token.raw[passed:]
            return
        if self.spare and token not in (BEGIN, END):
            self.spare -= 1
            return
        self._read_letters()
        if token is BEGIN:
            self._begin()
        elif token is END:
            self._end()
        elif token.word == "u":
            self._unicode((token.number or 0) % 0x10000)
        else:
            self._word(token.word, token.number)

    def reading(self) -> Reading:
        """What was read."""
        self._read_letters()
        while self.around:
            self._end()
        tracked = (Reason("changes_were_tracked"),) if self.is_tracked else ()
        return Reading(
            text=joined([*self.story.finish(), *self.notes]),
            format="rtf",
            header_text=lines_once(self.header),
            notes=(*tracked, *self.left_out.reasons()),
        )

    def _begin(self) -> None:
        if len(self.around) == GROUPS_MAX:
            raise CannotRead(Code.DAMAGED)
        self.spare, self.is_optional = 0, False
        self.around.append(self.state)
        self.state = replace(self.state, group="")

    def _end(self) -> None:
        self.spare = 0
        group = self.state.group
        if group in _BOXES:
            self._put_away(group, self.story.end_box())
        elif group == "field":
            self.fields.end()
        if self.around:
            self.state = self.around.pop()

    def _put_away(self, group: str, paragraphs: list[str]) -> None:
        text = " ".join(text.strip() for text in paragraphs if text.strip())
        if group == "footnote":
            self.notes.append(f"[{len(self.notes) + 1}] {text}")
        elif group == "annotation":
            self.left_out.on_purpose("comments", f"{text} ")
        elif group in _MARGINS:
            self.header += paragraphs
        else:
            self.story.hang(paragraphs)

    def _word(self, word: str, number: int | None) -> None:
        if word == "\\*":
            self.is_optional = True
            return
        is_first, self.is_optional = self.is_optional, False
        if word == "ud" and self.state.within == "upr":
            self.state = replace(self.state, is_skipped=False, within="")
        elif word in _LEFT_OUT or (is_first and word not in _OPTIONAL_BUT_READ):
            self.state = replace(self.state, is_skipped=True)
        elif not self.state.is_skipped and not self._destination(word):
            if word in _SIGNS:
                self._add(_SIGNS[word])
            elif word in _ENDS:
                self._end_paragraph()
            elif self.state.within in _TABLES:
                self._setting_of_table(word, number)
            else:
                self._setting(word, number)

    def _destination(self, word: str) -> bool:
        """Begin what the word begins; False if it begins nothing."""
        if word in _BOXES:
            self.story.begin_box()
            ground = UNKNOWN_GROUND if word in ("shptxt", "dptxbxtext") else PAPER
            self.state = replace(self.state, group=word, look=ground, is_deleted=False)
        elif word == "field":
            self.fields.begin()
            self.state = replace(self.state, group=word)
        elif word == "fldrslt":
            self.fields.turn()
            if self.fields.purpose == "contents":
                heading = self.story.take_back(CONTENTS_HEADING)
                self.left_out.on_purpose("contents", f"{heading} ")
        elif word == "pict":
            self.left_out.drawn("pictures")
            self.state = replace(self.state, is_skipped=True)
        elif word == "upr":  # in bytes, and once more in Unicode
            self.state = replace(self.state, is_skipped=True, within=word)
        elif word == "fldinst" or word in _TABLES:
            self.state = replace(self.state, within=word)
        else:
            return False
        return True

    def _end_paragraph(self) -> None:
        if self.fields and self.fields.unread:
            self.left_out.end_paragraph()
            return
        self.story.end(goes_on=self.is_drop_cap)
        self.left_out.end_paragraph()

    def _setting_of_table(self, word: str, number: int | None) -> None:
        value = number or 0
        if self.state.within == "fonttbl":
            if word == "f":
                self.letters.begin_font(value)
            elif word == "fcharset":
                self.letters.has_charset(value)
        elif word in ("red", "green", "blue"):
            self.parts[("red", "green", "blue").index(word)] = value % 256

    def _setting(self, word: str, number: int | None) -> None:
        state, look = self.state, self.state.look
        on = number != 0
        match word:
            case "ansicpg" | "mac" | "pc" | "pca":
                self.letters.is_written_in(word, number)
            case "deff":
                self.letters.default = number or 0
            case "f":
                self.state = replace(state, font=number or 0)
            case "uc":
                self.state = replace(state, spare_letters=max(0, number or 0))
            case "plain":
                ground = Look(ground=look.ground)
                self.state = replace(state, font=None, look=ground, is_deleted=False)
            case "pard":
                self.is_drop_cap = False
            case "dropcapli":
                self.is_drop_cap = True
            case "trowd":
                self.is_shaded = False
            case "clcbpat":
                self.is_shaded = True
            case "deleted" | "revised":
                self.is_tracked = self.is_tracked or on
                if word == "deleted":
                    self.state = replace(state, is_deleted=on)
            case _:
                self.state = replace(state, look=self._looks(word, number).over(look))

    def _looks(self, word: str, number: int | None) -> Look:
        match word:
            case "v":
                return Look(hidden=number != 0)
            case "cf":
                return Look(colour=self._colour(number))
            case "cb" | "chcbpat" | "highlight" | "cbpat":
                return Look(ground=self._colour(number) or PAPER.ground)
            case "fs":
                return Look(size_pt=(number or 24) / 2)
            case "super" | "nosupersub" | "sub":
                return Look(raised=word == "super" and number != 0)
            case _:
                return Look()

    def _colour(self, number: int | None) -> str:
        if not number or not 0 < number < len(self.colours):
            return ""
        name = self.names[number] if number < len(self.names) else ""
        return "" if name.casefold().endswith(_AUTOMATIC) else self.colours[number]

    def _read_letters(self) -> None:
        if not self.raw:
            return
        raw = bytes(self.raw)
        self.raw.clear()
        if self.state.is_skipped:
            return
        if self.state.within == "colortbl":
            for _ in range(raw.count(b";")):
                self.colours.append("{:02x}{:02x}{:02x}".format(*self.parts))
                self.parts = [0, 0, 0]
            return
        text = self.letters.read(raw, self.state.font)
        if self.state.within == "expandedcolortbl":
            first, *others = text.split(";")
            self.names = [*self.names[:-1], "".join(self.names[-1:]) + first, *others]
            return
        if self.state.within == "fonttbl":
            self.letters.is_named(text)
        else:
            self._add(text)

    def _unicode(self, number: int) -> None:
        self.spare = self.state.spare_letters
        letter = chr(number)
        if "\ud800" <= letter <= "\udbff":
            self.half = letter
            return
        half, self.half = self.half, ""
        whole = (half + letter).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if not self.state.is_skipped:
            self._add(self.letters.seen(whole, self.state.font))

    def _add(self, text: str) -> None:
        """Add words where they belong: to the text, or to the account of what is left out."""
        state = self.state
        look = UNKNOWN_GROUND.over(state.look) if self.is_shaded else state.look
        if state.within == "fldinst":
            self.fields.add_code(text)
        elif self.fields and (self.fields.in_code or self.fields.unread):
            if not self.fields.in_code and (purpose := self.fields.purpose):
                self.left_out.on_purpose(purpose, text)
        elif state.is_deleted:
            pass
        elif look.unseen and text.strip():
            self.left_out.unseen(look.unseen, text)
        else:
            if not self.story.in_paragraph:
                self.story.begin()
            self.story.add(exponent(text) if look.raised else text)
