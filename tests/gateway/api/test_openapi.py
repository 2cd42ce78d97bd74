"""The description of the API is whole: every address, every status, every form, with examples."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import msgspec
import pytest
from tests.gateway.api.asking import Client, http_to
from tests.gateway.api.standins import StandIn

from huleedu.contracts.judging import Recorded, Told
from huleedu.gateway.api.application import api
from huleedu.gateway.api.openapi import kinds_of, tag_of
from huleedu.gateway.api.problems import KINDS, NO_PLACE, PREFIX, WRONG_METHOD, Problem
from huleedu.gateway.api.routes import ROUTES, JudgeRoute, Route
from huleedu.gateway.api.schemas import EXAMPLES, REQUEST_BODIES, status_of, statuses_of
from huleedu.gateway.api.v1.describing import description

FORMS: dict[str, type[Told]] = {tag_of(type(told)): type(told) for told in EXAMPLES}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """As a client gets it: through JSON."""
    return json.loads(msgspec.json.encode(description()))


def operation(document: Mapping[str, Any], route: Route) -> dict[str, Any]:
    return document["paths"][route.path][route.method.lower()]


def references(part: object) -> Iterator[str]:
    match part:
        case dict():
            for key, value in part.items():  # pyright: ignore[reportUnknownVariableType]
                if key == "$ref":
                    yield f"{value}"
                yield from references(value)  # pyright: ignore[reportUnknownArgumentType]
        case list():
            for value in part:  # pyright: ignore[reportUnknownVariableType]
                yield from references(value)  # pyright: ignore[reportUnknownArgumentType]
        case _:
            pass


def test_every_address_is_described(document: dict[str, Any]) -> None:
    served = {route.path for route in api(StandIn(Recorded)).routes}  # type: ignore[attr-defined]
    assert served <= set(document["paths"])
    names = [operation(document, route)["operationId"] for route in ROUTES]
    assert len(set(names)) == len(ROUTES)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
def test_every_status_and_every_form_is_described(document: dict[str, Any], route: Route) -> None:
    told = operation(document, route)["responses"]
    forms = {*route.forms}
    if isinstance(route, JudgeRoute):
        assert {FORMS["unknown_key"], FORMS["key_revoked"], FORMS["key_ended"]} < forms
    wanted = {f"{status}" for form in forms for status in statuses_of(form)}
    assert set(told) == wanted | {f"{kind.status}" for kind in kinds_of(route)}
    for form in forms:
        for status in statuses_of(form):
            content = told[f"{status}"]["content"]["application/json"]
            assert tag_of(form) in content["schema"]["discriminator"]["mapping"]
            assert {"$ref": f"#/components/schemas/{form.__name__}"} in content["schema"]["oneOf"]
            example = content["examples"][tag_of(form)]["value"]
            assert msgspec.convert(example, form) in EXAMPLES
            assert status_of(msgspec.convert(example, form)) == status
    for kind in kinds_of(route):
        content = told[f"{kind.status}"]["content"]["application/problem+json"]
        problem = msgspec.convert(content["examples"][kind.name]["value"], Problem)
        assert (problem.type, problem.status) == (PREFIX + kind.name, kind.status)


def test_every_problem_is_described_somewhere() -> None:
    described = {kind.name for route in ROUTES for kind in kinds_of(route)}
    elsewhere = {NO_PLACE.name, WRONG_METHOD.name}
    assert described | elsewhere == {kind.name for kind in KINDS}


def test_what_has_to_be_sent_is_described_with_an_example(document: dict[str, Any]) -> None:
    for route in ROUTES:
        told = operation(document, route)
        if not isinstance(route, JudgeRoute):
            assert "security" not in told
            continue
        assert told["security"] == [{"key": []}]
        assert ("parameters" in told) == (route.of_pair or route.fields is not None)
        assert ("requestBody" in told) == (route.form is not None)
        if route.form:
            assert told["requestBody"]["required"] is not route.optional
            content = told["requestBody"]["content"]["application/json"]
            assert content["schema"] == {"$ref": f"#/components/schemas/{route.form.__name__}"}
            assert msgspec.convert(content["example"], route.form) in REQUEST_BODIES


def integers(part: object, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every integer that a part of the description tells of, and where it stands."""
    if isinstance(part, dict):
        told = cast("dict[str, Any]", part)
        if told.get("type") == "integer":
            yield at, told
        for name, value in told.items():
            yield from integers(value, f"{at}/{name}")
    if isinstance(part, list):
        for number, value in enumerate(cast("list[object]", part)):
            yield from integers(value, f"{at}/{number}")


def test_every_integer_has_its_bounds(document: dict[str, Any]) -> None:
    found = dict(integers(document))
    assert any("Decision" in at for at in found)
    assert any("Session" in at for at in found)
    for at, told in found.items():
        assert {"minimum", "maximum"} <= told.keys(), at


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
async def test_an_integer_is_taken_exactly_as_it_is_described(
    document: dict[str, Any], route: Route
) -> None:
    """By JSON Schema 1.0 is an integer, and both bounds belong to what is allowed."""
    form = route.form if isinstance(route, JudgeRoute) else None
    if not form:
        assert "requestBody" not in operation(document, route)
        return
    path = route.path.replace("{pair}", f"{uuid4()}")
    fields = document["components"]["schemas"][form.__name__]["properties"]
    example = operation(document, route)["requestBody"]["content"]["application/json"]["example"]
    async with http_to(api(StandIn(Recorded))) as http:

        async def status(name: str, value: object) -> int:
            sent = {**example, name: value}
            client = Client(http, "key")
            return (await client.ask(route.method, path, sent)).status

        for name, told in fields.items():
            if told.get("type") != "integer":
                continue
            least, most = told["minimum"], told["maximum"]
            for value in (least, most, float(least), float(most)):
                assert await status(name, value) == 200, (name, value)
            for value in (least - 1, most + 1, float(most) + 1, least + 0.5, f"{least}", True):
                assert await status(name, value) == 422, (name, value)


def test_all_that_is_referred_to_is_there_and_every_field_is_explained(
    document: dict[str, Any],
) -> None:
    schemas = document["components"]["schemas"]
    for reference in references(document):
        assert reference.removeprefix("#/components/schemas/") in schemas, reference
    for form in (type(body) for body in REQUEST_BODIES):
        for name, field in schemas[form.__name__]["properties"].items():
            assert field["description"], name
    for form in FORMS.values():
        assert schemas[form.__name__]["description"]
        assert schemas[form.__name__]["properties"]["type"] == {"enum": [tag_of(form)]}


def test_the_page_for_clients_names_every_outcome_and_every_problem_with_its_status() -> None:
    page = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
    start, end = page.index("## For judges' programs"), page.index("To programs with a token")
    told = dict(re.findall(r"^\| `(\w+)` \| ([\d, ]+) \|", page[start:end], re.MULTILINE))
    wanted = {tag: statuses_of(form) for tag, form in FORMS.items()}
    wanted |= {kind.name: (kind.status,) for kind in KINDS}
    assert told == {name: ", ".join(map(str, statuses)) for name, statuses in wanted.items()}
    for route in ROUTES:
        assert re.search(route.path.replace("{pair}", "[0-9a-f-]{36}"), page), route.path
