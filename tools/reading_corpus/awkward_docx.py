"""Word documents as other programs than LibreOffice write them, each with what is odd about it."""

from collections.abc import Callable

from tools.reading_corpus.awkward import Told, package

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_STRICT_R = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"


def _document(
    body: str,
    parts: dict[str, tuple[str, str]] | None = None,
    *,
    main: str = "word/document.xml",
    strict: bool = False,
) -> bytes:
    """A package; `parts` are name → (what it is to the document, its XML)."""
    parts = parts or {}
    folder, _, name = main.rpartition("/")
    space = _STRICT_R if strict else _R
    kinds = {main: "document.main"} | {part: what for part, (what, _) in parts.items()}
    types = "".join(
        f'<Override PartName="/{part}" ContentType="{_MAIN.format(what)}"/>'
        for part, what in kinds.items()
        if part.endswith(".xml")
    )
    root = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{space}/officeDocument" Target="/{main}"/></Relationships>'
    )
    related = "".join(
        f'<Relationship Id="rId{at}" Type="{space}/{what}" Target="/{part}"/>'
        for at, (part, (what, _)) in enumerate(parts.items(), start=1)
    )
    whole = f"{_HEAD}<w:document {_SPACES}><w:body>{body}<w:sectPr/></w:body></w:document>"
    if strict:
        whole = whole.replace(_W, _STRICT_W).replace(_R, _STRICT_R)
    return package(
        {
            "[Content_Types].xml": f"{_HEAD}<Types xmlns="
            '"http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Default Extension="html" ContentType="text/html"/>{types}</Types>',
            "_rels/.rels": _HEAD + root,
            main: whole,
            f"{folder}/_rels/{name}.rels": f"{_HEAD}<Relationships xmlns="
            f'"http://schemas.openxmlformats.org/package/2006/relationships">{related}'
            "</Relationships>",
            **{part: xml for part, (_, xml) in parts.items()},
        }
    )


def _p(*inside: str, settings: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{settings}</w:pPr>' if settings else ''}{''.join(inside)}</w:p>"


def _r(text: str, settings: str = "") -> str:
    settings = f"<w:rPr>{settings}</w:rPr>" if settings else ""
    return f'<w:r>{settings}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _table(rows: str, columns: int) -> str:
    grid = '<w:gridCol w:w="4000"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _note(kind: str, number: int, text: str) -> str:
    own = f"<w:r><w:{kind}Ref/></w:r>"
    return f'<w:{kind} w:id="{number}">{_p(own, _r(" " + text))}</w:{kind}>'


def _notes(*texts: str) -> str:
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{at}">{_p(f"<w:r><w:{kind}/></w:r>")}</w:footnote>'
        for at, kind in enumerate(("separator", "continuationSeparator"), start=-1)
    )
    notes = "".join(_note("footnote", at, text) for at, text in enumerate(texts, start=1))
    return f"{_HEAD}<w:footnotes {_SPACES}>{lines}{notes}</w:footnotes>"


def _mark(number: int) -> str:
    raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    return f'<w:r>{raised}<w:footnoteReference w:id="{number}"/></w:r>'


def google_docs(told: Told) -> bytes:
    """Content controls around runs, a comment anchored in one, notes, a link, a running header."""
    body = _p(_r(told.say("Det som blev kvar")), settings='<w:pStyle w:val="Title"/>')
    start, end = told.halves()
    control = (
        '<w:sdt><w:sdtPr><w:tag w:val="goog_rdk_0"/></w:sdtPr><w:sdtContent>'
        f'<w:commentRangeStart w:id="0"/>{_r(" " + end)}</w:sdtContent></w:sdt>'
        '<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>'
    )
    body += _p(_r(start), control) + _p(_r(told.say(3)), _mark(1), _r(" " + told.say()))
    before = _r(told.say())
    link = f'<w:hyperlink w:anchor="slut">{_r(told.say("en berättelse"))}</w:hyperlink>'
    body += _p(before, _r(" "), link, _r("."))
    notes, header = _notes(told.aside("1")), _p(_r(told.omit("Zoë Ängström")))
    comment = (
        f'<w:comment w:id="0" w:author="L">{_p(_r(told.omit("Mycket fint, Zoë!")))}</w:comment>'
    )
    return _document(
        body,
        {
            "word/footnotes.xml": ("footnotes", notes),
            "word/header1.xml": ("header", f"{_HEAD}<w:hdr {_SPACES}>{header}</w:hdr>"),
            "word/comments.xml": (
                "comments",
                f"{_HEAD}<w:comments {_SPACES}>{comment}</w:comments>",
            ),
        },
    )


def strict(told: Told) -> bytes:
    """ISO's strict vocabulary, with a table and a page break inside a paragraph."""
    cells = "".join(f"<w:tc><w:tcPr/>{_p(_r(told.say(1)))}</w:tc>" for _ in range(2))
    body = _table(f"<w:tr>{cells}</w:tr>", 2)
    start, end = told.halves(2)
    broken = _p(_r(start), '<w:r><w:br w:type="page"/></w:r>', _r(end))
    return _document(body + broken + _p(_r(told.say(4))), strict=True)


def other_parts(told: Told) -> bytes:
    """Parts with other names than Word gives them."""
    body = _p(_r(told.say(3)), _mark(1)) + _p(_r(told.say(4)), _mark(2))
    notes = _notes(told.aside("1"), told.aside("2"))
    parts = {"word/footnotes2.xml": ("footnotes", notes)}
    return _document(body, parts, main="word/document2.xml")


def wps(told: Told) -> bytes:
    """A text box as a drawing, and once more for older programs."""
    text = told.aside()
    inside = f"<w:txbxContent>{_p(_r(text))}</w:txbxContent>"
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic>'
        f"<a:graphicData><wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></a:graphicData>"
        "</a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
        f"<v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
        "</w:r>"
    )
    start, end = told.halves(3)
    return _document(_p(_r(start + " "), box, _r(end)) + _p(_r(told.say(4))))


def onlyoffice(told: Told) -> bytes:
    """Fields to fill in: one that shows its placeholder still, and one that was filled in."""
    empty = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/><w:text/></w:sdtPr><w:sdtContent>"
        f"{_r(told.omit('Klicka här för att skriva text'))}</w:sdtContent></w:sdt>"
    )
    question = _p(_r(told.say("Vad handlar texten om?")))
    filled = (
        "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>"
        f"{_p(_r(told.say(3)))}</w:sdtContent></w:sdt>"
    )
    return _document(question + _p(empty) + filled + _p(_r(told.say(3))))


def old_word(told: Told) -> bytes:
    """Smart tags, spelling marks, optional and fixed hyphens, page breaks inside words' runs."""
    start, end = told.halves()
    place = f'<w:smartTag w:uri="urn:x" w:element="place">{_r(end)}</w:smartTag>'
    told.truth.text.append("Ett tv-spel är tålamodsprövande.")
    hyphens = (
        '<w:r><w:t>Ett tv</w:t><w:noBreakHyphen/><w:t xml:space="preserve">spel är </w:t></w:r>'
        '<w:proofErr w:type="spellStart"/><w:r><w:t>tåla</w:t><w:softHyphen/>'
        "<w:lastRenderedPageBreak/><w:t>mods</w:t></w:r><w:r><w:t>prövande</w:t></w:r>"
        '<w:proofErr w:type="spellEnd"/><w:r><w:t>.</w:t></w:r>'
    )
    custom = f'<w:customXml w:element="x">{_p(_r(told.say(3)))}</w:customXml>'
    return _document(_p(_r(start + " "), place) + _p(hyphens) + custom)


def table_in_table(told: Told) -> bytes:
    """The whole essay in a cell, with a table in it and merged cells."""
    first = _p(_r(told.say(3)))
    inner = "".join(f"<w:tc>{_p(_r(told.say(1)))}</w:tc>" for _ in range(2))
    merged = f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{_p()}</w:tc><w:tc>{_p(_r(told.say(1)))}</w:tc>"
    inner = _table(f"<w:tr>{inner}</w:tr><w:tr>{merged}</w:tr>", 2)
    outer = _table(f"<w:tr><w:tc>{first}{inner}{_p(_r(told.say(3)))}</w:tc></w:tr>", 1)
    return _document(outer + _p())


def _char(kind: str, inside: str = "") -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'


def _code(text: str) -> str:
    return f"<w:r><w:instrText> {text} </w:instrText></w:r>"


def _field(code: str, result: str, *, settings: str = "") -> str:
    return f"{_char('begin', settings)}{_code(code)}{_char('separate')}{result}{_char('end')}"


def fields(told: Told) -> bytes:
    """A contents list, a date, a filled-in field of the old kind and a numbered caption."""
    heads = ["Hamnen", "Vinden därute", "Hemkomsten"]
    told.truth.left_out += heads
    entries = [
        _r(f"{head}\t") + _field(f"PAGEREF _Toc{at} \\h", _r(str(at + 1)))
        for at, head in enumerate(heads)
    ]
    toc = '<w:pStyle w:val="TOC1"/>'
    code = _code(r'TOC \o "1-3" \h \z \u')
    body = _p(_char("begin"), code, _char("separate"), entries[0], settings=toc)
    body += _p(entries[1], settings=toc) + _p(entries[2], _char("end"), settings=toc)
    for head in heads:
        body += _p(_r(told.say(head)), settings='<w:pStyle w:val="Heading1"/>')
        body += _p(_r(told.say(3)))
    date = f'<w:fldSimple w:instr="DATE">{_r(told.say("14 oktober"))}</w:fldSimple>'
    told.truth.text.insert(-1, "Skriven den")
    form = '<w:ffData><w:name w:val="Svar"/><w:enabled/></w:ffData>'
    filled = _field("FORMTEXT", _r(told.say(1)), settings=form)
    return _document(body + _p(_r("Skriven den "), date) + _p(filled))


def initial(told: Told) -> bytes:
    """Word's own large initial: a frame with a letter, and the rest in the paragraph after it."""
    text = told.say(4)
    frame = '<w:framePr w:dropCap="drop" w:lines="3" w:wrap="around" w:vAnchor="text"/>'
    body = _p(_r(text[0], '<w:sz w:val="116"/>'), settings=frame) + _p(_r(text[1:]))
    return _document(body + _p(_r(told.say(4))))


def embedded(told: Told) -> bytes:
    """A web page that was put in as a part of its own."""
    first = _p(_r(told.say(3)))
    inside = f"<html><body><p>{told.say(2)}</p><p>{told.say(2)}</p></body></html>"
    body = first + '<w:altChunk r:id="rId1"/>' + _p(_r(told.say(3)))
    return _document(body, {"word/afchunk.html": ("aFChunk", inside)})


def moved(told: Told) -> bytes:
    """Text that was moved, and a paragraph mark that was struck out."""
    by = 'w:author="E" w:date="2026-10-14T09:00:00Z"'
    start, end = told.halves()
    gone = f'<w:moveFrom w:id="1" {by}>{_r(told.omit())}</w:moveFrom>'
    here = f'<w:moveTo w:id="2" {by}>{_r(told.say(2))}</w:moveTo>'
    struck = f'<w:rPr><w:del w:id="3" {by}/></w:rPr>'
    body = _p(_r(start + " "), settings=struck) + _p(_r(end)) + _p(gone) + _p(here)
    return _document(body + _p(_r(told.say(3))))


def unseen(told: Told) -> bytes:
    """Text that a style hides, and white text."""
    styles = (
        f'{_HEAD}<w:styles {_SPACES}><w:style w:type="character" w:styleId="Secret">'
        '<w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Quiet"><w:name w:val="Quiet"/>'
        "<w:rPr><w:vanish/></w:rPr></w:style></w:styles>"
    )
    body = _p(_r(told.say(3)), _r(" " + told.omit(), '<w:rStyle w:val="Secret"/>'))
    body += _p(_r(told.omit()), settings='<w:pStyle w:val="Quiet"/>')
    body += _p(_r(told.omit(), '<w:color w:val="FFFFFF"/>')) + _p(_r(told.say(4)))
    return _document(body, {"word/styles.xml": ("styles", styles)})


DOCX: dict[str, Callable[[Told], bytes]] = {
    "google-docs.docx": google_docs,
    "strict.docx": strict,
    "other-parts.docx": other_parts,
    "wps-box.docx": wps,
    "onlyoffice-form.docx": onlyoffice,
    "old-word.docx": old_word,
    "table-in-table.docx": table_in_table,
    "fields.docx": fields,
    "word-initial.docx": initial,
    "embedded-page.docx": embedded,
    "moved.docx": moved,
    "unseen.docx": unseen,
}
