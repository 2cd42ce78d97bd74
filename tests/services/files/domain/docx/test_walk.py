"""What stands in a .docx in another way than as runs of words: read in its place, or told of."""

import pytest
from tests.services.files.domain.docx.test_reader import body, paragraph, run
from tests.services.files.hostile import docx, in_word, with_part

from huleedu.contracts.reason import Reason
from huleedu.services.files.domain import Code, Limits, Reading, Refused
from huleedu.services.files.domain.reading import read

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = " ".join(
    f'xmlns:{short}="{name}"'
    for short, name in (
        ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
        ("m", "http://schemas.openxmlformats.org/officeDocument/2006/math"),
        ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
        ("c", "http://schemas.openxmlformats.org/drawingml/2006/chart"),
        ("dgm", "http://schemas.openxmlformats.org/drawingml/2006/diagram"),
        ("pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
        ("lc", "http://schemas.openxmlformats.org/drawingml/2006/lockedCanvas"),
        ("v", "urn:schemas-microsoft-com:vml"),
        ("o", "urn:schemas-microsoft-com:office:office"),
        ("r", OFFICE),
    )
)
HALF = (
    "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den>"
    "</m:f></m:oMath>"
)


def with_inside(xml: str, *parts: tuple[str, bytes]) -> bytes:
    """A document with this body; its parts are related as i1, i2 …"""
    document = in_word(f"<w:document {NAMES}><w:body>{xml}</w:body></w:document>".encode())
    related = "".join(
        f'<Relationship Id="i{at}" Type="x/aFChunk" Target="{name}"/>'
        for at, (name, _) in enumerate(parts, start=1)
    )
    xml = f"<Relationships>{related}</Relationships>"
    document = with_part(document, "word/_rels/document.xml.rels", xml.encode())
    for name, content in parts:
        document = with_part(document, f"word/{name}", content)
    return document


def reading(xml: str, *parts: tuple[str, bytes]) -> Reading:
    outcome = read("a.docx", with_inside(xml, *parts), Limits())
    assert isinstance(outcome, Reading), outcome
    return outcome


def account(found: Reading) -> list[tuple[str, object, object]]:
    return [(note.code, note.facts["kind"], note.facts["n"]) for note in found.notes]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run("Jag åt ") + HALF + run(" av kakan."), "Jag åt 1/2 av kakan."),
        (run("Jag åt 1") + HALF + run(" kaka."), "Jag åt 1 1/2 kaka."),
        (run("10 km") + run("2", '<w:vertAlign w:val="superscript"/>'), "10 km²"),
        (run("1") + run("st", '<w:vertAlign w:val="superscript"/>'), "1st"),
        (run("\uf061 \uf0b0", '<w:rFonts w:ascii="Symbol"/>'), "α °"),
        (run("a") + run("\uf0aa", '<w:rFonts w:ascii="Wingdings"/>'), "a"),
        (
            run("a ") + "<w:r><w:drawing><lc:lockedCanvas><a:sp><a:txBody><a:p><a:r><a:t>ritat"
            "</a:t></a:r></a:p></a:txBody></a:sp></lc:lockedCanvas></w:drawing></w:r>" + run("b"),
            "a b\n\nritat",
        ),
        (run("a") + '<w:r><w:pict><v:textpath string="Min resa"/></w:pict></w:r>', "a\n\nMin resa"),
    ],
)
def test_what_is_no_run_of_words_is_read_too(inside: str, text: str) -> None:
    assert reading(paragraph(inside)).text == text


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ("<w:drawing><pic:pic><pic:blip/></pic:pic></w:drawing>", ("left_out", "pictures", 1)),
        ("<w:drawing><c:chart r:id='x'/></w:drawing>", ("left_out", "charts", 1)),
        ("<w:object><v:shape><v:imagedata/></v:shape><o:OLEObject r:id='x'/></w:object>",
         ("not_read", "embedded", 1)),
        ("<w:drawing><dgm:relIds r:dm='x'/></w:drawing>", ("not_read", "embedded", 1)),
    ],
)  # fmt: skip
def test_what_is_not_read_is_told_of(inside: str, told: tuple[str, object, object]) -> None:
    found = reading(paragraph(run("a"), f"<w:r>{inside}</w:r>"))
    assert found.text == "a"
    assert account(found) == [told]


DIAGRAM = (
    f"<dgm:dataModel {NAMES}><dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>Regn</a:t></a:r></a:p>"
    "</dgm:t></dgm:pt><dgm:pt><dgm:t><a:p><a:r><a:t>Hav</a:t></a:r></a:p></dgm:t></dgm:pt>"
    "</dgm:ptLst></dgm:dataModel>"
).encode()


def test_the_words_of_a_diagram_are_read() -> None:
    drawn = "<w:r><w:drawing><dgm:relIds r:dm='i1'/></w:drawing></w:r>"
    found = reading(paragraph(run("Vattnet"), drawn), ("diagrams/data1.xml", DIAGRAM))
    assert found.text == "Vattnet\n\nRegn\n\nHav"
    assert not found.notes


CHUNK = '<w:altChunk r:id="i1"/>'
MHT = (
    b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: "
    b"quoted-printable\n\n<p>Mitten, som n=C3=A5gon annan gjorde.</p>"
)
INSIDE = {
    "another document": ("a.docx", docx("Mitten, som någon annan gjorde.")),
    "a page": ("a.html", "<p>Mitten, som <b>någon</b> annan gjorde.</p>".encode()),
    "a web archive": ("a.mht", MHT),
    "rich text": ("a.rtf", rb"{\rtf1\ansi Mitten, som n\'e5gon annan gjorde.}"),
    "a text": ("a.txt", "Mitten, som någon annan gjorde.".encode()),
}


@pytest.mark.parametrize(("name", "content"), INSIDE.values(), ids=INSIDE)
def test_a_document_inside_a_document_is_read_in_its_place(name: str, content: bytes) -> None:
    found = reading(paragraph(run("Början")) + CHUNK + paragraph(run("Slut")), (name, content))
    assert found.text == "Början\n\nMitten, som någon annan gjorde.\n\nSlut"
    assert not found.notes
    alone = reading(CHUNK + "<w:p/>", (name, content))
    assert alone.text == "Mitten, som någon annan gjorde."


def test_an_embedded_word_document_is_read_once() -> None:
    link = '<w:r><w:object><o:OLEObject r:id="i1"/></w:object></w:r>'
    found = reading(paragraph(run("a"), link) + paragraph(run("b"), link), ("e.docx", docx("c")))
    assert found.text == "a\n\nc\n\nb"
    assert account(found) == [("not_read", "embedded", 1)]


def test_what_a_document_inside_leaves_out_is_told_of_too() -> None:
    inner = with_inside(paragraph(run("b", "<w:vanish/>"), run("c")))
    page = '<div title="header">Åsa Lind</div>c'
    assert account(reading(CHUNK, ("a.html", page.encode()))) == [("left_out", "header", 2)]
    outer = with_inside(paragraph(run("x", "<w:vanish/>")) + CHUNK, ("a.docx", inner))
    outcome = read("a.docx", outer, Limits())
    assert isinstance(outcome, Reading)
    assert account(outcome) == [("unseen_text", "hidden", 2)]


@pytest.mark.parametrize(
    ("xml", "kind"),
    [
        (CHUNK, "embedded"),
        (paragraph("<w:r><w:drawing><pic:pic/></w:drawing></w:r>"), "pictures"),
        (paragraph(run("a", "<w:vanish/>")), "unseen"),
    ],
)
def test_where_no_text_is_left_the_refusal_says_what_there_is(xml: str, kind: str) -> None:
    outcome = read("a.docx", with_inside(xml, ("a.bin", b"\x7fELF\0\0\0")), Limits())
    assert outcome == Refused(Code.EMPTY, {"kind": kind})


def test_documents_in_documents_in_documents_come_to_an_end() -> None:
    inner = docx("innerst")
    for _ in range(4):
        inner = with_inside(paragraph(run("utanför")) + CHUNK, ("a.docx", inner))
    outcome = read("a.docx", inner, Limits())
    assert isinstance(outcome, Reading)
    assert outcome.text == "\n\n".join(["utanför"] * 3)
    assert account(outcome) == [("not_read", "embedded", 1)]


def test_a_paragraph_whose_end_is_hidden_goes_on_but_not_out_of_its_cell() -> None:
    mark = "<w:rPr><w:vanish/></w:rPr>"
    heading, text = paragraph(run("Kap. 1. "), settings=mark), paragraph(run("Det var"))
    assert body(heading + text).text == "Kap. 1. Det var"
    cells = f"<w:tc>{heading}</w:tc><w:tc>{text}</w:tc>"
    assert body(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>").text == "Kap. 1. \n\nDet var".replace(
        " \n", "\n"
    )


def test_a_contents_list_made_by_word_is_left_out_and_told_of() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    lines = (
        paragraph(run("Innehåll"))
        + paragraph(
            begin.format("begin"), "<w:r><w:instrText> TOC </w:instrText></w:r>",
            begin.format("separate"), run("Inledning"), "<w:r><w:tab/></w:r>", run("1"),
        )
        + paragraph(run("Avslut"), run("ning"), "<w:r><w:tab/></w:r>", run("2"))
        + paragraph(begin.format("end"))
    )  # fmt: skip
    alone = body(lines + paragraph(run("Inledning")))
    assert alone.text == "Inledning"
    assert alone.notes == (Reason("left_out", {"kind": "contents", "n": 3}),)
    control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{lines}</w:sdtContent></w:sdt>"
    )
    found = body(control + paragraph(run("Inledning")) + paragraph(run("Vargen lever i skogen.")))
    assert found.text == "Inledning\n\nVargen lever i skogen."
    assert found.notes == (Reason("left_out", {"kind": "contents", "n": 3}),)
