"""Make every text of a report safe to show: what no page or table can hold becomes a �."""

import re

import msgspec

from huleedu.services.results.api import BatchReport, EssayReport

# Control characters but tab and line ends, halves of surrogate pairs (a file name that isn't
# UTF-8 has them), and the two code points that XML forbids. One for one: places in a text stay.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# These turn the reading order round, also of what stands beside them: "exe.txt" for "txt.exe".
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")

# What msgspec makes of a report. Any other kind of value (a number) passes as it is.
_Plain = dict[str, "_Plain"] | tuple["_Plain", ...] | str | int | float | None


def sanitised(report: BatchReport) -> BatchReport:
    """The same report without characters that break a page, a workbook or JSON.

    Texts keep their length, so that the places of misspellings stay true. Essays that are kept in a
    file were made sanitised when they were kept.
    """
    if isinstance(report.essays, tuple | list):
        clean = msgspec.convert(_cleaned(msgspec.to_builtins(report)), BatchReport)
        return msgspec.structs.replace(clean, essays=tuple(clean.essays))
    head = sanitised(msgspec.structs.replace(report, essays=()))
    return msgspec.structs.replace(head, essays=report.essays)


def sanitised_essay(essay: EssayReport) -> EssayReport:
    """The same for one essay."""
    return msgspec.convert(_cleaned(msgspec.to_builtins(essay)), EssayReport)


def one_line(text: str) -> str:
    """A name on one line, which can't change the order of what stands beside it."""
    return " ".join(_TURNING.sub("�", _UNREADABLE.sub("�", text)).split())


def _cleaned(value: _Plain) -> _Plain:
    if isinstance(value, str):
        return _UNREADABLE.sub("�", value)
    if isinstance(value, dict):
        return {_UNREADABLE.sub("�", k): _cleaned(v) for k, v in value.items()}
    if isinstance(value, tuple):
        return tuple(_cleaned(v) for v in value)
    return value
