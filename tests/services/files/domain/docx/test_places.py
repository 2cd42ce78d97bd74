"""Whatever place of a .docx a word stands in, it is in the text once, or told of, or nobody's."""

from hypothesis import given, settings
from tests.services.files.domain.docx.test_reader import NAMES
from tests.services.files.hostile import in_word, with_part
from tests.services.files.places import Block, Kinds, Leaf, Paragraph, Written, around, seen, unseen

R = "<w:r>{}</w:r>"
T = '<w:t xml:space="preserve">{}</w:t>'
RUN = R.format(T)
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> %s </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>%s<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
P = "<w:p>{}</w:p>"
BOX = "<w:txbxContent>{}</w:txbxContent>"
SHAPE = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:wsp><wps:spPr/><wps:txbx>" + BOX
    + "</wps:txbx></wps:wsp></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>" + P.format(
        RUN.format("igen"))
    + "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)  # fmt: skip


def dressed(settings: str) -> str:
    """A run with these settings."""
    return f"<w:r><w:rPr>{settings}</w:rPr>{T}</w:r>"


class Parts:
    """Footnotes and comments, which stand in parts of their own."""

    def __init__(self) -> None:
        self.notes = ""
        self.comments = ""

    def note(self, word: str) -> tuple[str, str]:
        """A footnote that holds the word."""
        number = self.notes.count("<w:footnote ") + 1
        self.notes += f'<w:footnote w:id="{number}">{P.format(RUN.format(word))}</w:footnote>'
        return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>', word

    def comment(self, word: str) -> tuple[str, str]:
        """A comment that holds the word."""
        self.comments += f"<w:comment>{P.format(RUN.format(word))}</w:comment>"
        return '<w:r><w:commentReference w:id="1"/></w:r>', ""


def kinds(parts: Parts) -> Kinds:
    return Kinds(
        leaves={
            "run": seen(RUN),
            "link": seen(f"<w:hyperlink>{RUN}</w:hyperlink>"),
            "inserted": seen(f"<w:ins>{RUN}</w:ins>"),
            "deleted": unseen(f"<w:del>{RUN}</w:del>"),
            "moved away": unseen(f"<w:moveFrom>{RUN}</w:moveFrom>"),
            "smart tag": seen(f"<w:smartTag><w:customXml>{RUN}</w:customXml></w:smartTag>"),
            "control": seen(f"<w:sdt><w:sdtPr/><w:sdtContent>{RUN}</w:sdtContent></w:sdt>"),
            "placeholder": unseen(
                f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{RUN}</w:sdtContent>"
                "</w:sdt>"
            ),
            "field": seen(FIELD % ("REF a", RUN)),
            "simple field": seen(f'<w:fldSimple w:instr=" REF a ">{RUN}</w:fldSimple>'),
            "page number": unseen(FIELD % ("PAGE", RUN)),
            "ruby": seen(
                f"<w:r><w:ruby><w:rt>{RUN.format('ovan')}</w:rt><w:rubyBase>{RUN}</w:rubyBase>"
                "</w:ruby></w:r>"
            ),
            "not for the web": seen(dressed("<w:webHidden/>")),
            "hidden": unseen(dressed("<w:vanish/>")),
            "hidden by its style": unseen(dressed('<w:rStyle w:val="Dold"/>')),
            "white": unseen(dressed('<w:color w:val="FFFFFF"/>')),
            "white on blue": seen(dressed('<w:color w:val="FFFFFF"/><w:shd w:fill="1F3864"/>')),
            "tiny": unseen(dressed('<w:sz w:val="2"/>')),
            "formula": seen("<m:oMath><m:r><m:t>{}</m:t></m:r></m:oMath>"),
            "note": parts.note,
            "comment": parts.comment,
        },
        boxes={
            "text box": around(SHAPE),
            "old text box": around(f"<w:r><w:pict><v:textbox>{BOX}</v:textbox></w:pict></w:r>"),
        },
        paragraphs={
            "paragraph": around(P),
            "heading": around('<w:p><w:pPr><w:pStyle w:val="Rubrik1"/></w:pPr>{}</w:p>'),
            "list item": around("<w:p><w:pPr><w:numPr/></w:pPr>{}</w:p>"),
        },
        holders={
            "table": around("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>"),
            "control": around("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"),
        },
        apart={
            "deleted row": around(
                f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{P.format(RUN)}</w:tc></w:tr></w:tbl>"
            ),
            "contents": around(P.format(FIELD % ('TOC \\o "1-3"', RUN))),
            "contents by Word": around(
                '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
                f"</w:docPartObj></w:sdtPr><w:sdtContent>{P.format(RUN)}</w:sdtContent></w:sdt>"
            ),
            "contents by style": around(
                f'<w:p><w:pPr><w:pStyle w:val="Innehll1"/></w:pPr>{RUN}</w:p>'
            ),
            "hidden paragraph": around(f'<w:p><w:pPr><w:pStyle w:val="Gmd"/></w:pPr>{RUN}</w:p>'),
        },
        told={
            "comment": ("left_out", "comments"),
            "placeholder": ("left_out", "placeholders"),
            **dict.fromkeys(
                ("contents", "contents by Word", "contents by style"), ("left_out", "contents")
            ),
            **dict.fromkeys(
                ("hidden", "hidden by its style", "hidden paragraph"), ("unseen_text", "hidden")
            ),
            "white": ("unseen_text", "same_colour"),
            "tiny": ("unseen_text", "tiny"),
        },
        notes=("note",),
    )


STYLES = "".join(
    f'<w:style w:type="{kind}" w:styleId="{id_}"><w:name w:val="{name}"/>'
    f'<w:basedOn w:val="{parent}"/><w:rPr>{settings}</w:rPr></w:style>'
    for kind, id_, name, parent, settings in (
        ("paragraph", "Innehll1", "toc 1", "", ""),
        ("paragraph", "Rubrik1", "heading 1", "", '<w:color w:val="2F5496"/>'),
        ("paragraph", "Gmd", "Gömd", "Under", ""),
        ("paragraph", "Under", "Under", "", "<w:vanish/>"),
        ("character", "Dold", "Dold", "", "<w:vanish/>"),
    )
)
RELATED = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    + "".join(
        f'<Relationship Id="{kind}" Type="http://x/relationships/{kind}" Target="{kind}.xml"/>'
        for kind in ("footnotes", "comments", "styles", "header")
    )
    + "</Relationships>"
)


@settings(max_examples=150, deadline=None)
@given(kinds(Parts()).documents())
def test_every_word_of_the_pupil_is_read_once_in_order(blocks: list[Block]) -> None:
    parts = Parts()
    written = Written(kinds(parts))
    body, paragraphs = written.blocks([*blocks, Paragraph("paragraph", (Leaf("run"),))])
    document = in_word(f"<w:document {NAMES}><w:body>{body}</w:body></w:document>".encode())
    for name, xml in (
        ("_rels/document.xml.rels", RELATED),
        ("footnotes.xml", f"<w:footnotes {NAMES}>{parts.notes}</w:footnotes>"),
        ("comments.xml", f"<w:comments {NAMES}>{parts.comments}</w:comments>"),
        ("styles.xml", f"<w:styles {NAMES}>{STYLES}</w:styles>"),
        ("header.xml", f"<w:hdr {NAMES}>{P.format(RUN.format('Åsa Lind'))}</w:hdr>"),
    ):
        document = with_part(document, f"word/{name}", xml.encode(), level=1)
    written.told["left_out", "header"] = 2
    written.is_read_as("a.docx", document, paragraphs)
