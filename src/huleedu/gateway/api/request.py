"""Read a request: the judge's key, the pair in the address, and what was sent."""

import asyncio
import re
from collections.abc import Mapping
from typing import TypeVar
from uuid import UUID

import msgspec
from starlette.datastructures import Headers
from starlette.requests import Request

from huleedu.gateway.api import problems
from huleedu.gateway.api.problems import HttpRefusal, integers_of
from huleedu.gateway.api.schemas import QueryFields, RequestBody
from huleedu.kit.wrong_fields import wrong_field

BODY_BYTES_MAX = 64 * 1024
BODY_S = 20.0
"""A body that takes longer than this is not waited for."""
EXACT_MAX = 2.0**53
"""Up to here a number with a fraction tells which integer it is."""

Form = TypeVar("Form", bound=RequestBody)
Fields = TypeVar("Fields", bound=QueryFields)


def key_of(request: Request) -> str | HttpRefusal:
    """The judge's key."""
    scheme, _, key = request.headers.get("authorization", "").strip().partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        return HttpRefusal(problems.NO_KEY)
    return key.strip()


def refused_by_head(
    headers: Headers, http_version: str, bytes_max: int = BODY_BYTES_MAX
) -> HttpRefusal | None:
    """Why the request is not even read: its head alone says that it will not do.

    One that tells its length in two ways may be two requests to whoever passed it on (request
    smuggling, RFC 9112 section 6.3), so it is refused whatever it asks for.
    """
    chunked = "transfer-encoding" in headers
    length = headers.get("content-length")
    if chunked and (length is not None or http_version == "1.0"):
        return HttpRefusal(problems.TWO_LENGTHS)
    if length is not None and int(length) > bytes_max:
        return HttpRefusal(problems.TOO_LARGE)
    return None


def pair_of(request: Request) -> UUID | HttpRefusal:
    """The pair in the address."""
    try:
        return UUID(request.path_params["pair"])
    except ValueError:
        return problems.wrong_pair()


def query_of(told: Mapping[str, str], fields: type[Fields] | None) -> Fields | HttpRefusal | None:
    """What stands behind the question mark, checked."""
    if fields is None:
        return problems.wrong_query("", fields) if told else None
    try:
        return msgspec.convert(dict(told), fields, strict=False)
    except msgspec.ValidationError as error:
        return problems.wrong_query(wrong_field(error).field, fields)


async def sent(
    request: Request,
    form: type[Form],
    *,
    optional: bool = False,
    bytes_max: int = BODY_BYTES_MAX,
) -> Form | HttpRefusal:
    """What was sent, checked; raises starlette's `ClientDisconnect`.

    Args:
        optional: nothing may be sent, which is like an object without fields.
        bytes_max: more is not read.
    """
    if optional and not _has_body(request.headers):
        return form()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        return HttpRefusal(problems.NOT_JSON_TYPE)
    try:
        async with asyncio.timeout(BODY_S):
            body = await _body(request, bytes_max)
    except TimeoutError:
        return HttpRefusal(problems.TOO_SLOW)
    if isinstance(body, HttpRefusal):
        return body
    try:
        return _read(body, form)
    except msgspec.ValidationError as error:
        return problems.wrong_fields(form, error)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return HttpRefusal(problems.NOT_JSON)


def _read(body: bytes, form: type[Form]) -> Form:
    """Raises what msgspec raises.

    To JSON Schema, by which the API is described, 148.0 is an integer; to msgspec it is none.
    """
    try:
        return msgspec.json.decode(body, type=form)
    except msgspec.ValidationError:
        fields = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
        for name in integers_of(form) & fields.keys():
            fields[name] = _written_as_integer(fields[name])
        return msgspec.json.decode(msgspec.json.encode(fields), type=form)


def _written_as_integer(value: msgspec.Raw) -> msgspec.Raw:
    if re.fullmatch(rb"-?\d+(\.\d+)?([eE][+-]?\d+)?", bytes(value)):
        number = float(bytes(value))
        if number.is_integer() and abs(number) <= EXACT_MAX:
            return msgspec.Raw(b"%d" % number)
    return value


def _has_body(headers: Headers) -> bool:
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


async def _body(request: Request, bytes_max: int) -> bytes | HttpRefusal:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > bytes_max:
            return HttpRefusal(problems.TOO_LARGE)
    return bytes(body)
