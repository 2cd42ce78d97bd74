"""What LibreOffice can do to a text, and what of it is the pupil's."""

import pytest
from tests.services.files.hostile import odt

from huleedu.contracts.reason import Reason
from huleedu.services.files.domain import Limits, Reading
from huleedu.services.files.domain.reading import read

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("style", "style"),
        ("svg", "svg-compatible"),
        ("fo", "xsl-fo-compatible"),
    )
)
STYLES = (
    '<office:automatic-styles><style:style style:name="T1"><style:text-properties '
    'text:display="none"/></style:style><style:style style:name="T2" style:family="text" '
    'style:parent-style-name="Common"/><style:style style:name="Up" style:family="text">'
    '<style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="White" style:family="text"><style:text-properties '
    'fo:color="#ffffff"/></style:style><style:style style:name="Dark" style:family="table-cell">'
    '<style:table-cell-properties fo:background-color="#1f3864"/></style:style>'
    '<style:style style:name="Picture" style:family="graphic"><style:graphic-properties '
    'draw:fill="bitmap"/></style:style></office:automatic-styles>'
)
WHITE = '<text:p>a<text:span text:style-name="White">vit</text:span></text:p>'


def reading(body: str, *more: tuple[str, bytes]) -> Reading:
    xml = (
        f"<office:document-content {NAMES}>{STYLES}<office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>"
    )
    outcome = read("essay.odt", odt(xml.encode(), *more), Limits())
    assert isinstance(outcome, Reading), outcome
    assert outcome.format == "odt"
    return outcome


CASES = {
    "headings and paragraphs": ("<text:h>Blåbär</text:h><text:p>Ö</text:p>", "Blåbär\n\nÖ"),
    "spaces, tabs and breaks": (
        '<text:p>a <text:s text:c="2"/>b<text:tab/>c<text:line-break/>d\n   e<text:s/>f</text:p>',
        "a   b\tc\nd e f",
    ),
    "spaces by the million": (
        '<text:p>a<text:s text:c="999999999"/>b<text:s text:c="x"/>c</text:p>',
        "a" + " " * 100 + "b c",
    ),
    "spans and links": ("<text:p>a<text:span>b</text:span><text:a>c</text:a>d</text:p>", "abcd"),
    "tables and lists": (
        (
            "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
            "</table:table-row></table:table><text:list><text:list-item><text:p>b</text:p>"
            "</text:list-item></text:list>"
        ),
        "a\n\nb",
    ),
    "notes at the end": (
        (
            "<text:p>a<text:note><text:note-citation>1</text:note-citation><text:note-body>"
            "<text:p>why</text:p></text:note-body></text:note> b</text:p><text:p>c</text:p>"
        ),
        "a b\n\nc\n\n[1] why",
    ),
    "a text box after its paragraph": (
        (
            "<text:p>a<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box>"
            "<svg:desc>a picture</svg:desc></draw:frame> b</text:p>"
        ),
        "a b\n\nbox",
    ),
    "deletions and comments": (
        (
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p>"
            "</text:deletion></text:changed-region></text:tracked-changes><text:p>a"
            "<office:annotation><text:p>why?</text:p></office:annotation> b</text:p>"
        ),
        "a b",
    ),
    "hidden text": (
        (
            '<text:p>a<text:span text:style-name="T1">hidden</text:span> b</text:p>'
            '<text:section text:display="none"><text:p>hidden</text:p></text:section>'
        ),
        "a b",
    ),
    "a line above a paragraph": (
        (
            '<text:h>Min resa</text:h><text:p><draw:line text:anchor-type="paragraph"><text:p/>'
            "</draw:line>I somras reste jag till fjällen.</text:p><text:p>Vi gick långt.</text:p>"
        ),
        "Min resa\n\nI somras reste jag till fjällen.\n\nVi gick långt.",
    ),
    "a shape inside a sentence": (
        (
            "<text:p>Bilden visar <draw:custom-shape><text:p>En pil</text:p></draw:custom-shape>"
            "hur vattnet rinner nedåt.</text:p><text:p>Det samlas i havet.</text:p>"
        ),
        "Bilden visar hur vattnet rinner nedåt.\n\nEn pil\n\nDet samlas i havet.",
    ),
    "what nobody knows, in a paragraph": (
        '<text:p>a <x:y xmlns:x="urn:x">no <text:p>b</text:p></x:y>c</text:p>',
        "a c\n\nb",
    ),
    "a paragraph straight in another": ("<text:p>a <text:p>b</text:p>c</text:p>", "a c\n\nb"),
    "a hidden paragraph with a shape": (
        (
            "<text:p>a<draw:rect><text:p>b</text:p></draw:rect><text:hidden-paragraph "
            'text:is-hidden="true"/></text:p><text:p>c<text:hidden-paragraph '
            'text:is-hidden="false"/></text:p>'
        ),
        "c",
    ),
    "a field that is hidden": (
        '<text:p>a<text:variable-set text:display="none">7</text:variable-set></text:p>',
        "a",
    ),
    "exponents, and the letters of ordinals": (
        (
            '<text:p>10<text:span text:style-name="Up">2</text:span> m, 1<text:span '
            'text:style-name="Up">st</text:span></text:p>'
        ),
        "10² m, 1st",
    ),
    "deletions that stay in their place": (
        (
            '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion/>'
            '</text:changed-region><text:changed-region text:id="c2"><text:insertion/>'
            "</text:changed-region></text:tracked-changes><text:p>a <text:change-start "
            'text:change-id="c1"/>gone<text:s/></text:p><text:p>too<text:change-end '
            'text:change-id="c1"/><text:change-start text:change-id="c2"/>b<text:change-end '
            'text:change-id="c2"/></text:p>'
        ),
        "a b",
    ),
    "answers in the fields of a form": (
        (
            '<office:forms><f:form xmlns:f="urn:oasis:names:tc:opendocument:xmlns:form:1.0">'
            '<f:textarea f:id="c1" f:current-value="mitt svar"/><f:text f:id="c2" f:value="x"/>'
            '</f:form></office:forms><text:p>Fråga <draw:control draw:control="c1"/><draw:control '
            'draw:control="c2"/>ett</text:p>'
        ),
        "Fråga ett\n\nmitt svar",
    ),
    "marks that refer to a note once more": (
        "<text:p>a<text:note-ref>1</text:note-ref></text:p>",
        "a",
    ),
}


@pytest.mark.parametrize(("body", "text"), CASES.values(), ids=CASES)
def test_the_text_is_what_would_be_printed(body: str, text: str) -> None:
    assert reading(body).text == text


def test_headers_stand_apart() -> None:
    styles = (
        f"<office:document-styles {NAMES}><office:master-styles><style:master-page>"
        "<style:header><text:p>Åsa Öberg<text:tab/>9B</text:p></style:header>"
        '<style:footer style:display="false"><text:p>no</text:p></style:footer>'
        "</style:master-page></office:master-styles></office:document-styles>"
    )
    found = reading("<text:p>a</text:p>", ("styles.xml", styles.encode()))
    assert found.header_text == "Åsa Öberg 9B"
    assert found.text == "a"


FORMULA = (
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mfrac><mn>1</mn><mn>2</mn>'
    "</mfrac><annotation>1 over 2</annotation></semantics></math>"
)


def framed(inside: str) -> str:
    return f"<text:p>Jag åt <draw:frame>{inside}</draw:frame> av kakan.</text:p>"


def embedded(kind: str) -> bytes:
    return (
        f"<office:document-content {NAMES}><office:body><office:{kind}><text:p>inne</text:p>"
        f"</office:{kind}></office:body></office:document-content>"
    ).encode()


def account(found: Reading) -> list[tuple[str, object, object]]:
    return [(note.code, note.facts["kind"], note.facts["n"]) for note in found.notes]


LINK = '<draw:object xlink:href="./Object 1" xmlns:xlink="http://www.w3.org/1999/xlink"/>'


@pytest.mark.parametrize(
    ("inside", "part", "text", "told"),
    [
        (LINK, FORMULA.encode(), "Jag åt 1/2 av kakan.", []),
        (f"<draw:object>{FORMULA}</draw:object>", b"", "Jag åt 1/2 av kakan.", []),
        (LINK, embedded("text"), "Jag åt  av kakan.\n\ninne", []),
        (LINK, embedded("chart"), "Jag åt  av kakan.", [("left_out", "charts", 1)]),
        (LINK, embedded("spreadsheet"), "Jag åt  av kakan.", [("not_read", "embedded", 1)]),
        (LINK, b"", "Jag åt  av kakan.", [("not_read", "embedded", 1)]),
        ("<draw:object-ole/>", b"", "Jag åt  av kakan.", [("not_read", "embedded", 1)]),
        ("<draw:image/>", b"", "Jag åt  av kakan.", [("left_out", "pictures", 1)]),
    ],
)
def test_what_is_embedded_is_read_or_told_of(
    inside: str, part: bytes, text: str, told: list[tuple[str, object, object]]
) -> None:
    parts = [("Object 1/content.xml", part)] if part else []
    found = reading(framed(inside), *parts)
    assert found.text == text
    assert account(found) == told


def test_an_object_is_given_once_however_often_it_is_asked_for() -> None:
    found = reading(framed(LINK) * 3, ("Object 1/content.xml", embedded("text")))
    assert found.text.count("inne") == 1


def test_a_part_that_is_a_link_to_another_file_is_told_of() -> None:
    found = reading("<text:p>a</text:p><text:section><text:section-source/></text:section>")
    assert account(found) == [("not_read", "embedded", 1)]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (WHITE, [("unseen_text", "same_colour", 1)]),
        ("<text:p>a<text:span text:style-name='T2'>dold</text:span></text:p>",
         [("unseen_text", "hidden", 1)]),
        (f"<table:table-cell table:style-name='Dark'>{WHITE}</table:table-cell>", []),
        (f"<text:p><draw:rect>{WHITE}</draw:rect></text:p>", []),
        (f"<text:p><draw:rect draw:style-name='Picture'>{WHITE}</draw:rect></text:p>", []),
        (f"<text:p><draw:frame><draw:text-box>{WHITE}</draw:text-box></draw:frame></text:p>",
         [("unseen_text", "same_colour", 1)]),
    ],
)  # fmt: skip
def test_what_nobody_sees_is_told_of_and_not_counted(
    body: str, told: list[tuple[str, object, object]]
) -> None:
    common = (
        f'<office:document-styles {NAMES}><office:styles><style:style style:name="Common" '
        'style:family="text" style:parent-style-name="Common"><style:text-properties '
        'text:display="none"/></style:style></office:styles></office:document-styles>'
    )
    found = reading(body, ("styles.xml", common.encode()))
    assert account(found) == told
    assert found.text == ("a" if told else "avit")


def test_a_teacher_is_told_of_tracked_changes() -> None:
    assert reading("<text:p>a</text:p>").notes == ()
    [note] = reading("<text:tracked-changes/><text:p>a</text:p>").notes
    assert note == Reason("changes_were_tracked")
