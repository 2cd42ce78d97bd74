"""White words are unseen on white paper alone."""

import pytest
from tests.services.files.domain.docx.test_reader import NAMES, paragraph, run
from tests.services.files.hostile import in_word, with_part

from huleedu.contracts.reason import Reason
from huleedu.services.files.domain import Limits, Reading
from huleedu.services.files.domain.reading import read

WHITE = run("vit", '<w:color w:val="FFFFFF"/>')
ALONE = paragraph(WHITE)


def table(cell: str = "", settings: str = "") -> str:
    return (
        f"<w:tbl><w:tblPr>{settings}</w:tblPr><w:tr><w:tc><w:tcPr>{cell}</w:tcPr>{ALONE}</w:tc>"
        "</w:tr></w:tbl>"
    )


def shape(fill: str, style: str = "") -> str:
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    box = f"<wps:txbx><w:txbxContent>{ALONE}</w:txbxContent></wps:txbx>"
    return paragraph(f"<w:r><wps:wsp {a}><wps:spPr>{fill}</wps:spPr>{style}{box}</wps:wsp></w:r>")


def old_shape(told: str) -> str:
    box = f"<v:textbox><w:txbxContent>{ALONE}</w:txbxContent></v:textbox>"
    return paragraph(f"<w:r><w:pict><v:shape {told}>{box}</v:shape></w:pict></w:r>")


BLUE, PALE = '<w:shd w:val="clear" w:fill="1F3864"/>', '<w:shd w:val="clear" w:fill="FDFDFD"/>'
STYLES = (
    f'<w:styles {NAMES}><w:style w:type="table" w:styleId="Blue"><w:tcPr>{BLUE}</w:tcPr></w:style>'
    '<w:style w:type="table" w:styleId="Grid"/><w:style w:type="paragraph" w:styleId="Hid"><w:rPr>'
    '<w:vanish/></w:rPr></w:style><w:style w:type="character" w:styleId="HidToo"><w:rPr>'
    '<w:vanish/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Dark"><w:pPr>'
    f"{BLUE}</w:pPr></w:style></w:styles>"
)
SEEN = {
    "in a blue cell": table(BLUE),
    "in a blue table": table(settings=BLUE),
    "in a table with a style that shades": table(settings='<w:tblStyle w:val="Blue"/>'),
    "in a paragraph with a ground": paragraph(WHITE, settings=BLUE),
    "in a paragraph whose style has a ground": paragraph(
        WHITE, settings='<w:pStyle w:val="Dark"/>'
    ),
    "marked yellow": paragraph(
        run("vit", '<w:color w:val="FFFFFF"/><w:highlight w:val="yellow"/>')
    ),
    "in a filled shape": shape('<a:solidFill><a:srgbClr val="1F3864"/></a:solidFill>'),
    "in a shape of a theme's colour": shape(
        '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'
    ),
    "in a shape with a style": shape("", "<wps:style/>"),
    "in an old filled shape": old_shape('fillcolor="#1f3864 [1]"'),
    "twice hidden by styles": paragraph(
        run("vit", '<w:rStyle w:val="HidToo"/>'), settings='<w:pStyle w:val="Hid"/>'
    ),
}
UNSEEN = {
    "on paper": ALONE,
    "in a pale cell": table(PALE),
    "in a table without shades": table(settings='<w:tblStyle w:val="Grid"/>'),
    "in a white shape": shape('<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'),
    "in a shape without a fill": shape("<a:noFill/>"),
    "in a shape that says nothing": shape(""),
    "in an old shape": old_shape(""),
    "in an old shape without a fill": old_shape('filled="f"'),
}


def reading(xml: str, page: str = "") -> Reading:
    xml = f"<w:document {NAMES}>{page}<w:body>{paragraph(run('a'))}{xml}</w:body></w:document>"
    document = with_part(in_word(xml.encode()), "word/styles.xml", STYLES.encode())
    outcome = read("a.docx", document, Limits())
    assert isinstance(outcome, Reading)
    return outcome


@pytest.mark.parametrize("xml", SEEN.values(), ids=SEEN)
def test_white_words_on_another_ground_are_seen(xml: str) -> None:
    assert reading(xml).text == "a\n\nvit"
    assert not reading(xml).notes


@pytest.mark.parametrize("xml", UNSEEN.values(), ids=UNSEEN)
def test_white_words_on_white_are_told_of_and_not_counted(xml: str) -> None:
    found = reading(xml)
    assert found.text == "a"
    assert found.notes == (Reason("unseen_text", {"kind": "same_colour", "n": 1}),)


def test_on_dark_pages_white_words_are_seen() -> None:
    assert reading(ALONE, '<w:background w:color="000000"/>').text == "a\n\nvit"
