# pyright: basic
"""PDFs as programs write them that are not at hand, drawn letter by letter where it matters."""

import io
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from PIL import Image
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import cm
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from tools.reading_corpus.awkward import Told

FONT, SIZE, LEADING = "Times-Roman", 12, 16
WIDTH, HEIGHT = A4
MARGIN = 2.5 * cm
INSIDE = WIDTH - 2 * MARGIN
TOP = HEIGHT - MARGIN - SIZE


def _drawn(draw: Callable[[Canvas], None], size: tuple[float, float] = A4) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    canvas.setFont(FONT, SIZE)
    draw(canvas)
    canvas.save()
    return out.getvalue()


def _lines(text: str, width: float = INSIDE) -> list[str]:
    return simpleSplit(text, FONT, SIZE, width)


def _down(canvas: Canvas, lines: Iterable[str], y: float, x: float = MARGIN) -> float:
    """Draw lines from y on downwards; where the next paragraph begins."""
    for line in lines:
        canvas.drawString(x, y, line)
        y -= LEADING
    return y - LEADING / 2


def _page(canvas: Canvas, paragraphs: Sequence[str], y: float = TOP) -> None:
    for text in paragraphs:
        y = _down(canvas, _lines(text), y)


def columns_by_rows(told: Told) -> bytes:
    """Two columns whose lines are drawn row by row."""

    def draw(canvas: Canvas) -> None:
        width = (INSIDE - cm) / 2
        left, right = (_lines(told.say(8), width) for _ in range(2))
        for at in range(max(len(left), len(right))):
            for x, lines in ((MARGIN, left), (MARGIN + width + cm, right)):
                if at < len(lines):
                    canvas.drawString(x, TOP - at * LEADING, lines[at])

    return _drawn(draw)


def odd_and_even(told: Told) -> bytes:
    """Other headers on odd pages than on even ones, and numbers between dashes."""

    def draw(canvas: Canvas) -> None:
        headers = [told.omit("Zoë Ängström"), told.omit("Svenska, klass 9B")]
        for at in range(4):
            canvas.setFont(FONT, 10)
            if at % 2:
                canvas.drawString(MARGIN, HEIGHT - 1.4 * cm, headers[1])
            else:
                canvas.drawRightString(WIDTH - MARGIN, HEIGHT - 1.4 * cm, headers[0])
            canvas.drawCentredString(WIDTH / 2, 1.3 * cm, f"– {at + 1} –")
            canvas.setFont(FONT, SIZE)
            _page(canvas, [told.say(5) for _ in range(3)])
            canvas.showPage()

    return _drawn(draw)


def chapters(told: Told) -> bytes:
    """A heading on top of every page, alike but for its number, which is not the page's."""

    def draw(canvas: Canvas) -> None:
        for day in (4, 7, 9):
            canvas.setFont("Times-Bold", 16)
            canvas.drawString(MARGIN, TOP, told.say(f"Dag {day}"))
            canvas.setFont(FONT, SIZE)
            _page(canvas, [told.say(5), told.say(6)], TOP - 28)
            canvas.showPage()

    return _drawn(draw)


def title_on_top(told: Told) -> bytes:
    """A single page, its title near the edge and set apart."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Bold", 20)
        canvas.drawCentredString(WIDTH / 2, HEIGHT - 1.6 * cm, told.say("Havet ger och tar"))
        canvas.setFont(FONT, SIZE)
        _page(canvas, [told.say(6), told.say(5)], TOP - 20)

    return _drawn(draw)


def annotated(told: Told) -> bytes:
    """Text typed onto the page in a viewer, and a note that somebody stuck to it."""

    def draw(canvas: Canvas) -> None:
        _page(canvas, [told.say(4), told.say(4)])
        place = (MARGIN, 12 * cm, WIDTH - MARGIN, 14 * cm)
        canvas.freeTextAnnotation(told.aside(), "/Helv 11 Tf 0 g", Rect=place)
        canvas.textAnnotation(told.omit(), Rect=(WIDTH - 60, TOP, WIDTH - 40, TOP + 20))

    return _drawn(draw)


def white(told: Told) -> bytes:
    """White letters on white paper, at the end and in the middle."""

    def draw(canvas: Canvas) -> None:
        y = _down(canvas, _lines(told.say(4)), TOP)
        canvas.setFillGray(1)
        y = _down(canvas, _lines(told.omit()), y)
        canvas.setFillGray(0)
        y = _down(canvas, _lines(told.say(4)), y)
        canvas.setFillGray(1)
        canvas.setFont(FONT, 1)
        canvas.drawString(MARGIN, y, told.omit())

    return _drawn(draw)


def sideways(told: Told) -> bytes:
    """A page whose text runs upwards, and which is shown turned."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        y = WIDTH - MARGIN
        for _ in range(3):
            y = _down(canvas, _lines(told.say(4), landscape(A4)[0] - 2 * MARGIN), y)

    # reportlab turns the paper, too
    return _drawn(draw, landscape(A4))


def word_by_word(told: Told) -> bytes:
    """No spaces: every word is put at its place, and every letter of the title."""

    def draw(canvas: Canvas) -> None:
        x = MARGIN
        canvas.setFont("Times-Bold", 18)
        for letter in told.say("Ett stort ögonblick"):
            if letter != " ":
                canvas.drawString(x, TOP, letter)
            x += stringWidth(letter, "Times-Bold", 18)
        canvas.setFont(FONT, SIZE)
        _words(canvas, [told.say(5), told.say(5)], TOP - 30)

    return _drawn(draw)


def _words(canvas: Canvas, paragraphs: Iterable[str], y: float, mode: Literal[0, 3] = 0) -> None:
    for text in paragraphs:
        for line in _lines(text):
            x = MARGIN
            for word in line.split(" "):
                canvas.drawString(x, y, word, mode=mode)
                x += stringWidth(word + " ", FONT, SIZE)
            y -= LEADING
        y -= LEADING / 2


def recognised(told: Told) -> bytes:
    """A scanned page: a picture, and the letters that a program saw, drawn unseen."""

    def draw(canvas: Canvas) -> None:
        paper = ImageReader(Image.new("L", (60, 85), 250))
        canvas.drawImage(paper, 0, 0, WIDTH, HEIGHT)
        _words(canvas, [told.say(5), told.say(5)], TOP, mode=3)

    return _drawn(draw)


def doubled(told: Told) -> bytes:
    """Headings drawn twice, a little apart, to look bold."""

    def draw(canvas: Canvas) -> None:
        y = TOP
        for heading in ("Första skymten", "Sista skymten"):
            told.say(heading)
            canvas.setFont(FONT, 16)
            canvas.drawString(MARGIN, y, heading)
            canvas.drawString(MARGIN + 0.35, y, heading)
            canvas.setFont(FONT, SIZE)
            y = _down(canvas, _lines(told.say(5)), y - 26) - 10

    return _drawn(draw)


def every_fifth_line(told: Told) -> bytes:
    """A number beside every fifth line."""

    def draw(canvas: Canvas) -> None:
        y, number = TOP, 0
        for _ in range(3):
            for line in _lines(told.say(6)):
                number += 1
                if number % 5 == 0:
                    canvas.setFont(FONT, 8)
                    canvas.drawRightString(MARGIN - 14, y, str(number))
                    canvas.setFont(FONT, SIZE)
                canvas.drawString(MARGIN, y, line)
                y -= LEADING
            y -= LEADING / 2

    return _drawn(draw)


def hyphens(told: Told) -> bytes:
    """Words parted at lines' ends: some by their own hyphens, others by a program's."""
    lines = (
        "När jag var liten fick vi bara ha ett tv-",
        "spel hemma, och det stod i vardags-",
        "rummet. Nu pratar hela skolan om läs-",
        "och skrivkunskaper, och på själva skol-",
        "gården syns knappt en enda mobiltele-",
        "fon. En ung sydsvensk, en pigg 15-",
        "åring, påstod att det var sin gamla e-",
        "postadress han saknade mest. Hans SFI-",
        "lärare skrattade. Jag läste en tjock upp-",
        "slagsbok om vulkaner i både Nord- och",
        "Sydamerika, för det tycker jag om.",
    )
    told.truth.text.append(
        "När jag var liten fick vi bara ha ett tv-spel hemma, och det stod i vardagsrummet. Nu "
        "pratar hela skolan om läs- och skrivkunskaper, och på själva skolgården syns knappt en "
        "enda mobiltelefon. En ung sydsvensk, en pigg 15-åring, påstod att det var sin gamla "
        "e-postadress han saknade mest. Hans SFI-lärare skrattade. Jag läste en tjock uppslagsbok "
        "om vulkaner i både Nord- och Sydamerika, för det tycker jag om."
    )

    def draw(canvas: Canvas) -> None:
        y = _down(canvas, lines, TOP)
        _down(canvas, _lines(told.say(3), 7.5 * cm), y)

    return _drawn(draw)


PDF: dict[str, Callable[[Told], bytes]] = {
    "columns-by-rows.pdf": columns_by_rows,
    "odd-and-even.pdf": odd_and_even,
    "chapters.pdf": chapters,
    "title-on-top.pdf": title_on_top,
    "annotated.pdf": annotated,
    "white.pdf": white,
    "sideways.pdf": sideways,
    "word-by-word.pdf": word_by_word,
    "recognised.pdf": recognised,
    "doubled.pdf": doubled,
    "every-fifth-line.pdf": every_fifth_line,
    "hyphens.pdf": hyphens,
}
