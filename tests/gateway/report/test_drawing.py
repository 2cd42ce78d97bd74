"""The report of the ranking: everything on it, whatever the names, as SVG and as PNG."""

import struct
import xml.etree.ElementTree as ET

import pytest
from msgspec import structs
from tests.gateway.report.conftest import EN

from huleedu.gateway.report.drawing import svg
from huleedu.gateway.report.image import png
from huleedu.gateway.report.summary import names_of
from huleedu.services.results.api import BatchReport, RankedEssay, RankingPicture

SPACE = "{http://www.w3.org/2000/svg}"


def ranking(count: int) -> RankingPicture:
    """A plain ranking of so many essays."""
    return RankingPicture(
        note=(),
        judges=("a",),
        judgements=count,
        reliability=0.8,
        reliability_low=0.7,
        reliability_high=0.9,
        essays=tuple(
            RankedEssay(
                essay=f"e{n}",
                place=n + 1,
                low=max(1, n),
                high=min(count, n + 3),
                ability=1.5 - n / 10,
                error=0.4,
                judgements=2,
            )
            for n in range(count)
        ),
    )


def texts(drawing: str) -> list[str]:
    """All texts of a drawing."""
    return [text.text or "" for text in ET.fromstring(drawing).iter(f"{SPACE}text")]


def size(image: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels."""
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high = struct.unpack(">II", image[16:24])
    return wide, high


def test_every_essay_stands_on_it_with_its_interval(judged: BatchReport) -> None:
    assert judged.ranking is not None
    drawing = svg(judged.ranking, names_of(judged), EN)
    image = ET.fromstring(drawing)
    bars = [line for line in image.iter(f"{SPACE}line") if line.get("class") == "bar"]
    assert len(bars) == 30 + 1  # and the legend's
    assert all(float(bar.attrib["x1"]) < float(bar.attrib["x2"]) for bar in bars)
    assert set(names_of(judged).values()) <= set(texts(drawing))


def test_anchors_and_where_grades_begin_are_marked(judged: BatchReport) -> None:
    assert judged.ranking is not None
    image = ET.fromstring(svg(judged.ranking, names_of(judged), EN))
    marks = [path for path in image.iter(f"{SPACE}path") if path.get("class") == "anchor"]
    edges = [rect for rect in image.iter(f"{SPACE}rect") if rect.get("class") == "edge"]
    anchors = [each for each in judged.ranking.essays if each.known_grade]
    assert len(marks) == len(anchors) + 1
    assert len(edges) == len(judged.ranking.boundaries) + 1
    assert all(float(edge.attrib["width"]) > 0 for edge in edges)


def test_an_anchor_shows_its_known_grade_and_no_probability(judged: BatchReport) -> None:
    assert judged.ranking is not None
    told = texts(svg(judged.ranking, names_of(judged), EN))
    anchors = [each for each in judged.ranking.essays if each.known_grade]
    assert [one for one in told if one.endswith(", known")] == [
        f"{each.known_grade}, known" for each in anchors
    ]
    assert len([one for one in told if " · " in one]) == 30 - len(anchors)


def test_an_anchor_whose_place_is_known_is_marked_without_a_grade() -> None:
    essays = ranking(3).essays
    one = structs.replace(essays[1], known_place=1.0)
    drawing = svg(structs.replace(ranking(3), essays=(essays[0], one, essays[2])), {}, EN)
    assert drawing.count('class="anchor"') == 2
    assert "anchor: its place is known" in drawing


@pytest.mark.parametrize("spread", [0.001, 0.3, 4, 300, 1e5])
def test_the_numbers_below_can_be_read_whatever_the_scale(spread: float) -> None:
    essays = tuple(
        structs.replace(each, ability=n * spread / 4, error=spread / 100)
        for n, each in enumerate(ranking(5).essays)
    )
    drawing = svg(structs.replace(ranking(5), essays=essays), {}, EN)
    assert 3 <= drawing.count('text-anchor="middle"') <= 15


def test_without_anchors_there_is_nothing_of_grades() -> None:
    drawing = svg(ranking(5), {}, EN)
    for word in ('class="edge"', 'class="anchor"', "grade"):
        assert word not in drawing.partition("</style>")[2]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ('<Åsa & "Bo">', '<Åsa & "Bo">'),
        ("a\x00\x07b\nc", "a��b c"),
        ("\u202egnp.exe", "�gnp.exe"),
        ("عبد الله", "عبد الله"),
        ("W" * 60, "W" * 12 + "…"),
    ],
)
def test_names_are_safe_and_fit(name: str, shown: str) -> None:
    drawing = svg(ranking(2), {"e0": name}, EN)
    found = [text for text in texts(drawing) if text[:1] == shown[:1]]
    assert any(text == shown or (text[-1:] == "…" and text[:9] == shown[:9]) for text in found)
    png(drawing)


def test_a_ranking_by_counting_alone_says_so_on_the_drawing() -> None:
    assert "NOT FOR GRADING" in svg(structs.replace(ranking(3), for_grading=False), {}, EN)
    assert "NOT FOR GRADING" not in svg(ranking(3), {}, EN)


@pytest.mark.parametrize("count", [1, 5, 30, 200, 1500])
def test_the_image_is_as_large_as_it_can_be_read(count: int) -> None:
    wide, high = size(png(svg(ranking(count), {}, EN)))
    assert wide * high <= 25_000_000
    assert wide >= 1000
    assert high >= 200


def test_letters_with_marks_need_no_font_of_the_system() -> None:
    bare, marked = (png(svg(ranking(1), {"e0": name}, EN)) for name in ("aaoecs", "åäöéçß"))
    unknown = png(svg(ranking(1), {"e0": "\ue000" * 6}, EN))
    assert len({bare, marked, unknown}) == 3


def test_the_same_ranking_makes_the_same_drawing() -> None:
    assert png(svg(ranking(4), {}, EN)) == png(svg(ranking(4), {}, EN))
