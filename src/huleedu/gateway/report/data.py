"""Write the whole report as data that other programs can read, with its format's version."""

from collections.abc import Iterable, Iterator

import msgspec

from huleedu.gateway.report.sanitised import sanitised
from huleedu.services.results.api import BatchReport

FORMAT = "huleedu-results/2"


class Document(msgspec.Struct, frozen=True):
    """What stands in results.json. A field that changes its meaning makes a new format."""

    format: str
    report: BatchReport


def data(report: BatchReport) -> bytes:
    """UTF-8 JSON, indented by two, times as ISO 8601."""
    return b"".join(pieces(report))


def pieces(report: BatchReport) -> Iterator[bytes]:
    """The same, piece by piece: a large batch is never in memory as a whole."""
    report = sanitised(report)
    head = msgspec.structs.replace(report, files=(), essays=())
    rest = _indented(Document(FORMAT, head))
    for field, items in (("files", report.files), ("essays", report.essays)):
        # no string holds a line end, so this can stand nowhere else
        before, empty, rest = rest.partition(f'\n    "{field}": []'.encode())
        assert empty, field
        yield before
        yield from _listed(field, items)
    yield rest + b"\n"


def _listed(field: str, items: Iterable[object]) -> Iterator[bytes]:
    begin = f'\n    "{field}": ['.encode()
    end = b"]"
    for item in items:
        yield begin + b"\n      " + _indented(item).replace(b"\n", b"\n      ")
        begin, end = b",", b"\n    ]"
    yield begin + end if end == b"]" else end


def _indented(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2)


def read(content: bytes) -> BatchReport:
    """The report of a results.json. Raises msgspec.ValidationError for anything else."""
    document = msgspec.json.decode(content, type=Document)
    if document.format != FORMAT:
        raise msgspec.ValidationError(f"{document.format!r} is not {FORMAT!r}")
    return msgspec.structs.replace(document.report, essays=tuple(document.report.essays))
