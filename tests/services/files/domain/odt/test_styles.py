"""The styles of an OpenDocument stand on each other, within their family."""

from lxml import etree

from huleedu.services.files.domain.appearance import NOTHING, PAPER, UNKNOWN_GROUND, Look
from huleedu.services.files.domain.odt.styles import OFFICE, STYLE, TEXT, OdtStyles

FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"


def element(space: str, name: str) -> etree.Element:
    return etree.fromstring(f"<{name} xmlns='{space[1:-1]}'/>")


def style(name: str, family: str, parent: str = "", **says: str) -> etree.Element:
    found = element(STYLE, "style")
    for key, value in (("name", name), ("family", family), ("parent-style-name", parent)):
        found.set(STYLE + key, value)
    settings = element(STYLE, "text-properties")
    for key, value in says.items():
        settings.set(FO + key.replace("_", "-"), value)
    found.append(settings)
    return found


def styles(*each: etree.Element) -> OdtStyles:
    root = element(OFFICE, "styles")
    for one in each:
        root.append(one)
    return OdtStyles((root,))


def span(name: str) -> etree.Element:
    found = element(TEXT, "span")
    found.set(TEXT + "style-name", name)
    return found


def test_a_style_says_what_its_parents_say_unless_it_says_otherwise() -> None:
    found = styles(
        style("a", "text", "b", color="#ff0000"),
        style("b", "text", "a", color="#ffffff", font_size="2.5pt"),
        style("a", "paragraph", background_color="#000000"),
    )
    assert found.look(span("a")) == Look(colour="ff0000", size_pt=2.5)
    assert found.look(span("c")) == NOTHING


def test_odd_sizes_say_nothing() -> None:
    found = styles(style("a", "text", font_size="1.1.1pt"), style("b", "text", font_size="58%"))
    assert found.look(span("a")) == found.look(span("b")) == NOTHING


def test_on_paper_of_a_colour_nobody_knows_what_can_be_seen() -> None:
    assert styles().paper == PAPER
    page = element(STYLE, "page-layout-properties")
    page.set(FO + "background-color", "#000000")
    assert styles(page).paper == UNKNOWN_GROUND
