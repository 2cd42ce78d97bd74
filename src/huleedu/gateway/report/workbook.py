"""Write the workbook of a batch: essays, misspellings, remarks, files, and what measures mean."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from huleedu.gateway.report.odd_words import odd_judge
from huleedu.gateway.report.sanitised import one_line, sanitised
from huleedu.gateway.report.scores import scores_of
from huleedu.gateway.report.summary import (
    grade,
    in_slot_order,
    language,
    meaning,
    name,
    reason,
    state,
    step,
    unit,
)
from huleedu.gateway.words.words import Words
from huleedu.services.results.api import BatchReport, NotMeasured, RankingPicture, parts_of

Value = str | int | float | None
LONGEST_CELL = 32_767  # characters, Excel's limit
CONTEXT = 40  # characters shown on each side of a misspelling

_HEAD = Font(bold=True, color="FFFFFF")
_HEAD_FILL = PatternFill("solid", fgColor="1F4E5F")
_HEAD_PLACE = Alignment(vertical="top", wrap_text=True)
_TOP = Alignment(vertical="top", wrap_text=True)


def workbook(report: BatchReport, words: Words) -> bytes:
    """The bytes of an .xlsx: a frozen header row and filters on each sheet, numbers as numbers.

    Every text is stored as a text, so that none is run as a formula.
    """
    out = io.BytesIO()
    write(report, words, out)
    return out.getvalue()


def write(report: BatchReport, words: Words, out: BinaryIO) -> None:
    """Write the same into a file, row by row."""
    report = sanitised(report)
    book = Workbook(write_only=True)
    book.properties.title = one_line(report.title)
    book.properties.creator = report.program
    _essays(book, report, words)
    _ranking(book, report, words)
    _misspellings(book, report, words)
    _remarks(book, report, words)
    _files(book, report, words)
    _measures(book, report, words)
    book.save(out)


def _ranking(book: Workbook, report: BatchReport, words: Words) -> None:
    ranking = report.ranking
    if ranking is None:
        return
    columns = [("place", 8), ("from", 10), ("to", 8), ("slot", 8), ("pupil", 24), ("file", 30)]
    columns += [("ability", 12), ("error", 12), ("score", 10), ("score_error", 10)]
    columns += [("judgements", 12)]
    if ranking.grades:
        columns += [("likeliest_grade", 12), ("borderline", 11), ("known_grade", 12)]
    elif ranking.bands:
        columns += [("band", 14)]
    heads = _heads(columns, words)
    for part in parts_of(ranking):
        heads.append((words.say("sheet.chance_of", grade=one_line(part)), 11))
    note = " ".join(map(words.explain, ranking.note))
    if not ranking.for_grading:
        heads += _heads([("not_for_grading", 60)], words)
    told = {e.id: (e.slot, e.pupil.name if e.pupil else None, e.file) for e in report.essays}
    rows: list[list[Value]] = []
    scores = scores_of(ranking)
    for each in ranking.essays:
        place: list[Value] = [each.place, each.low, each.high]
        figures: list[Value] = [round(each.ability, 3), round(each.error, 3)]
        score = scores.get(each.essay)
        figures += [round(score.score, 1), round(score.error, 1)] if score else [None, None]
        figures.append(each.judgements)
        if ranking.grades:
            borderline = words.say("sheet.yes") if each.borderline else None
            figures += [grade(each, words), borderline, each.known_grade or None]
        elif ranking.bands:
            figures += [each.band]
        figures += [round(each.chances.get(name, 0.0), 3) for name in parts_of(ranking)]
        rows.append([*place, *told[each.essay], *figures, *((note,) * (not ranking.for_grading))])
    _sheet(book, words.say("sheet.ranking"), heads, rows)
    _judges(book, ranking, {essay: file for essay, (_, _, file) in told.items()}, words)


def _heads(columns: Sequence[tuple[str, int]], words: Words) -> list[tuple[str, int]]:
    """Columns by their codes → their headings, and how wide they are."""
    return [(words.say(f"column.{code}"), width) for code, width in columns]


def _judges(
    book: Workbook, ranking: RankingPicture, files: Mapping[str, str], words: Words
) -> None:
    columns = [("judge", 24), ("kind", 10), ("judgements", 12), ("weight", 10)]
    columns += [("infit", 10), ("first_won", 12), ("from", 10), ("to", 10)]
    columns += [("side", 12), ("seconds", 10), ("timed", 9), ("quick", 12)]
    columns += [("without", 12), ("farthest", 12), ("of_essay", 30), ("agreed", 12)]
    columns += [("compared", 12), ("expected", 10), ("odd", 60), ("turned", 12)]
    rows: list[list[Value]] = [
        [
            *(line.name, words.say(f"judge.{line.kind}"), line.judgements, line.weight, line.infit),
            *((line.first_share, line.first_low, line.first_high) * ranking.sides_used),
            *((None, None, None) * (not ranking.sides_used)),
            *(line.side, line.seconds, line.timed, line.quick if line.timed else None),
            *(line.without, line.without_places, files.get(line.without_essay or "")),
            *(line.agreed, line.compared or None, line.agreed_expected),
            *(odd_judge(line, words) or None, line.turned or None),
        ]
        for line in ranking.panel
    ]
    formats = [None] * 3 + ["0.00"] * 6 + ["0.0", None, None, "0.00", None, None]
    formats += [None, None, "0.00", None, None]
    _sheet(book, words.say("sheet.judges"), _heads(columns, words), rows, formats=formats)


def _essays(book: Workbook, report: BatchReport, words: Words) -> None:
    columns = [("slot", 6), ("pupil", 24), ("found_in", 12), ("file", 30)]
    columns += [("decided_grade", 12)] * bool(report.decided_grades)
    heads = _heads([*columns, ("language", 10), ("misspellings", 13)], words)
    for info in report.measures:
        named = name(info, words)
        heads.append((f"{named} ({unit(info, words)})" if info.unit else named, 13))
    heads += _heads([("not_measured", 40), ("failed_steps", 40), ("notes", 40)], words)
    before: list[str | None] = [None] * (6 + bool(report.decided_grades))
    formats = [*before, *(_number_format(m.decimals) for m in report.measures), None, None, None]
    rows = _essay_rows(report, words)
    _sheet(book, words.say("sheet.essays"), heads, rows, formats=formats, fixed_columns=2)


def _essay_rows(report: BatchReport, words: Words) -> Iterator[list[Value]]:
    for essay in in_slot_order(report):
        values = [essay.measures.get(info.key) for info in report.measures]
        missing = "; ".join(
            f"{name(info, words)}: {words.explain(value.reason)}"
            for info, value in zip(report.measures, values, strict=True)
            if isinstance(value, NotMeasured)
        )
        who: tuple[Value, Value] = (None, None)
        if essay.pupil:
            where = words.say(f"where.{essay.pupil.found_in.replace(' ', '_')}")
            who = (essay.pupil.name, where)
        failed = "; ".join(
            f"{step(code, words)}: {words.explain(why)}" for code, why in essay.failures.items()
        )
        yield [
            *(
                essay.slot,
                *who,
                essay.file,
                *((report.decided_grades.get(essay.id),) * bool(report.decided_grades)),
                language(essay.language, words),
                len(essay.misspellings),
            ),
            *(None if isinstance(value, NotMeasured) else value for value in values),
            *(missing, failed, "; ".join(map(words.explain, essay.warnings))),
        ]


def _misspellings(book: Workbook, report: BatchReport, words: Words) -> None:
    columns = [("slot", 6), ("pupil", 24), ("file", 30), ("misspelling", 20)]
    columns += [("suggestions", 40), ("in_the_text", 70), ("from_character", 11)]
    rows: Iterator[list[Value]] = (
        [
            essay.slot,
            essay.pupil.name if essay.pupil else None,
            essay.file,
            found.word,
            ", ".join(found.suggestions),
            one_line(essay.text[max(0, found.start - CONTEXT) : found.end + CONTEXT]),
            found.start,
        ]
        for essay in in_slot_order(report)
        for found in sorted(essay.misspellings, key=lambda m: m.start)
    )
    _sheet(book, words.say("sheet.misspellings"), _heads(columns, words), rows)


def _remarks(book: Workbook, report: BatchReport, words: Words) -> None:
    columns = [("slot", 6), ("pupil", 24), ("file", 30), ("written", 20), ("right", 20)]
    columns += [("remark", 26), ("for_the_teacher", 50), ("for_the_pupil", 50)]
    columns += [("in_the_text", 70), ("from_character", 11)]
    rows: Iterator[list[Value]] = (
        [
            essay.slot,
            essay.pupil.name if essay.pupil else None,
            essay.file,
            essay.text[found.start : found.end],
            found.better,
            *_told(found.rule, words),
            one_line(essay.text[max(0, found.start - CONTEXT) : found.end + CONTEXT]),
            found.start,
        ]
        for essay in in_slot_order(report)
        for found in essay.remarks
    )
    _sheet(book, words.say("sheet.remarks"), _heads(columns, words), rows)


def _told(rule: str, words: Words) -> tuple[str, str, str]:
    """Name, sentence for the teacher, for the pupil; of a newer version's rule only its code."""
    if not words.has(f"remark.{rule}.name"):
        return rule, "", ""
    name, why, pupil = (words.say(f"remark.{rule}.{part}") for part in ("name", "why", "pupil"))
    return name, why, pupil


def _files(book: Workbook, report: BatchReport, words: Words) -> None:
    columns = [("offered", 8), ("file", 34), ("outcome", 12), ("slot", 6)]
    columns += [("reason", 80), ("notes", 40), ("code", 14)]
    rows: Iterator[list[Value]] = (
        [
            number,
            line.name,
            state(line.state, words),
            line.slot,
            reason(line, words),
            "; ".join(map(words.explain, line.notes)),
            line.code,
        ]
        for number, line in enumerate(report.files, start=1)
    )
    _sheet(book, words.say("sheet.files"), _heads(columns, words), rows)


def _measures(book: Workbook, report: BatchReport, words: Words) -> None:
    columns = [("measure", 28), ("meaning", 90), ("unit", 14), ("key", 28)]
    rows: list[list[Value]] = [
        [name(info, words), meaning(info, words), unit(info, words), info.key]
        for info in report.measures
    ]
    _sheet(book, words.say("sheet.measures"), _heads(columns, words), rows)


def _sheet(
    book: Workbook,
    title: str,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[Value]],
    *,
    formats: Sequence[str | None] = (),
    fixed_columns: int = 0,
) -> None:
    sheet = book.create_sheet(title)
    for at, (_, width) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.freeze_panes = f"{get_column_letter(fixed_columns + 1)}2"
    plain = _top(sheet)
    head = [_text(sheet, name, copy(plain)) for name, _ in columns]
    for cell in head:
        cell.font, cell.fill, cell.alignment = _HEAD, _HEAD_FILL, _HEAD_PLACE
    sheet.append(head)
    count = 1
    for row in rows:
        cells: list[Cell | Value] = [
            _text(sheet, value, plain) if isinstance(value, str) else value for value in row
        ]
        for at, number_format in enumerate(formats):
            if number_format and not isinstance(row[at], str):
                cells[at] = cell = WriteOnlyCell(sheet, value=row[at])
                cell.number_format = number_format
        sheet.append(cells)
        count += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{count}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _top(sheet: WriteOnlyWorksheet) -> StyleArray:
    """The style of all texts: looked up once, for it takes longer than all else of a cell."""
    cell = WriteOnlyCell(sheet)
    cell.alignment = _TOP
    return cell._style  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - no other way to it


def _text(sheet: WriteOnlyWorksheet, value: str, style: StyleArray) -> Cell:
    cell = WriteOnlyCell(sheet, value=value[:LONGEST_CELL])
    cell.data_type = "s"  # openpyxl takes "=…" for a formula and "#N/A" for an error
    cell._style = style  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    return cell


def _number_format(decimals: int) -> str:
    return "0." + "0" * decimals if decimals else "0"
