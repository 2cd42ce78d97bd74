# pyright: basic, reportIncompatibleMethodOverride=false
# reportlab's types are partly unknown
"""Write an essay as a PDF with reportlab."""

import io
from typing import Any

from reportlab import rl_config
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    ListFlowable,
    PageTemplate,
    Paragraph,
    Spacer,
)
from reportlab.platypus import Table as Grid
from reportlab.platypus.tables import TableStyle
from tools.reading_corpus.essays import (
    Block,
    Box,
    Essay,
    Heading,
    Inserted,
    Items,
    Note,
    Para,
    Question,
    Table,
    Verse,
)

FONTS = "/usr/share/fonts/truetype/liberation"
_LINES = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
_BOX = TableStyle([("BOX", (1, 0), (1, 0), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")])


def printed(essay: Essay) -> bytes:
    """The whole file; it holds no comments, no changes and no contents list."""
    rl_config.invariant = 1
    family = essay.look.font.replace(" ", "")
    for name, file in (("Serif", "Regular"), ("Strong", "Bold")):
        pdfmetrics.registerFont(TTFont(name, f"{FONTS}/{family}-{file}.ttf"))
    out = io.BytesIO()
    margin, width, height = essay.look.margin_cm * cm, *A4
    inside, gap = width - 2 * margin, 0.8 * cm
    column = (inside - gap * (essay.columns - 1)) / essay.columns
    frames = [
        Frame(margin + at * (column + gap), margin, column, height - 2 * margin, 0, 0, 0, 0)
        for at in range(essay.columns)
    ]
    document = BaseDocTemplate(out, pagesize=A4)

    def margins(canvas: Canvas, _: Any) -> None:
        if essay.header:
            canvas.setFont("Serif", 10)
            left, right = essay.header.split("\t")
            canvas.drawString(margin, height - 1.5 * cm, left)
            canvas.drawRightString(width - margin, height - 1.5 * cm, right)
            canvas.drawString(margin, 1.3 * cm, f"{essay.footer} {canvas.getPageNumber()}")

    document.addPageTemplates(PageTemplate("page", frames, onPage=margins))
    document.build(_Printer(essay, column).flowables())
    return out.getvalue()


class _Printer:
    def __init__(self, essay: Essay, width: float) -> None:
        self.essay, self.width = essay, width
        self.notes: list[str] = []
        self.lines = 0
        size = essay.look.size
        leading = size * essay.spacing
        self.text = ParagraphStyle(
            "text", fontName="Serif", fontSize=size, leading=leading, spaceAfter=7
        )
        if essay.justified:
            self.text.alignment = TA_JUSTIFY
            self.text.hyphenationLang = {"sv": "sv_SE", "en": "en_GB"}[essay.language]
        self.heading = ParagraphStyle(
            "heading", fontName="Strong", fontSize=16, leading=20, spaceBefore=8, spaceAfter=6
        )

    def flowables(self) -> list[Flowable]:
        """The blocks, and the notes at the end."""
        blocks = list(self.essay.blocks)
        made: list[Flowable] = []
        while blocks:
            block = blocks.pop(0)
            if isinstance(block, Box):  # beside the paragraph that follows it
                beside = self._block(blocks.pop(0))
                box = self._paragraph(block.text)
                widths = [self.width - 6.5 * cm, 6.5 * cm]
                made.append(Grid([[beside, box]], colWidths=widths, style=_BOX))
            else:
                made += self._block(block)
        for at, note in enumerate(self.notes, start=1):
            made.append(self._paragraph(f"<super>{at}</super> {note}"))
        return made

    def _paragraph(self, markup: str) -> Paragraph:
        if self.essay.line_numbers:
            return _Numbered(markup, self.text, self)
        return Paragraph(markup, self.text)

    def _block(self, block: Block) -> list[Flowable]:
        match block:
            case Para(_, initial):
                if initial:
                    return [_Initial(block.plain, self.text), Spacer(0, 7)]
                return [self._paragraph(self._markup(block))]
            case Heading(text, _, spaced):
                return [_Apart(text) if spaced else Paragraph(text, self.heading)]
            case Items(items, numbered):
                made = [self._paragraph(item) for item in items]
                return [ListFlowable(made, bulletType="1" if numbered else "bullet")]
            case Table(rows):
                cells = [[self._paragraph(cell) for cell in row] for row in rows]
                return [Grid(cells, style=_LINES), Spacer(0, 10)]
            case Verse(lines):
                return [self._paragraph("<br/>".join(lines))]
            case Question(label, answer):
                return [self._paragraph(label), _Field(answer, self.width), Spacer(0, 10)]
            case _:
                raise ValueError(f"{block} is not printed")

    def _markup(self, block: Para) -> str:
        pieces: list[str] = []
        for part in block.parts:
            if isinstance(part, Note):
                self.notes.append(part.text)
                pieces.append(f"<super>{len(self.notes)}</super>")
            elif isinstance(part, str):
                pieces.append(part)
            elif isinstance(part, Inserted):
                pieces.append(part.text)
        return "".join(pieces)


class _Numbered(Paragraph):
    """A paragraph with the number of each line beside it."""

    def __init__(self, markup: str, style: ParagraphStyle, printer: _Printer) -> None:
        super().__init__(markup, style)
        self._printer = printer

    def draw(self) -> None:
        super().draw()
        for at in range(len(self.blPara.lines)):  # pyright: ignore[reportAttributeAccessIssue]
            self._printer.lines += 1
            self.canv.setFont("Serif", 8)
            y = self.height - self.style.fontSize - at * self.style.leading
            self.canv.drawRightString(-12, y, str(self._printer.lines))


class _Initial(Flowable):
    """A paragraph whose first letter is three lines tall."""

    def __init__(self, text: str, style: ParagraphStyle) -> None:
        super().__init__()
        self._letter, self._text, self.style = text[0], text[1:].strip(), style

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        self._indent = pdfmetrics.stringWidth(self._letter, "Serif", 44) + 3
        narrow = simpleSplit(self._text, "Serif", self.style.fontSize, width - self._indent)[:3]
        said = len(" ".join(narrow))
        self._lines = [
            *narrow,
            *simpleSplit(self._text[said:].strip(), "Serif", self.style.fontSize, width),
        ]
        return width, len(self._lines) * self.style.leading

    def draw(self) -> None:
        leading = self.style.leading
        top = len(self._lines) * leading
        self.canv.setFont("Serif", 44)
        self.canv.drawString(0, top - 12 - 2 * leading, self._letter)
        self.canv.setFont("Serif", self.style.fontSize)
        for at, line in enumerate(self._lines):
            x = self._indent if at < 3 else 0
            self.canv.drawString(x, top - 12 - at * leading, line)


class _Apart(Flowable):
    """A heading whose letters stand apart."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return width, 30

    def draw(self) -> None:
        self.canv.setFont("Strong", 16)
        self.canv.drawString(0, 8, self._text, charSpace=4)


class _Field(Flowable):
    """A field of a form that is filled in."""

    def __init__(self, answer: str, width: float) -> None:
        super().__init__()
        self._answer, self._width = answer, width

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return width, 90

    def draw(self) -> None:
        self.canv.acroForm.textfield(
            name=f"answer {self._answer[:12]}",
            value=self._answer,
            width=int(self._width),
            height=84,
            relative=True,
            fieldFlags="multiline",
            maxlen=1000,
            fontSize=10,
        )
