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
    )
)
HIDDEN = (
    '<office:automatic-styles><style:style style:name="T1"><style:text-properties '
    'text:display="none"/></style:style></office:automatic-styles>'
)


def reading(body: str, *more: tuple[str, bytes]) -> Reading:
    xml = (
        f"<office:document-content {NAMES}>{HIDDEN}<office:body><office:text>{body}"
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


def test_a_teacher_is_told_of_tracked_changes() -> None:
    assert reading("<text:p>a</text:p>").notes == ()
    [note] = reading("<text:tracked-changes/><text:p>a</text:p>").notes
    assert note == Reason("changes_were_tracked")
