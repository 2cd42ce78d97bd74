"""Words in every place that a PDF knows: those that are meant come in order, others are told."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Literal, get_args

from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas
from tests.services.files.domain.pdf.test_forms import text_field
from tests.services.files.domain.pdf.test_unseen import coloured, picture, unseen
from tests.services.files.sheets import HEIGHT, Draw, both, lines, reading, sheets, told

Place = Literal[
    "text",
    "heading",
    "columns by rows",
    "columns",
    "table",
    "field",
    "free text",
    "white",
    "tiny",
    "without ink",
    "covered",
    "comment",
    "watermark",
    "contents",
]
PLACES: tuple[Place, ...] = get_args(Place)
ROOM = 92
"""Points of height for what stands in one place."""


@dataclass
class Plan:
    """What is drawn, and what is to come of it."""

    meant: list[str] = field(default_factory=list[str])
    told: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])


def words() -> Iterator[str]:
    """Words of five letters, none twice."""
    for first, middle, second, last in product("bdfgklmnprst", "ao", "prstvbdf", "aeiou"):
        yield f"{first}{middle}{second}{last}n"


def placed(place: Place, top: float, fresh: Iterator[str], plan: Plan) -> Draw:
    """Words in this place, at this height."""

    def some(n: int) -> list[str]:
        return [next(fresh) for _ in range(n)]

    def rows(n: int, each: int) -> list[str]:
        return [" ".join(some(each)) for _ in range(n)]

    match place:
        case "text" | "heading" as kind:
            found = rows(3, 9) if kind == "text" else rows(1, 2)
            plan.meant += " ".join(found).split()
            return lines(found, top=top, size=12 if kind == "text" else 18)
        case "columns by rows" | "columns" as kind:
            above, left, right = rows(1, 9), rows(3, 5), rows(3, 5)
            plan.meant += " ".join([*above, *left, *right]).split()
            if kind == "columns":
                columns = both(lines(left, top=top - 24), lines(right, top=top - 24, left=320))
            else:
                columns = _across([left, right], top - 24, 248)
            return both(lines(above, top=top), columns)
        case "table":
            cells = [some(3) for _ in range(3)]
            plan.meant += [cell for row in zip(*cells, strict=True) for cell in row]
            return _across(cells, top, 120)
        case "field" | "free text" as kind:
            said = " ".join(some(5))
            plan.meant += said.split()
            if kind == "field":
                return text_field(said, said, bottom=int(top) - 20)
            return _free(said, top)
        case "comment":
            plan.told["left_out", "comments"] += 3
            return _comment(" ".join(some(3)), top)
        case "watermark":
            plan.told["left_out", "watermark"] += 1
            return _leaning(next(fresh), top)
        case "contents":
            plan.told["left_out", "contents"] += 6
            return lines([f"{row} {'.' * 30} {at}" for at, row in enumerate(rows(3, 2))], top=top)
        case _:
            return _not_seen(place, rows(1, 4), top, plan)


def _not_seen(place: Place, found: list[str], top: float, plan: Plan) -> Draw:
    kind = {"white": "same_colour", "tiny": "tiny"}.get(place, "hidden")
    plan.told["unseen_text", kind] += 4
    if place == "white":
        return coloured(1, lines(found, top=top))
    if place == "tiny":
        return lines(found, top=top, size=1.5)
    if place == "without ink":
        return unseen(found[0], top=top)
    plan.told["left_out", "pictures"] += 1
    return both(lines(found, top=top), picture(60, top - 20, 300, 50))


def _across(columns: list[list[str]], top: float, width: float) -> Draw:
    """Columns that are drawn row by row."""
    return both(
        *(
            lines([text], left=72 + width * number, top=top - 15 * at)
            for at, row in enumerate(zip(*columns, strict=True))
            for number, text in enumerate(row)
        )
    )


def _free(said: str, top: float) -> Draw:
    rect = (72, top - 20, 400, top + 10)
    return lambda canvas: canvas.freeTextAnnotation(  # pyright: ignore[reportUnknownMemberType]
        said, DA="/Helv 12 Tf", Rect=rect
    )


def _comment(said: str, top: float) -> Draw:
    rect = (500, top - 10, 520, top + 10)
    return lambda canvas: canvas.textAnnotation(  # pyright: ignore[reportUnknownMemberType]
        said, Rect=rect
    )


def _leaning(word: str, top: float) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(150, top - 40)
        canvas.rotate(30)
        lines([word], left=0, top=0, size=30)(canvas)
        canvas.restoreState()

    return draw


def page(
    places: list[Place], order: list[int], number: int, plan: Plan, fresh: Iterator[str]
) -> Draw:
    """What stands in these places from above, drawn in this order; with a header and a number."""
    draws = [
        placed(place, HEIGHT - 130 - ROOM * at, fresh, plan) for at, place in enumerate(places)
    ]
    return both(
        lines(["Åsa Öberg"], top=HEIGHT - 40),
        *(draws[at] for at in order if at < len(draws)),
        lines([str(number)], top=30, left=300),
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(PLACES), min_size=1, max_size=6), min_size=2, max_size=3),
    st.permutations(range(7)),
)
def test_every_word_that_is_meant_comes_in_order_and_the_others_are_told(
    pages: list[list[Place]], order: list[int]
) -> None:
    plan, fresh = Plan(), words()
    draws = [page(places, order, at, plan, fresh) for at, places in enumerate(pages, start=1)]
    draws.append(lines(["Slut på allt."], top=400))
    found = reading(sheets(*draws))
    assert found.text.split() == [*plan.meant, "Slut", "på", "allt."]
    assert found.header_text == "Åsa Öberg"
    left = Counter({(code, kind): n for code, kind, n in told(found)})
    left.pop(("left_out", "header"))
    assert left == plan.told
