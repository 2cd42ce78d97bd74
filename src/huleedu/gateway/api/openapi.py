"""Describe the API as OpenAPI 3.1, from the table of routes itself, so that both always agree."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

import msgspec

from huleedu import __version__
from huleedu.contracts.judging import Told
from huleedu.gateway.api import problems
from huleedu.gateway.api.problems import HttpRefusal, Problem, ProblemKind
from huleedu.gateway.api.routes import ROUTES, JudgeRoute, Route
from huleedu.gateway.api.schemas import (
    EXAMPLES,
    REQUEST_BODIES,
    RequestBody,
    status_of,
    statuses_of,
)

REF = "#/components/schemas/{name}"
ABOUT = """
A judge's session: get a pair, read both texts, say which is better. Every answer says by its `type`
what happened; its HTTP status follows from that. What cannot be answered at all is told as problem
details (RFC 9457), whose `type` begins with `urn:problem-type:`. Any request may be repeated after
an answer that was lost: no decision is lost, and none counts twice.
""".strip()

BODY_KINDS = (
    problems.NOT_JSON,
    problems.TOO_SLOW,
    problems.NOT_JSON_TYPE,
    problems.WRONG_FIELDS,
)


def description() -> dict[str, Any]:
    """The whole document."""
    forms = dict.fromkeys(form for route in ROUTES for form in route.forms)
    bodies = [r.form for r in ROUTES if isinstance(r, JudgeRoute) and r.form]
    _, schemas = msgspec.json.schema_components([*forms, *bodies, Problem], ref_template=REF)
    return {
        "openapi": "3.1.0",
        "info": {"title": "HuleEdu: judging", "version": __version__, "description": ABOUT},
        "paths": {route.path: {route.method.lower(): _operation(route)} for route in ROUTES},
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The judge's key, told when they got their seat.",
                }
            },
        },
    }


def _operation(route: Route) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": route.do.__name__,
        "summary": route.what,
        "responses": _responses(route),
    }
    if isinstance(route, JudgeRoute):
        told["security"] = [{"key": []}]
        if route.of_pair:
            where = {"name": "pair", "in": "path", "required": True}
            told["parameters"] = [{**where, "schema": {"type": "string", "format": "uuid"}}]
        if route.form:
            told["requestBody"] = _body(route.form)
    return told


def _body(form: type[RequestBody]) -> dict[str, Any]:
    [example] = [body for body in REQUEST_BODIES if type(body) is form]
    content = {"schema": _ref(form), "example": msgspec.to_builtins(example)}
    return {"required": True, "content": {"application/json": content}}


def _responses(route: Route) -> dict[str, Any]:
    told: dict[int, dict[str, Any]] = {}
    for status in sorted({status for form in route.forms for status in statuses_of(form)}):
        forms = [form for form in route.forms if status in statuses_of(form)]
        told[status] = {"application/json": _answers(status, forms)}
    for kind in kinds_of(route):
        content = told.setdefault(kind.status, {}).setdefault(
            "application/problem+json", {"schema": _ref(Problem), "examples": {}}
        )
        content["examples"][kind.name] = {"value": msgspec.to_builtins(HttpRefusal(kind).problem())}
    return {
        str(status): {"description": HTTPStatus(status).phrase, "content": content}
        for status, content in sorted(told.items())
    }


def kinds_of(route: Route) -> Iterable[ProblemKind]:
    """The problems that can stand in the way of this request."""
    if isinstance(route, JudgeRoute):
        yield problems.NO_KEY
        if route.form:
            yield from BODY_KINDS
        elif route.of_pair:
            yield problems.WRONG_FIELDS
    yield problems.TWO_LENGTHS
    yield problems.TOO_LARGE
    yield problems.BUG
    yield problems.AWAY


def _answers(status: int, forms: list[type[Told]]) -> dict[str, Any]:
    examples = {
        msgspec.to_builtins(told)["type"]: {"value": msgspec.to_builtins(told)}
        for told in EXAMPLES
        if type(told) in forms and status_of(told) == status
    }
    schema: dict[str, Any] = {"oneOf": [_ref(form) for form in forms]}
    schema["discriminator"] = {
        "propertyName": "type",
        "mapping": {tag_of(form): _ref(form)["$ref"] for form in forms},
    }
    return {"schema": schema, "examples": examples}


def tag_of(form: type[Told]) -> str:
    """The `type` by which a form is known."""
    return str(form.__struct_config__.tag)


def _ref(form: type[msgspec.Struct]) -> dict[str, str]:
    return {"$ref": REF.format(name=form.__name__)}
