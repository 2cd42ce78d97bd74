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
from huleedu.gateway.api.v1.asking import AnyApiRoute
from huleedu.gateway.api.v1.schemas import REQUEST_BODIES, STATUS
from huleedu.gateway.api.v1.table import API

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
        [example] = [body for body in REQUEST_BODIES if type(body) is route.form]
        content = {"schema": _ref(route.form), "example": msgspec.to_builtins(example)}
        told["requestBody"] = {"required": True, "content": {"application/json": content}}
    return told


def _parameters(route: AnyApiRoute) -> Iterator[dict[str, Any]]:
    for name in re.findall(r"{(\w+)}", route.path):
        schema = {"type": "string", "format": "uuid"}
        yield {"name": name, "in": "path", "required": True, "schema": schema}
    if route.fields:
        yield from judging.query_parameters(route.fields)
    if route.method == "POST":
        yield dict(ONCE)
    if route.guarded:
        yield dict(SEEN)


def _responses(route: AnyApiRoute) -> dict[str, Any]:
    told: dict[int, dict[str, Any]] = {}
    for form in route.forms:
        content = told.setdefault(STATUS[form], {})
        content.setdefault("application/json", {"schema": {"oneOf": []}})
        content["application/json"]["schema"]["oneOf"].append(_ref(form))
    for kind in kinds_of(route):
        content = told.setdefault(kind.status, {}).setdefault(
            "application/problem+json", {"schema": _ref(Problem), "examples": {}}
        )
        content["examples"][kind.name] = {"value": msgspec.to_builtins(HttpRefusal(kind).problem())}
    return {
        str(int(status)): {"description": HTTPStatus(status).phrase, "content": content}
        for status, content in sorted(told.items())
    }


def kinds_of(route: AnyApiRoute) -> Iterator[ProblemKind]:
    """The problems that can stand in the way of this request."""
    yield from (refusals.NO_TOKEN, refusals.TOKEN_ENDED, refusals.NO_RIGHT)
    if "{" in route.path:
        yield refusals.NOT_THERE
        if route.method != "GET":
            yield refusals.ONLY_LOOKS
    if route.method == "POST":
        yield from (refusals.NO_ONCE, refusals.STILL_RUNNING, refusals.OTHER_REQUEST)
    if route.guarded:
        yield refusals.NO_IF_MATCH
    if route.form:
        yield from BODY_KINDS
    else:
        yield problems.WRONG_FIELDS
    yield from (problems.TWO_LENGTHS, problems.TOO_LARGE, problems.BUG, problems.AWAY)


def _ref(form: type[Told] | type[msgspec.Struct]) -> dict[str, str]:
    return {"$ref": REF.format(name=form.__name__)}
