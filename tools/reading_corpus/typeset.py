"""Write an essay as a source of typst."""

import json
from collections.abc import Iterator

from tools.reading_corpus.essays import (
    Block,
    Box,
    Contents,
    Essay,
    Heading,
    Inserted,
    Items,
    Note,
    Para,
    Part,
    Question,
    Table,
    Verse,
)


def typst_source(essay: Essay) -> str:
    """The whole document; it holds no comments and no changes."""
    header = footer = "none"
    if essay.header:
        name, course = map(_string, essay.header.split("\t"))
        header = f"[#{name} #h(1fr) #{course}]"
        footer = f"context [#{_string(essay.footer + ' ')} #counter(page).display()]"
    look = essay.look
    blocks = "\n\n".join(_blocks(essay))
    numbers = '#set par.line(numbering: "1")' if essay.line_numbers else ""
    return f"""
#set document(date: datetime(year: 2026, month: 10, day: 14))
#set page(paper: "a4", margin: {look.margin_cm}cm, columns: {essay.columns})
#set page(header: {header}, footer: {footer})
#set text(font: ("{look.font}", "Noto Naskh Arabic"), size: {look.size}pt, lang: "{essay.language}")
#set par(justify: {_yes(essay.justified)}, leading: {essay.spacing - 0.5:.2}em, spacing: 1.2em)
#set text(hyphenate: {_yes(essay.justified)})
#show heading.where(level: 1): set align(center)
{numbers}
{blocks}
"""


def _yes(whether: bool) -> str:
    return "true" if whether else "false"


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _blocks(essay: Essay) -> Iterator[str]:
    blocks = list(essay.blocks)
    if essay.columns > 1:
        head = " ".join(_block(block) + " #parbreak()" for block in blocks[:2])
        yield f'#place(top + center, scope: "parent", float: true, [{head}])'
        blocks = blocks[2:]
    while blocks:
        block = blocks.pop(0)
        if isinstance(block, Box):  # beside the paragraph that follows it
            beside = _block(blocks.pop(0))
            box = f"rect(width: 100%, text(size: 11pt, {_string(block.text)}))"
            yield f"#grid(columns: (1fr, 6cm), gutter: 0.5cm, [{beside}], {box})"
        else:
            yield _block(block)


def _block(block: Block) -> str:
    match block:
        case Para(parts, initial):
            inside = "".join(map(_part, parts))
            if initial:
                first = block.plain
                return f"#text(size: 2.6em, {_string(first[0])})#{_string(first[1:])};"
            return inside
        case Heading(text, level, spaced):
            inside = _string(text)
            inside = f"text(tracking: 0.15cm, {inside})" if spaced else inside
            return f"#heading(level: {level}, {inside})"
        case Items(items, numbered):
            kind = "enum" if numbered else "list"
            return f"#{kind}({', '.join(map(_string, items))})"
        case Table(rows):
            cells = ", ".join(_string(cell) for row in rows for cell in row)
            return f"#table(columns: {len(rows[0])}, {cells})"
        case Box(text):
            return f"#rect({_string(text)})"
        case Verse(lines):
            return (
                "#pad(left: 1.5cm, [" + "#linebreak()".join(f"#{_string(x)}" for x in lines) + "])"
            )
        case Question(label, answer):
            return f"#strong({_string(label)})\n\n#{_string(answer)};"
        case Contents(title):
            return f"#outline(title: {_string(title)})"


def _part(part: Part) -> str:
    match part:
        case Note(text):
            return f"#footnote({_string(text)})"
        case str():
            return f"#{_string(part)};"
        case Inserted(text):
            return f"#{_string(text)};"
        case _:
            return ""
