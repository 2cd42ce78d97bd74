"""Read a request: the judge's key, the pair in the address, and what was sent."""

import asyncio
from typing import TypeVar
from uuid import UUID

import msgspec
from starlette.requests import Request

from huleedu.gateway.api import problems
from huleedu.gateway.api.problems import Refused
from huleedu.gateway.api.schemas import Wish

BODY_BYTES_MAX = 64 * 1024
BODY_S = 20.0
"""A body that takes longer than this is not waited for."""

Form = TypeVar("Form", bound=Wish)


def key_of(request: Request) -> str | Refused:
    """The judge's key."""
    scheme, _, key = request.headers.get("authorization", "").strip().partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        return Refused(problems.NO_KEY)
    return key.strip()


def pair_of(request: Request) -> UUID | Refused:
    """The pair in the address."""
    try:
        return UUID(request.path_params["pair"])
    except ValueError:
        return problems.wrong_pair()


async def sent(request: Request, form: type[Form]) -> Form | Refused:
    """What was sent, checked; raises starlette's `ClientDisconnect`."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        return Refused(problems.NOT_JSON_TYPE)
    try:
        async with asyncio.timeout(BODY_S):
            body = await _body(request)
    except TimeoutError:
        return Refused(problems.TOO_SLOW, headers={"Connection": "close"})
    if isinstance(body, Refused):
        return body
    try:
        return msgspec.json.decode(body, type=form)
    except msgspec.ValidationError as error:
        return problems.wrong_fields(form, error)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Refused(problems.NOT_JSON)


async def _body(request: Request) -> bytes | Refused:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > BODY_BYTES_MAX:
            return Refused(problems.TOO_LARGE)
    return bytes(body)
