"""What Word can do to a text, and what of it is the pupil's."""

import io

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.services.files.hostile import docx, in_word, packed, with_part

from huleedu.contracts.reason import Reason
from huleedu.services.files.domain import Limits, Reading
from huleedu.services.files.domain.reading import read

NAMES = " ".join(
    f'xmlns:{short}="{name}"'
    for short, name in (
        ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
        ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
        ("wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"),
        ("m", "http://schemas.openxmlformats.org/officeDocument/2006/math"),
        ("v", "urn:schemas-microsoft-com:vml"),
    )
)


def reading(content: bytes) -> Reading:
    outcome = read("essay.docx", content, Limits())
    assert isinstance(outcome, Reading), outcome
    assert outcome.format == "docx"
    return outcome


def body(xml: str) -> Reading:
    return reading(in_word(f"<w:document {NAMES}><w:body>{xml}</w:body></w:document>".encode()))


def run(text: str, settings: str = "") -> str:
    return f'<w:r><w:rPr>{settings}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, settings: str = "") -> str:
    return f"<w:p><w:pPr>{settings}</w:pPr>{''.join(runs)}</w:p>"


BOX = f"<w:txbxContent>{paragraph(run('in the box'))}</w:txbxContent>"
CASES = {
    "tabs, breaks and hyphens": (
        paragraph("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/>"
                  "<w:t>d</w:t><w:softHyphen/><w:t>e\u00adf</w:t></w:r>"),
        "a\tb\nc-def",
    ),
    "tab stops are no tabs": (
        paragraph(run("a"), settings='<w:tabs><w:tab w:val="left"/></w:tabs>'), "a",
    ),
    "moved text stands where it went": (
        paragraph(run("one "), f"<w:moveFrom>{run('two ')}</w:moveFrom>", run("three "),
                  f"<w:moveTo>{run('two')}</w:moveTo>"),
        "one three two",
    ),
    "a deleted paragraph end joins two paragraphs": (
        paragraph(run("one "), settings="<w:rPr><w:del/></w:rPr>") + paragraph(run("two")),
        "one two",
    ),
    "a deleted row": (
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>" + paragraph(run("gone")) + "</w:tc></w:tr>"
        "<w:tr><w:tc>" + paragraph(run("here")) + "</w:tc></w:tr></w:tbl>",
        "here",
    ),
    "the result of a field and not its code": (
        paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
                  "<w:r><w:instrText> REF a </w:instrText></w:r>", run("code"),
                  '<w:r><w:fldChar w:fldCharType="separate"/></w:r>', run("result"),
                  '<w:r><w:fldChar w:fldCharType="end"/></w:r>', run(" after")),
        "result after",
    ),
    "what was chosen in a form's list": (
        paragraph(run("Svar: "), '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList>'
                  '<w:result w:val="1"/><w:listEntry w:val="Ja"/><w:listEntry w:val="Nej"/>'
                  "</w:ddList></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMDROPDOWN"
                  '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'),
        "Svar: Nej",
    ),
    "a fraction made by a field": (
        paragraph(run("Jag åt 1"), '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
                  "<w:r><w:instrText> EQ \\f(1;2) </w:instrText></w:r>"
                  '<w:r><w:fldChar w:fldCharType="end"/></w:r>', run(" kaka")),
        "Jag åt 1 1/2 kaka",
    ),
    "a field that never ends": (
        paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', run("kept"))
        + paragraph(run("kept too")),
        "kept\n\nkept too",
    ),
    "hidden text": (
        paragraph(run("seen"), run(" hidden", "<w:vanish/>"),
                  run(" shown", '<w:vanish w:val="false"/>')),
        "seen shown",
    ),
    "a text box once, after its paragraph": (
        paragraph(run("before "),
                  "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>" + BOX
                  + "</wps:txbx></mc:Choice><mc:Fallback><w:pict><v:textbox>" + BOX
                  + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
                  run("after"))
        + paragraph(run("last")),
        "before after\n\nin the box\n\nlast",
    ),
    "the first of several alternatives": (
        paragraph("<w:r><mc:AlternateContent>" + "".join(
            f"<mc:{kind}><w:t>{kind}</w:t></mc:{kind}>" for kind in ("Choice", "Choice", "Fallback")
        ) + "</mc:AlternateContent></w:r>"),
        "Choice",
    ),
    "an old text box without an alternative": (
        paragraph("<w:r><w:pict><v:textbox>" + BOX + "</v:textbox></w:pict></w:r>", run("a")),
        "a\n\nin the box",
    ),
    "links, content controls, smart tags": (
        paragraph(f"<w:hyperlink>{run('a')}</w:hyperlink>",
                  f"<w:sdt><w:sdtContent>{run('b')}</w:sdtContent></w:sdt>",
                  f"<w:smartTag>{run('c')}</w:smartTag>"),
        "abc",
    ),
    "a field that nobody filled in": (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        + paragraph(run("Click here")) + "</w:sdtContent></w:sdt>" + paragraph(run("mine")),
        "mine",
    ),
    "a drop cap belongs to its word": (
        paragraph(run("D"), settings='<w:framePr w:dropCap="drop"/>') + paragraph(run("et var")),
        "Det var",
    ),
    "symbols": (
        paragraph('<w:r><w:t>a</w:t><w:sym w:font="Wingdings" w:char="F04A"/>'
                  '<w:sym w:font="Arial" w:char="00E5"/><w:sym w:char="x"/></w:r>'),
        "a☺å",
    ),
    "readings above words": (
        paragraph("<w:r><w:ruby><w:rt><w:r><w:t>above</w:t></w:r></w:rt><w:rubyBase><w:r>"
                  "<w:t>word</w:t></w:r></w:rubyBase></w:ruby></w:r>"),
        "word",
    ),
    "mathematics": (paragraph("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"), "x=1"),
    "comments are marked only": (
        paragraph('<w:commentRangeStart w:id="1"/>', run("a"),
                  '<w:r><w:commentReference w:id="1"/></w:r>'),
        "a",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("xml", "text"), CASES.values(), ids=CASES)
def test_the_text_is_what_would_be_printed(xml: str, text: str) -> None:
    assert body(xml).text == text


def test_the_strict_vocabulary_is_read_too() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    text = "<w:p><w:r><w:t>Åsa</w:t></w:r></w:p>"
    xml = f'<w:document xmlns:w="{strict}"><w:body>{text}</w:body></w:document>'
    assert reading(in_word(xml.encode())).text == "Åsa"


def test_notes_stand_at_the_end_in_the_order_of_the_text() -> None:
    refer = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    main = paragraph(run("A"), refer.format(7), run(" b"), refer.format(2))
    notes = "".join(
        f'<w:footnote w:id="{number}" {kind}>{paragraph(run(text))}</w:footnote>'
        for number, kind, text in (
            (0, 'w:type="separator"', "line"),
            (2, "", "second"),
            (7, "", "first"),
            (9, "", "of deleted text"),
        )
    )
    document = in_word(f"<w:document {NAMES}><w:body>{main}</w:body></w:document>".encode())
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://x/relationships/footnotes" Target="footnotes.xml"/>'
        '<Relationship Id="r2" Type="http://x/relationships/header" Target="../../../etc/passwd"/>'
        '<Relationship Id="r3" Type="http://x/relationships/header" Target="http://example.org/"'
        ' TargetMode="External"/></Relationships>'
    )
    document = with_part(document, "word/_rels/document.xml.rels", relations.encode())
    xml = f"<w:footnotes {NAMES}>{notes}</w:footnotes>"
    document = with_part(document, "word/footnotes.xml", xml.encode())
    assert reading(document).text == "A b\n\n[1] first\n\n[2] second"


def test_headers_and_footers_of_all_sections_stand_apart_each_line_once() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Åsa Ö\u0308berg\t9B"
    document.sections[0].footer.paragraphs[0].text = "English 6"
    document.add_paragraph("My essay.")
    second = document.add_section()
    second.header.is_linked_to_previous = False
    second.header.paragraphs[0].text = "Åsa Ö\u0308berg\t9B"
    out = io.BytesIO()
    document.save(out)
    found = reading(out.getvalue())
    assert found.header_text.split("\n") == ["Åsa Ö\u0308berg 9B", "English 6"]
    assert found.text == "My essay."


def test_a_teacher_is_told_of_tracked_changes_and_hidden_text() -> None:
    assert body(paragraph(run("a"))).notes == ()
    tracked, hidden = body(paragraph(f"<w:ins>{run('a')}</w:ins>", run("b", "<w:vanish/>"))).notes
    assert tracked == Reason("changes_were_tracked")
    assert hidden == Reason("unseen_text", {"kind": "hidden", "n": 1})


@pytest.mark.parametrize(
    "kind",
    [
        "ms-word.document.macroEnabled",
        "ms-word.template.macroEnabledTemplate",
        "openxmlformats-officedocument.wordprocessingml.template",
    ],
    ids=["docm", "dotm", "dotx"],
)
def test_a_document_with_macros_a_template_and_an_unusual_main_part_are_read(kind: str) -> None:
    types = f'<Types><Override ContentType="application/vnd.{kind}.main+xml"/></Types>'.encode()
    relations = b'<R><R Type="http://x/officeDocument" Target="/text/main.xml"/></R>'
    main = f"<w:document {NAMES}><w:body>{paragraph(run('a'))}</w:body></w:document>".encode()
    parts = ("[Content_Types].xml", types), ("_rels/.rels", relations), ("text/main.xml", main)
    assert reading(packed(*parts)).text == "a"


WRITTEN = st.text(  # without what garbled letters begin with
    st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_characters="ÂÃÌÔâð"),
    min_size=1,
    max_size=80,
)


def shown(text: str) -> str:
    """What of it can be seen."""
    return "".join(char for char in text if char.isprintable() or char == "\xa0")


@settings(max_examples=50)
@given(st.lists(WRITTEN.filter(lambda text: text.strip(" \xa0\xad") != ""), min_size=1, max_size=8))
def test_what_was_written_with_word_comes_back(paragraphs: list[str]) -> None:
    wanted = [kept for text in paragraphs if (kept := shown(text).rstrip(" "))]
    outcome = read("essay.docx", docx(*map(shown, paragraphs)), Limits())
    assert isinstance(outcome, Reading) == any(map(str.isalpha, "".join(wanted)))
    if isinstance(outcome, Reading):
        assert outcome.text.split("\n\n") == wanted
