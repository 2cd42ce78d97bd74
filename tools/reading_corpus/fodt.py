"""Write an essay as a flat OpenDocument text, from which LibreOffice makes its other formats."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from tools.reading_corpus.essays import (
    Block,
    Box,
    Comment,
    Contents,
    Deleted,
    Essay,
    Heading,
    Hidden,
    Inserted,
    Items,
    Note,
    Para,
    Part,
    Question,
    Table,
    Verse,
)

_DAY = "2026-10-14T09:00:00"
_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        *((name, name) for name in ("office", "style", "text", "table")),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    )
)
_LISTS = """
<text:list-style style:name="Dots"><text:list-level-style-bullet text:level="1"
 text:bullet-char="•"><style:list-level-properties text:list-level-position-and-space-mode=
 "label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab"
 fo:text-indent="-0.6cm" fo:margin-left="1.2cm"/></style:list-level-properties>
</text:list-level-style-bullet></text:list-style>
<text:list-style style:name="Numbers"><text:list-level-style-number text:level="1"
 style:num-format="1" style:num-suffix="."><style:list-level-properties
 text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment
 text:label-followed-by="listtab" fo:text-indent="-0.6cm" fo:margin-left="1.2cm"/>
</style:list-level-properties></text:list-level-style-number></text:list-style>
"""


def flat_document(essay: Essay) -> str:
    """The whole document."""
    writer = _Writer()
    body = "\n".join(writer.blocks(essay))
    changes = "".join(writer.changes)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {_SPACES} xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls>
<style:font-face style:name="Serif" svg:font-family="'{essay.look.font}'"/>
<style:font-face style:name="Arabic" svg:font-family="'Noto Naskh Arabic'"/>
</office:font-face-decls>
<office:styles>{_styles(essay)}</office:styles>
<office:automatic-styles>{_automatic(essay)}</office:automatic-styles>
<office:master-styles>{_master(essay)}</office:master-styles>
<office:body><office:text>
{f"<text:tracked-changes>{changes}</text:tracked-changes>" if changes else ""}
{body}
</office:text></office:body></office:document>
"""


def _styles(essay: Essay) -> str:
    country = {"sv": "SE", "en": "GB"}[essay.language]
    numbered = "true" if essay.line_numbers else "false"
    return f"""
<style:default-style style:family="paragraph"><style:text-properties style:font-name="Serif"
 style:font-name-complex="Arabic" fo:font-size="{essay.look.size}pt"
 style:font-size-complex="{essay.look.size}pt"
 fo:language="{essay.language}" fo:country="{country}" fo:hyphenate="{_yes(essay.justified)}"
 fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph"><style:paragraph-properties
 fo:margin-bottom="0.25cm" fo:line-height="{essay.spacing:.0%}" text:number-lines="{numbered}"
 fo:text-align="{"justify" if essay.justified else "start"}"/></style:style>
<style:style style:name="Heading" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties fo:keep-with-next="always" fo:margin-top="0.4cm"
 fo:text-align="start"/><style:text-properties fo:font-weight="bold" fo:font-size="15pt"/>
</style:style>
<style:style style:name="Note" style:family="paragraph" style:class="extra"><style:text-properties
 fo:font-size="10pt"/></style:style>
<style:style style:name="Frame" style:family="graphic"/>
{_LISTS}
<text:notes-configuration text:note-class="footnote" style:num-format="1"
 text:footnotes-position="page"/>
<text:linenumbering-configuration text:number-lines="{numbered}" text:offset="0.5cm"
 style:num-format="1" text:number-position="left" text:increment="{1 if numbered else 5}"/>
"""


def _yes(whether: bool) -> str:
    return "true" if whether else "false"


def _automatic(essay: Essay) -> str:
    return f"""
<style:style style:name="Title" style:family="paragraph" style:parent-style-name="Heading">
<style:paragraph-properties fo:text-align="center"/><style:text-properties fo:font-size="20pt"/>
</style:style>
<style:style style:name="Verse" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties fo:margin-left="1.5cm" fo:text-align="start"/></style:style>
<style:style style:name="Initial" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties><style:drop-cap style:lines="3" style:length="1"
 style:distance="0.1cm"/></style:paragraph-properties></style:style>
<style:style style:name="Apart" style:family="text"><style:text-properties
 fo:letter-spacing="0.15cm"/></style:style>
<style:style style:name="Hidden" style:family="text"><style:text-properties text:display="none"/>
</style:style>
<style:style style:name="Strong" style:family="text"><style:text-properties fo:font-weight="bold"/>
</style:style>
<style:style style:name="Beside" style:family="graphic" style:parent-style-name="Frame">
<style:graphic-properties style:wrap="left" style:horizontal-pos="right"
 style:horizontal-rel="paragraph" style:vertical-pos="top" style:vertical-rel="paragraph"
 fo:border="0.5pt solid #000000" fo:padding="0.2cm" fo:margin-left="0.3cm"
 draw:fill="none" draw:textarea-horizontal-align="left"/></style:style>
<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties
 fo:border="0.5pt solid #000000" fo:padding="0.1cm"/></style:style>
<style:style style:name="Two" style:family="section"><style:section-properties>
<style:columns fo:column-count="2" fo:column-gap="0.8cm"/></style:section-properties></style:style>
<style:style style:name="Entry" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties><style:tab-stops><style:tab-stop style:position="16cm"
 style:type="right" style:leader-style="dotted" style:leader-text="."/></style:tab-stops>
</style:paragraph-properties></style:style>
<style:page-layout style:name="Page"><style:page-layout-properties fo:page-width="21cm"
 fo:page-height="29.7cm" fo:margin="{essay.look.margin_cm}cm"/>
<style:header-style><style:header-footer-properties
 fo:min-height="1cm" fo:margin-bottom="0.5cm"/></style:header-style><style:footer-style>
<style:header-footer-properties fo:min-height="1cm" fo:margin-top="0.5cm"/></style:footer-style>
</style:page-layout>
"""


def _master(essay: Essay) -> str:
    header = f"<style:header><text:p>{_plain(essay.header)}</text:p></style:header>"
    footer = (
        f"<style:footer><text:p>{_plain(essay.footer)} <text:page-number "
        'text:select-page="current">1</text:page-number></text:p></style:footer>'
    )
    return (
        '<style:master-page style:name="Standard" style:page-layout-name="Page">'
        f"{header if essay.header else ''}{footer if essay.footer else ''}</style:master-page>"
    )


def _plain(text: str) -> str:
    return escape(text).replace("\t", "<text:tab/>")


class _Writer:
    """Keeps what is numbered: notes and changes."""

    def __init__(self) -> None:
        self.changes: list[str] = []
        self._notes = 0

    def blocks(self, essay: Essay) -> Iterator[str]:
        """The blocks; after the head, in as many columns as the essay has."""
        for at, block in enumerate(essay.blocks):
            if at == 2 and essay.columns == 2:
                yield '<text:section text:style-name="Two" text:name="Columns">'
            yield self._block(block)
        if essay.columns == 2:
            yield "</text:section>"

    def _block(self, block: Block) -> str:
        match block:
            case Para(parts, initial):
                style = "Initial" if initial else "Standard"
                inside = "".join(map(self._part, parts))
                return f'<text:p text:style-name="{style}">{inside}</text:p>'
            case Heading(text, level, spaced):
                inside = escape(text)
                if spaced:
                    inside = f'<text:span text:style-name="Apart">{inside}</text:span>'
                style = "Title" if level == 1 else "Heading"
                return (
                    f'<text:h text:style-name="{style}" text:outline-level="{level}">'
                    f"{inside}</text:h>"
                )
            case Items(items, numbered):
                inside = "".join(
                    f"<text:list-item><text:p>{escape(item)}</text:p></text:list-item>"
                    for item in items
                )
                style = "Numbers" if numbered else "Dots"
                return f'<text:list text:style-name="{style}">{inside}</text:list>'
            case Table(rows):
                return _table(rows)
            case Box(text):
                return (
                    '<text:p text:style-name="Standard"><draw:frame draw:style-name="Beside" '
                    f'text:anchor-type="paragraph" svg:width="6cm" draw:name="Box {len(text)}">'
                    f'<draw:text-box fo:min-height="1cm"><text:p>{escape(text)}</text:p>'
                    "</draw:text-box></draw:frame></text:p>"
                )
            case Verse(lines):
                inside = "<text:line-break/>".join(map(escape, lines))
                return f'<text:p text:style-name="Verse">{inside}</text:p>'
            case Question(label, answer):
                return (
                    f'<text:p><text:span text:style-name="Strong">{escape(label)}</text:span>'
                    f"</text:p><text:p>{escape(answer)}</text:p>"
                )
            case Contents(title, entries):
                return _contents(title, entries)

    def _part(self, part: Part) -> str:
        match part:
            case str():
                return escape(part)
            case Note(text):
                self._notes += 1
                return (
                    f'<text:note text:id="n{self._notes}" text:note-class="footnote">'
                    f"<text:note-citation>{self._notes}</text:note-citation><text:note-body>"
                    f'<text:p text:style-name="Note">{escape(text)}</text:p></text:note-body>'
                    "</text:note>"
                )
            case Comment(text):
                return (
                    f"<office:annotation><dc:creator>Läraren</dc:creator><dc:date>{_DAY}</dc:date>"
                    f"<text:p>{escape(text)}</text:p></office:annotation>"
                )
            case Deleted(text):
                number = self._changed("deletion", f"<text:p>{escape(text)}</text:p>")
                return f'<text:change text:change-id="{number}"/>'
            case Inserted(text):
                number = self._changed("insertion", "")
                return (
                    f'<text:change-start text:change-id="{number}"/>{escape(text)}'
                    f'<text:change-end text:change-id="{number}"/>'
                )
            case Hidden(text):
                return f'<text:span text:style-name="Hidden">{escape(text)}</text:span>'

    def _changed(self, kind: str, inside: str) -> str:
        number = f"c{len(self.changes) + 1}"
        self.changes.append(
            f'<text:changed-region xml:id="{number}" text:id="{number}"><text:{kind}>'
            f"<office:change-info><dc:creator>Eleven</dc:creator><dc:date>{_DAY}</dc:date>"
            f"</office:change-info>{inside}</text:{kind}></text:changed-region>"
        )
        return number


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    inside = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell table:style-name="Cell"><text:p>{escape(cell)}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    columns = f'<table:table-column table:number-columns-repeated="{len(rows[0])}"/>'
    return f"<table:table>{columns}{inside}</table:table>"


def _contents(title: str, entries: tuple[str, ...]) -> str:
    lines = "".join(
        f'<text:p text:style-name="Entry">{escape(entry)}<text:tab/>{1 + at // 2}</text:p>'
        for at, entry in enumerate(entries)
    )
    return (
        '<text:table-of-content text:name="Contents" text:protected="true">'
        '<text:table-of-content-source text:outline-level="2"/><text:index-body>'
        f'<text:index-title text:name="Head"><text:p>{escape(title)}</text:p></text:index-title>'
        f"{lines}</text:index-body></text:table-of-content>"
    )
