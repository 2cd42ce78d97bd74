"""Describe `/api/v1` as OpenAPI 3.1, from the table that is served, so that both always agree."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import msgspec

from huleedu import __version__
from huleedu.contracts.judging import Told
from huleedu.gateway.api import openapi as judging
from huleedu.gateway.api import problems
from huleedu.gateway.api.openapi import BODY_KINDS, REF
from huleedu.gateway.api.problems import HttpRefusal, Problem, ProblemKind
from huleedu.gateway.api.routes import ROUTES
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.answers import ApiAnswer
from huleedu.gateway.api.v1.asking import AnyApiRoute, ApiRoute, RawApiRoute
from huleedu.gateway.api.v1.table import API, EXAMPLES
from huleedu.gateway.uploads.protocol import VERSION

ABOUT = """
Batches of essays for teachers' programs, and judging for judges'. Every answer says by its `type`
what happened; what cannot be answered is told as problem details (RFC 9457). Any request may be
repeated after an answer that was lost: every POST of a teacher's program has a name of its own
(`Idempotency-Key`), and is done once; a judge's requests are safe by themselves.
""".strip()
TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "An access token; My account on the pages makes them.",
}
HEADER = {"in": "header", "required": True, "schema": {"type": "string"}}
ONCE = {**HEADER, "name": "Idempotency-Key", "schema": {"type": "string", "format": "uuid"}}
SEEN = {**HEADER, "name": "If-Match"}
KNOWN = {
    **HEADER,
    "name": "If-None-Match",
    "required": False,
    "description": "the ETag of an answer that is known: 304 if it would be the same again",
}
WHOLE = {"type": "integer", "minimum": 0, "maximum": 2**53}
TUS_HEADERS: dict[str, dict[str, Any]] = {
    "Tus-Resumable": {"type": "string", "enum": [VERSION]},
    "Upload-Length": WHOLE,
    "Upload-Offset": WHOLE,
    "Upload-Metadata": {"type": "string"},
}


def description() -> dict[str, Any]:
    """The whole document."""
    forms = dict.fromkeys(form for route in (*API, *ROUTES) for form in route.forms)
    sent = dict.fromkeys([*(route.form for route in API if route.form), *judging.bodies()])
    _, schemas = msgspec.json.schema_components([*forms, *sent, Problem], ref_template=REF)
    paths: dict[str, dict[str, Any]] = {}
    for route in API:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = judging.operation(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": "HuleEdu", "version": __version__, "description": ABOUT},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"token": TOKEN, "key": judging.KEY},
        },
    }


def _operation(route: AnyApiRoute) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": route.do.__name__,
        "summary": route.what,
        "security": [{"token": []}],
        "parameters": [*_parameters(route)],
        "responses": _responses(route),
    }
    if route.form:
        [example] = [body for body in EXAMPLES if type(body) is route.form]
        content = {"schema": _ref(route.form), "example": msgspec.to_builtins(example)}
        told["requestBody"] = {"required": True, "content": {"application/json": content}}
    if isinstance(route, RawApiRoute) and route.takes:
        content = {kind: {"schema": _sent_as(kind)} for kind in route.takes}
        told["requestBody"] = {"required": True, "content": content}
    return told


def _sent_as(kind: str) -> dict[str, Any]:
    """The form of a body that is no JSON."""
    file = {"type": "string", "format": "binary"}
    if kind != "multipart/form-data":
        return file
    files = {"type": "array", "items": file, "minItems": 1}
    return {"type": "object", "properties": {"files": files}, "required": ["files"]}


def _parameters(route: AnyApiRoute) -> Iterator[dict[str, Any]]:
    for name in re.findall(r"{(\w+)}", route.path):
        schema = {"type": "string", "format": "uuid"}
        yield {"name": name, "in": "path", "required": True, "schema": schema}
    if route.fields:
        yield from judging.query_parameters(route.fields)
    if route.named:
        yield dict(ONCE)
    if route.guarded:
        yield dict(SEEN)
    if is_told_whole(route):
        yield dict(KNOWN)
    if isinstance(route, RawApiRoute):
        for name in route.headers:
            yield {**HEADER, "name": name, "schema": TUS_HEADERS[name]}


def is_told_whole(route: AnyApiRoute) -> bool:
    """Whether an ETag names all that is answered."""
    whole = all(form.changeable is ApiAnswer.changeable for form in route.forms)
    return route.method == "GET" and isinstance(route, ApiRoute) and whole


def _responses(route: AnyApiRoute) -> dict[str, Any]:
    told: dict[int, dict[str, Any]] = {}
    for form in route.forms:
        content = told.setdefault(form.status, {})
        content.setdefault("application/json", {"schema": {"oneOf": []}})
        content["application/json"]["schema"]["oneOf"].append(_ref(form))
    if isinstance(route, RawApiRoute):
        for status, kind in route.says.items():
            content = told.setdefault(status, {})
            if kind and kind not in content:
                content[kind] = {"schema": {"type": "string"}}
    if is_told_whole(route):
        told[HTTPStatus.NOT_MODIFIED] = {}
    for kind in kinds_of(route):
        content = told.setdefault(int(kind.status), {}).setdefault(
            "application/problem+json", {"schema": _ref(Problem), "examples": {}}
        )
        content["examples"][kind.name] = {"value": msgspec.to_builtins(HttpRefusal(kind).problem())}
    return {
        str(int(status)): {"description": HTTPStatus(status).phrase}
        | ({"content": content} if content else {})
        for status, content in sorted(told.items())
    }


def kinds_of(route: AnyApiRoute) -> Iterator[ProblemKind]:
    """The problems that can stand in the way of this request."""
    yield from (
        refusals.NO_TOKEN,
        refusals.TOKEN_ENDED,
        refusals.NO_RIGHT,
        refusals.SCHOOL_PAUSED,
    )
    if "{" in route.path:
        yield refusals.NOT_THERE
        if route.method != "GET":
            yield refusals.ONLY_LOOKS
    if route.named:
        yield from (refusals.NO_ONCE, refusals.STILL_RUNNING, refusals.OTHER_REQUEST)
    if route.guarded:
        yield refusals.NO_IF_MATCH
    yield from route.refuses
    if route.form:
        yield from BODY_KINDS
    else:
        yield problems.WRONG_FIELDS
    yield from (problems.TWO_LENGTHS, problems.TOO_LARGE, problems.BUG, problems.AWAY)


def _ref(form: type[Told] | type[msgspec.Struct]) -> dict[str, str]:
    return {"$ref": REF.format(name=form.__name__)}
