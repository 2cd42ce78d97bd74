"""Read files out of a form as they come: none of them is ever held whole."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

KIND = b"multipart/form-data"


class NoForm(Exception):
    """What was sent is no form with files."""


@dataclass(frozen=True, slots=True)
class _Begins:
    name: str
    """Empty: a field, and no file."""


@dataclass(frozen=True, slots=True)
class _Ends:
    """The part has come whole."""


class _Parser:
    """Turns what comes into events."""

    def __init__(self, boundary: bytes) -> None:
        self._events: list[_Begins | bytes | _Ends] = []
        self.ended = False
        self._header, self._value, self._name = b"", b"", ""
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._field,
                "on_header_value": self._more,
                "on_header_end": self._header_ends,
                "on_headers_finished": lambda: self._events.append(_Begins(self._name)),
                "on_part_data": lambda data, start, end: self._events.append(data[start:end]),
                "on_part_end": lambda: self._events.append(_Ends()),
                "on_end": self._end,
            },
        )

    def _begin(self) -> None:
        self._name = ""

    def _end(self) -> None:
        self.ended = True

    def _field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _more(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_ends(self) -> None:
        if self._header.lower() == b"content-disposition":
            name = parse_options_header(self._value)[1].get(b"filename", b"")
            self._name = name.decode("utf-8", "replace")
        self._header = self._value = b""

    def events(self, chunk: bytes) -> list[_Begins | bytes | _Ends]:
        """What this chunk brings."""
        self._parser.write(chunk)
        events, self._events = self._events, []
        return events


async def files_of(
    request: Request, piece_bytes: int
) -> AsyncIterator[tuple[str, AsyncIterator[bytes]]]:
    """Each file's name and its bytes in pieces, which are read before the next file is asked for.

    Fields of the form that are no files are passed over. Raises `NoForm` or `ClientDisconnect`.
    """
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != KIND or b"boundary" not in options:
        raise NoForm
    events = _events(request, _Parser(options[b"boundary"]))
    async for event in events:
        if isinstance(event, _Begins) and event.name:
            yield event.name, _pieces(events, piece_bytes)


async def _events(request: Request, parser: _Parser) -> AsyncIterator[_Begins | bytes | _Ends]:
    async for chunk in request.stream():
        try:
            events = parser.events(chunk)
        except FormParserError as error:
            raise NoForm from error
        for event in events:
            yield event
    if not parser.ended:
        raise NoForm  # it broke off


async def _pieces(
    events: AsyncIterator[_Begins | bytes | _Ends], piece_bytes: int
) -> AsyncIterator[bytes]:
    held = bytearray()
    async for event in events:
        if not isinstance(event, bytes):
            break
        held += event
        if len(held) >= piece_bytes:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)
