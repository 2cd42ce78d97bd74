"""Describe what judges' programs ask as OpenAPI 3.1, from the table of routes itself."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

import msgspec

from huleedu.contracts.judging import Told
from huleedu.gateway.api import problems
from huleedu.gateway.api.problems import HttpRefusal, Problem, ProblemKind
from huleedu.gateway.api.routes import ROUTES, JudgeRoute, Route
from huleedu.gateway.api.schemas import (
    EXAMPLES,
    REQUEST_BODIES,
    QueryFields,
    RequestBody,
    status_of,
    statuses_of,
)

REF = "#/components/schemas/{name}"
KEY = {
    "type": "http",
    "scheme": "bearer",
    "description": "The judge's key, told when they were enrolled.",
}

BODY_KINDS = (
    problems.NOT_JSON,
    problems.TOO_SLOW,
    problems.NOT_JSON_TYPE,
    problems.WRONG_FIELDS,
)


def bodies() -> list[type[RequestBody]]:
    """All that judges' programs send."""
    return [r.form for r in ROUTES if isinstance(r, JudgeRoute) and r.form]


def operation(route: Route) -> dict[str, Any]:
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
        if route.fields:
            told["parameters"] = [*query_parameters(route.fields)]
        if route.form:
            told["requestBody"] = {**_body(route.form), "required": not route.optional}
    return told


def _body(form: type[RequestBody]) -> dict[str, Any]:
    [example] = [body for body in REQUEST_BODIES if type(body) is form]
    content = {"schema": _ref(form), "example": msgspec.to_builtins(example)}
    return {"content": {"application/json": content}}


def query_parameters(fields: type[QueryFields]) -> Iterable[dict[str, Any]]:
    """What may stand behind the question mark."""
    for name, schema in problems.fields_of(fields).items():
        yield {"name": name, "in": "query", "required": False, "schema": schema}


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
        else:
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
