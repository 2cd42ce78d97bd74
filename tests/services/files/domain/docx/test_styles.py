"""Of a document's styles those in use are read, with those that they stand on."""

from collections.abc import Iterator

import pytest
from lxml import etree

from huleedu.services.files.domain.appearance import NOTHING, Look
from huleedu.services.files.domain.docx import styles as docx_styles
from huleedu.services.files.domain.docx.styles import DocxStyles, look_of

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHADED = '<w:tblStylePr><w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr></w:tblStylePr>'


def style(id_: str, says: str = "", kind: str = "paragraph", more: str = "") -> str:
    return f'<w:style w:type="{kind}" {more} w:styleId="{id_}">{says}</w:style>'


def letters(says: str) -> str:
    return f"<w:rPr>{says}</w:rPr>"


XML = (
    f'<?xml version="1.0"?><w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault>'
    + letters('<w:sz w:val="24"/>')
    + "</w:rPrDefault></w:docDefaults>"
    + style("T", kind="table", more='w:default="1"', says=SHADED)
    + style("Normal", letters('<w:color w:val="auto"/>'), more='w:default="1"')
    + style("A", '<w:basedOn w:val="B"/>' + letters('<w:color w:val="FF0000"/>'))
    + style("B", '<w:basedOn w:val="A"/>' + letters("<w:vanish/>"))
    + style("Innehll1", '<w:name w:val="toc 1"/>')
    + style("Rubrik", '<w:name w:val="TOC Heading"/>')
    + style("&lt;&amp;", letters("<w:vanish/>"))
    + style("Plain", kind="table")
    + "</w:styles>"
)


def pieces(xml: str, size: int) -> Iterator[bytes]:
    raw = xml.encode()
    yield from (raw[at : at + size] for at in range(0, len(raw), size))


@pytest.mark.parametrize("size", [150, 10_000])
def test_a_style_says_what_those_say_that_it_stands_on(size: int) -> None:
    found = DocxStyles(pieces(XML, size))
    assert found.common == Look(size_pt=12)
    assert found.default.look == Look(colour="")
    assert found.style("A").look == Look(hidden=True, colour="ff0000")
    assert found.style("<&").look.hidden
    assert found.style("nobody").look == NOTHING
    assert found.style("Innehll1").is_contents
    assert found.style("Rubrik").is_contents
    assert not found.style("A").is_contents
    assert found.shades("T")
    assert not found.shades("Plain")


def test_of_many_styles_a_list_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_styles, "SEARCHED_MAX", 2)
    found = DocxStyles(pieces(XML, 150))
    assert found.style("Innehll1").is_contents
    assert found.style("B").look.hidden
    assert found.style("nobody").look == NOTHING


def test_no_more_is_unpacked_than_is_needed() -> None:
    many = pieces(XML + "x" * 100_000, 700)
    found = DocxStyles(many)
    assert found.default.look == Look(colour="")
    assert len(b"".join(many)) > 99_000


@pytest.mark.parametrize(
    "xml", ["", "<x/>", "<w:styles>", XML.replace("w:styleId", "w:id"), XML.replace("<w:rPr>", "<")]
)
def test_odd_styles_keep_nobody_from_the_text(xml: str) -> None:
    found = DocxStyles(pieces(xml, 1000))
    assert isinstance(found.style("A").look, Look)
    assert isinstance(found.default.look, Look)


def test_styles_in_two_bytes_a_letter_are_read_too() -> None:
    found = DocxStyles(iter((XML.encode("utf-16"),)))
    assert found.style("A").look.hidden


@pytest.mark.parametrize(
    ("says", "look"),
    [
        ('<w:vanish w:val="0"/>', Look(hidden=False)),
        ('<w:color w:themeColor="background1"/>', Look(colour="ffffff")),
        ('<w:color w:val="auto"/>', Look(colour="")),
        ('<w:shd w:val="clear" w:fill="auto"/>', NOTHING),
        ('<w:shd w:val="solid" w:color="000000" w:fill="FFFFFF"/>', Look(ground="000000")),
        ('<w:shd w:val="pct20" w:fill="FFFFFF"/>', Look(ground="")),
        ('<w:highlight w:val="yellow"/>', Look(ground="")),
        ('<w:highlight w:val="none"/>', NOTHING),
        ('<w:sz w:val="3"/>', Look(size_pt=1.5)),
        ('<w:sz w:val="x"/>', NOTHING),
        ('<w:vertAlign w:val="superscript"/>', Look(raised=True)),
    ],
)
def test_what_settings_say(says: str, look: Look) -> None:
    assert look_of(etree.fromstring(f'<w:rPr xmlns:w="{W}">{says}</w:rPr>')) == look
    assert look_of(None) == NOTHING
