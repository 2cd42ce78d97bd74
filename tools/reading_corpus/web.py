"""Write an essay as a web page: as a file of its own, and for Chromium to print."""

from collections.abc import Iterator
from html import escape

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
from tools.reading_corpus.hyphens import softly

_STYLE = """
@page {{ size: A4; margin: {margin}cm;{margins} }}
body {{ font: {size}pt "{font}", "Noto Naskh Arabic"; line-height: {spacing}; }}
h1 {{ text-align: center; }}
.apart {{ letter-spacing: 0.15cm; }}
.columns {{ columns: 2; }}
.justified p {{ text-align: justify; hyphens: manual; }}
.box {{ float: right; width: 6cm; border: 1px solid; padding: 0.2cm; margin-left: 0.4cm; }}
.initial::first-letter {{ float: left; font-size: 42pt; line-height: 0.9; }}
.verse {{ margin-left: 1.5cm; }}
td {{ border: 1px solid; padding: 0.1cm; }}
"""
_MARGIN = ' @{place} {{ content: "{text}"{number}; font-size: 9pt; }}'


def web_page(essay: Essay) -> str:
    """The whole page; what stands in the margins is printed alone."""
    writer = _Writer(essay)
    body = "\n".join(writer.blocks())
    margins = ""
    if essay.header:
        margins += _MARGIN.format(
            place="top-left", text=essay.header.replace("\t", "   "), number=""
        )
        margins += _MARGIN.format(
            place="bottom-right", text=essay.footer + " ", number=" counter(page)"
        )
    style = _STYLE.format(
        margins=margins,
        spacing=essay.spacing,
        font=essay.look.font,
        size=essay.look.size,
        margin=essay.look.margin_cm,
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{essay.language}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>Uppsats</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n</body>\n"
        "</html>\n"
    )


class _Writer:
    def __init__(self, essay: Essay) -> None:
        self.essay = essay
        self._notes: list[str] = []

    def blocks(self) -> Iterator[str]:
        """The head, the text, and the notes at its end."""
        blocks = self.essay.blocks
        yield from map(self._block, blocks[:2])
        names = ["justified"] * self.essay.justified + ["columns"] * (self.essay.columns > 1)
        yield f'<div class="{" ".join(names)}">'
        yield from map(self._block, blocks[2:])
        yield "</div>"
        for at, note in enumerate(self._notes, start=1):
            yield f'<p id="n{at}"><sup><a href="#m{at}">{at}</a></sup> {escape(note)}</p>'

    def _text(self, text: str) -> str:
        return escape(softly(text, self.essay.language) if self.essay.justified else text)

    def _block(self, block: Block) -> str:
        match block:
            case Para(parts, initial):
                inside = "".join(map(self._part, parts))
                return f'<p class="initial">{inside}</p>' if initial else f"<p>{inside}</p>"
            case Heading(text, level, spaced):
                name = ' class="apart"' if spaced else ""
                return f"<h{level}{name}>{escape(text)}</h{level}>"
            case Items(items, numbered):
                kind = "ol" if numbered else "ul"
                inside = "\n".join(f"<li>{escape(item)}</li>" for item in items)
                return f"<{kind}>\n{inside}\n</{kind}>"
            case Table(rows):
                inside = "\n".join(
                    "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
                    for row in rows
                )
                return f"<table>\n{inside}\n</table>"
            case Box(text):
                return f'<div class="box">{escape(text)}</div>'
            case Verse(lines):
                return f'<p class="verse">{"<br>".join(map(escape, lines))}</p>'
            case Question(label, answer):
                return f"<p><b>{escape(label)}</b></p>\n<p>{escape(answer)}</p>"
            case Contents(title, entries):
                inside = "".join(
                    f'<li><a href="#{at}">{e}</a></li>' for at, e in enumerate(entries)
                )
                return f"<nav><p>{escape(title)}</p><ul>{inside}</ul></nav>"

    def _part(self, part: Part) -> str:
        match part:
            case str():
                return self._text(part)
            case Note(text):
                self._notes.append(text)
                at = len(self._notes)
                return f'<sup id="m{at}"><a href="#n{at}">{at}</a></sup>'
            case Comment(text):
                return f"<!-- {text} -->"
            case Deleted(text):
                return f"<del>{escape(text)}</del>"
            case Inserted(text):
                return f"<ins>{escape(text)}</ins>"
            case Hidden(text):
                return f'<span style="display: none">{escape(text)}</span>'
