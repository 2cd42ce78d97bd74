"""Pages drawn for tests of what is read from a .pdf."""

import io
from collections.abc import Callable, Iterable

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from huleedu.services.files.domain import Limits, Reading
from huleedu.services.files.domain.reading import read

WIDTH, HEIGHT = A4
FONT = "Helvetica"
MARGIN = 72
STEP = 15

Draw = Callable[[Canvas], None]


def reading(content: bytes) -> Reading:
    """What is read of a .pdf, through the front door."""
    outcome = read("essay.pdf", content, Limits())
    assert isinstance(outcome, Reading), outcome
    assert outcome.format == "pdf"
    return outcome


def sheets(*pages: Draw) -> bytes:
    """A document of these pages."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def lines(
    texts: Iterable[str], *, left: float = MARGIN, top: float = HEIGHT - 84, size: float = 12
) -> Draw:
    """Lines below each other; `top` is where the first one stands."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont(FONT, size)
        for at, text in enumerate(texts):
            canvas.drawString(left, top - at * size * 1.25, text)

    return draw


def both(*draws: Draw) -> Draw:
    """All on one page, in this order."""

    def draw(canvas: Canvas) -> None:
        for one in draws:
            one(canvas)

    return draw


def told(found: Reading) -> set[tuple[str, str, int]]:
    """What was left out: the code, the kind and how much."""
    return {
        (note.code, str(note.facts["kind"]), int(str(note.facts["n"])))
        for note in found.notes
        if "kind" in note.facts
    }


STORY = (
    "Det var en gång en älg som gick i den stora skogen och",
    "åt blåbär hela dagen lång tills det blev mörkt och så",
    "kallt att den ville hem till sin lilla vrå vid sjön.",
)
"""Three full lines of one paragraph."""
TOLD = " ".join(STORY)
