"""Whatever place of an .odt a word stands in, it is in the text once, or told of, or nobody's."""

from hypothesis import given, settings
from tests.services.files.domain.odt.test_reader import NAMES
from tests.services.files.hostile import odt
from tests.services.files.places import Block, Kinds, Leaf, Paragraph, Written, around, seen, unseen

STYLES = "".join(
    f'<style:style style:name="{name}" style:family="text"><style:text-properties {says}/>'
    "</style:style>"
    for name, says in (
        ("Hidden", 'text:display="none"'),
        ("White", 'fo:color="#ffffff"'),
        ("Tiny", 'fo:font-size="1pt"'),
    )
)
EMPTY = (
    '<style:style style:name="Empty" style:family="graphic"><style:graphic-properties '
    'draw:fill="none"/></style:style>'
)
P = "<text:p>{}</text:p>"
KINDS = Kinds(
    leaves={
        "plain": seen("{}"),
        "span": seen('<text:span text:style-name="Fet">{}</text:span>'),
        "link": seen("<text:a>{}</text:a>"),
        "field": seen('<text:user-field-get text:name="x">{}</text:user-field-get>'),
        "conditional": seen("<text:conditional-text>{}</text:conditional-text>"),
        "ruby": seen(
            "<text:ruby><text:ruby-base>{}</text:ruby-base><text:ruby-text>ovan</text:ruby-text>"
            "</text:ruby>"
        ),
        "control": seen("<loext:content-control>{}</loext:content-control>"),
        "bookmark": seen('<text:bookmark-start text:name="b"/>{}<text:bookmark-end/>'),
        "line": seen("<draw:line><text:p/></draw:line>{}"),
        "note": seen(
            "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>{}"
            "</text:p></text:note-body></text:note>"
        ),
        "page number": unseen("<text:page-number>{}</text:page-number>"),
        "comment": unseen(
            "<office:annotation><dc:creator>Lena</dc:creator><text:p>{}</text:p>"
            "</office:annotation>"
        ),
        "placeholder": unseen("<text:placeholder>{}</text:placeholder>"),
        "prompt": unseen(
            '<loext:content-control loext:showing-place-holder="true"><text:span>{}</text:span>'
            "</loext:content-control>"
        ),
        "hidden": unseen('<text:span text:style-name="Hidden">{}</text:span>'),
        "white": unseen('<text:span text:style-name="White">{}</text:span>'),
        "tiny": unseen('<text:span text:style-name="Tiny">{}</text:span>'),
    },
    boxes={
        "text box": around("<draw:frame>\n <draw:text-box>{}</draw:text-box></draw:frame>"),
        "shape": around(
            '<draw:custom-shape draw:style-name="Empty">{}<draw:enhanced-geometry/>'
            "</draw:custom-shape>"
        ),
        "group": around(
            '<draw:g><draw:g>\n<draw:rect draw:style-name="Empty">{}</draw:rect></draw:g></draw:g>'
        ),
    },
    paragraphs={"paragraph": around(P), "heading": around("<text:h>{}</text:h>")},
    holders={
        "table": around(
            "<table:table><table:table-row><table:table-cell>{}</table:table-cell>"
            "<table:covered-table-cell><text:p>täckt</text:p></table:covered-table-cell>"
            "</table:table-row></table:table>"
        ),
        "list": around(
            "<text:list><text:list-item><text:number>1.</text:number>{}</text:list-item>"
            "</text:list>"
        ),
        "section": around('<text:section text:name="s">{}</text:section>'),
    },
    apart={
        "contents": around(
            "<text:table-of-content><text:table-of-content-source><text:index-title-template>"
            "Titel</text:index-title-template></text:table-of-content-source><text:index-body>"
            "<text:p>{}<text:tab/>3</text:p></text:index-body></text:table-of-content>"
        ),
        "hidden section": around(
            '<text:section text:display="condition" text:is-hidden="true">' + P + "</text:section>"
        ),
        "hidden paragraph": around(
            '<text:p><text:hidden-paragraph text:is-hidden="true"/>{}</text:p>'
        ),
    },
    told={
        "comment": ("left_out", "comments"),
        "contents": ("left_out", "contents"),
        "placeholder": ("left_out", "placeholders"),
        "prompt": ("left_out", "placeholders"),
        **dict.fromkeys(
            ("hidden", "hidden section", "hidden paragraph"), ("unseen_text", "hidden")
        ),
        "white": ("unseen_text", "same_colour"),
        "tiny": ("unseen_text", "tiny"),
    },
    notes=("note",),
)  # fmt: skip
DELETED = (
    "<text:tracked-changes><text:changed-region><text:deletion><text:p>struket</text:p>"
    "</text:deletion></text:changed-region></text:tracked-changes>"
)
PAGE = (
    "<style:master-page><style:header><text:p>Åsa Lind</text:p></style:header></style:master-page>"
)


@settings(max_examples=150, deadline=None)
@given(KINDS.documents())
def test_every_word_of_the_pupil_is_read_once_in_order(blocks: list[Block]) -> None:
    written = Written(KINDS)
    body, paragraphs = written.blocks([*blocks, Paragraph("paragraph", (Leaf("plain"),))])
    content = (
        f'<office:document-content {NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"><office:automatic-styles>'
        f"{STYLES}{EMPTY}</office:automatic-styles><office:body><office:text>{DELETED}{body}"
        "</office:text></office:body></office:document-content>"
    )
    styles = (
        f"<office:document-styles {NAMES}><office:master-styles>{PAGE}</office:master-styles>"
        "</office:document-styles>"
    )
    written.told["left_out", "header"] = 2
    document = odt(content.encode(), ("styles.xml", styles.encode()))
    written.is_read_as("a.odt", document, paragraphs)
