"""Every address wants a token with its right; cookies are not looked at."""

import re
from uuid import uuid4

import httpx
import pytest
from tests.gateway.api.v1.conftest import Opened

from huleedu.gateway.api.routes import ROUTES
from huleedu.gateway.api.v1.asking import AnyApiRoute
from huleedu.gateway.api.v1.table import API

EVERY_RIGHT = ("administrator", "teacher")


def filled(route: AnyApiRoute) -> str:
    return re.sub(r"{\w+}", str(uuid4()), route.path)


def name(route: AnyApiRoute) -> str:
    return f"{route.method} {route.path}"


@pytest.mark.parametrize("route", API, ids=name)
async def test_nobody_is_answered_without_a_token_of_the_right(
    program: Opened, route: AnyApiRoute
) -> None:
    reader = await program(rights=("read",) if route.needs != "read" else ("write",))
    path, once = filled(route), {"Idempotency-Key": str(uuid4()), "If-Match": "x"}
    for headers, status in [
        ({}, 401),
        ({"Authorization": "Basic a2"}, 401),
        ({"Authorization": "Bearer never"}, 401),
        ({"Cookie": "__Host-huleedu=never"}, 401),
    ]:
        bare = {**once, "Authorization": "", **headers}
        answer = await reader.http.request(route.method, path, headers=bare)
        assert answer.status_code == status, headers
        assert answer.headers["www-authenticate"].startswith("Bearer")
    answer = await reader.http.request(route.method, path, headers=once)
    assert answer.status_code == 403
    assert route.method == "HEAD" or answer.json()["type"].endswith("no_right")


@pytest.mark.parametrize("route", [each for each in API if each.named], ids=name)
async def test_what_is_done_has_a_name(program: Opened, route: AnyApiRoute) -> None:
    ali = await program("eva@lund.example", ("read", "write", "admin"), of=EVERY_RIGHT)
    answer = await ali.http.request(route.method, filled(route), json={})
    assert answer.status_code == 400
    assert answer.json()["type"].endswith("no_idempotency_key")


async def test_an_address_that_is_none_is_told(program: Opened) -> None:
    ali = await program()
    assert (await ali.get("/batches/odd")).status_code == 404
    assert (await ali.get("/nothing")).status_code == 404
    assert (await ali.http.delete("/api/v1/me")).status_code == 405
    described: httpx.Response = await ali.get("/openapi.json")
    assert {*described.json()["paths"]} == {route.path for route in (*API, *ROUTES)}


async def test_what_is_known_and_the_same_is_not_sent_again(program: Opened) -> None:
    ali = await program()
    listed = await ali.get("/batches")
    etag = listed.headers["etag"]
    for known in (etag, f'"other", W/{etag}'):
        same = await ali.http.get("/api/v1/batches", headers={"If-None-Match": known})
        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", etag)
    at = f"/batches/{await ali.made('/batches', {'title': '9B', 'places': 3})}"
    other = await ali.http.get("/api/v1/batches", headers={"If-None-Match": etag})
    assert (other.status_code, len(other.json()["items"])) == (200, 1)
    one = await ali.get(at)
    told = await ali.http.get(f"/api/v1{at}", headers={"If-None-Match": one.headers["etag"]})
    assert told.status_code == 200, "its ETag names what may be changed: its counts may be others"
    nothing = await ali.http.get("/api/v1/batches/0", headers={"If-None-Match": "*"})
    assert nothing.status_code == 404
