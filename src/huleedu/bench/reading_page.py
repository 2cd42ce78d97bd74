"""Write what was measured of reading as tables: on a screen, and as a page of `docs/evidence`."""

from collections.abc import Iterable, Mapping, Sequence

from huleedu.bench.reading import Score, Scored, in_sum, on_the_files_of

OURS = "huleedu"
HEADING = ("format", "reader", "files", "refused", "recall", "foreign", "order", "ms a file")
Row = tuple[str, ...]


def rows(scores: Sequence[Scored]) -> list[Row]:
    """By format, and then all that each reads, ours first: beside each other on the same files."""
    by_format = sorted(in_sum(scores).items(), key=lambda one: (one[0][0], one[0][1] != OURS))
    made = [(f".{kind}", name, *_figures(one)) for (kind, name), one in by_format]
    for reader in dict.fromkeys(one.reader for one in scores):
        same = on_the_files_of(reader, scores)
        what = "all" if reader == OURS else f"all that {reader} reads"
        made += [(what, name, *_figures(same[name])) for name in dict.fromkeys((OURS, reader))]
    return made


def _figures(one: Score) -> Row:
    return (
        *(str(one.documents), str(one.refused)),
        *(f"{one.recall:.2%}", f"{one.foreign_share:.2%}", f"{one.order:.2%}"),
        f"{one.ms_a_file:.1f}",
    )


def wrong(scores: Iterable[Scored]) -> list[str]:
    """Each document that we read wrongly, with some of the words."""
    lines: list[str] = []
    for one in scores:
        found = one.score
        if one.reader == OURS and (found.missing or found.strange or found.kept < found.pairs):
            lines.append(
                f"{one.document.path.name}: recall {found.recall:.2%}, foreign "
                f"{found.foreign_share:.2%}, order {found.order:.2%}; missing "
                f"{_some(found.missing.elements())}; foreign {_some(found.strange.elements())}"
            )
    return lines


def _some(words: Iterable[str]) -> str:
    return " ".join(list(words)[:12]) or "none"


def page(
    scores: Sequence[Scored], versions: Mapping[str, str], further: Sequence[Scored] = ()
) -> str:
    """The figures as a page of `docs/evidence`; `further` ones are of other corpora."""
    layouts = {one.document.layout for one in scores}
    return PAGE.format(
        table=_table(scores),
        further=FURTHER.format(table=_table(further), n=len(further)) if further else "",
        documents=len({one.document.path for one in scores}),
        awkward=len({one.document.path for one in scores if one.document.layout == "awkward"}),
        layouts=len(layouts - {"awkward"}),
        versions=", ".join(f"{name} {told}" for name, told in versions.items()),
    )


def _table(scores: Sequence[Scored]) -> str:
    lines = [HEADING, ("---",) * len(HEADING), *rows(scores)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


FURTHER = """
The readers were mended with the help of these documents. Whether that holds of others is seen on
corpora that nobody looked at while mending: the same layouts and programs, other sentences, names,
languages, letters and margins; {n} documents in all, made by
`python -m tools.make_reading_corpus --number N --out DIR` and read with `--further DIR`:

{table}
"""
PAGE = """# Every word that the pupil wrote, and no other

**Claim.** Of each format at least 99.9 % of the words are read, at most 0.1 % of what is read are
words that are not meant, and 99 % of neighbouring words stay neighbours; on no format worse than
pandoc, pdftotext or markitdown.

    huleedu bench reading --out docs/evidence/reading.md

{documents} documents whose words are known, in one run on a shared machine of two cores, beside
{versions}:

{table}

*Recall* is the share of the words meant that came; *foreign* the share of what came that was not
meant; *order* the share of neighbouring words that are neighbours still. A word is the same for
everybody: letters and digits with apostrophes and hyphens inside, capitals count. Meant are the
text, tables, lists, text boxes, footnotes, and what was filled into forms. Meant to be left out are
running headers and footers, contents lists, numbers of lines, comments, struck out and hidden text.
Footnotes and boxes may come in place or at the end. The head of `src/huleedu/bench/reading.py` has
the definitions whole. Times are in the process for us, PDFium and markitdown; pandoc and pdftotext
are started for each file. PDFium, by which we read PDFs, gives their letters; what we take beyond
its time goes to columns, notes, margins, hyphens, fields, and text that nobody sees: 3 to 4 ms a
page where 2 were aimed at. An essay as .docx takes .7 ms where .2 were aimed at: its styles are
read, for they tell what is hidden.

The documents have {layouts} layouts (plain, headings, two columns, running headers, footnotes,
tables, lists, text boxes, justified and hyphenated, large initials, forms, numbered lines, poem and
dialogue, contents lists, tracked changes), in Swedish and English, with names in Latin, Arabic,
Cyrillic and Greek letters. LibreOffice wrote .docx, .odt, .rtf, .html, .fodt and .pdf; Chromium,
typst and reportlab .pdf; web pages, Markdown and text files are written as by hand. {awkward}
awkward ones are made as Google Docs, Word, WPS, OnlyOffice, TextEdit and WordPad are known to
write, or are PDFs drawn as few programs do (columns row by row, word by word, sideways):
`tools/make_reading_corpus.py` makes them all. What we read wrongly is listed by
`huleedu bench reading --wrong`; `tests/bench/test_reading.py` holds the figures.
{further}"""
