"""A request that cannot be understood is told so in words, and does nothing."""

import asyncio
import re
from collections.abc import AsyncIterator

import httpx
import pytest
from tests.gateway.api.asking import Answer, Client, http_to
from tests.gateway.api.standins import StandIn

from huleedu.contracts.judging import Recorded, UnknownKey
from huleedu.gateway.api import request
from huleedu.gateway.api.application import api
from huleedu.gateway.api.problems import KINDS, PREFIX, fields_of
from huleedu.gateway.api.schemas import Decision

PAIR = "5b0e3c9e-6d0c-4a43-9d52-0c8f6d9a41e7"
DECISION = f"/api/v1/judging/pairs/{PAIR}/decision"
FLAG = f"/api/v1/judging/pairs/{PAIR}/flag"
UNDO = "/api/v1/judging/undo"
JSON = {"content-type": "application/json", "authorization": "Bearer key"}


@pytest.fixture
def stand_in() -> StandIn:
    return StandIn(Recorded)


@pytest.fixture
async def http(stand_in: StandIn) -> AsyncIterator[httpx.AsyncClient]:
    async with http_to(api(stand_in)) as client:
        yield client


async def sent(http: httpx.AsyncClient, path: str, body: object, **headers: str) -> Answer:
    answer = await http.request(
        "POST",
        path,
        content=body,  # type: ignore[arg-type]
        headers={**JSON, **headers},
    )
    return Answer(answer.status_code, answer.json(), answer.headers)


def assert_problem(answer: Answer, name: str) -> None:
    """Problem details by RFC 9457, and not a word without what to do."""
    [kind] = [kind for kind in KINDS if kind.name == name]
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.type == PREFIX + name
    assert answer.status == answer.body["status"] == kind.status
    assert answer.body["title"] == kind.title
    assert len(answer.body["detail"]) > 20


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (DECISION, '{"answer": "2"}', "answer"),
        (DECISION, '{"answer": 1.5}', "answer"),
        (DECISION, '{"answer": 1e999}', "answer"),
        (DECISION, '{"answer": 3}', "answer"),
        (DECISION, '{"answer": -3}', "answer"),
        (DECISION, '{"answer": 1000000000000000000000000000000}', "answer"),
        (DECISION, '{"answer": true}', "answer"),
        (DECISION, '{"answer": null}', "answer"),
        (DECISION, '{"answer": {"a": {"b": []}}}', "answer"),
        (DECISION, '{"took_s": 3}', "answer"),
        (DECISION, '{"answer": 1, "took_s": -0.5}', "took_s"),
        (DECISION, '{"answer": 1, "took_s": 1e999}', "took_s"),
        (DECISION, '{"answer": 1, "took_s": 40000000}', "took_s"),
        (DECISION, '{"answer": 1, "took_s": "3"}', "took_s"),
        (DECISION, '{"answer": 1, "comment": null}', "comment"),
        (DECISION, '{"answer": 1, "comment": 3}', "comment"),
        (DECISION, '{"answer": 1, "comment": "before\\u0000after"}', "comment"),
        (DECISION, '{"answer": 1, "comment": "line\\n\\u0000"}', "comment"),
        (DECISION, '{"answer": 1, "comment": "' + "å" * 2001 + '"}', "comment"),
        (FLAG, '{"why": "because"}', "why"),
        (FLAG, '{"comment": "x"}', "why"),
        (FLAG, '{"why": "cannot_judge", "which": "third"}', "which"),
        (FLAG, '{"why": "cannot_judge", "comment": "\\u0000"}', "comment"),
        (UNDO, "{}", "decided"),
        (UNDO, '{"decided": -1}', "decided"),
        (UNDO, '{"decided": 3.5}', "decided"),
        (UNDO, '{"decided": 3, "count": 0}', "count"),
        (UNDO, '{"decided": 3.0, "count": 0.0}', "count"),
        (UNDO, '{"decided": 3, "count": 10000000000000000000000}', "count"),
    ],
)
async def test_a_wrong_field_is_named_with_what_was_expected(
    http: httpx.AsyncClient, stand_in: StandIn, path: str, body: str, field: str
) -> None:
    answer = await sent(http, path, body.encode())
    assert_problem(answer, "wrong_fields")
    [wrong] = answer.body["errors"]
    assert wrong["field"] == field
    assert f"`{field}` must be {wrong['expected']}." in answer.body["detail"]
    assert not stand_in.asked


@pytest.mark.parametrize("body", ['{"answer": 1, "anwser": 2}', "[]", "null", '"Kalle Anka"'])
async def test_what_has_other_fields_is_told_which_there_are(
    http: httpx.AsyncClient, stand_in: StandIn, body: str
) -> None:
    answer = await sent(http, DECISION, body.encode())
    assert_problem(answer, "wrong_fields")
    assert "answer, took_s (may be left out), comment (may be left out)" in answer.body["detail"]
    assert "Kalle" not in f"{answer.body}"
    assert not stand_in.asked


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"answer=1",
        b'{"answer": 1} and more',
        b'{"answer": NaN}',
        b'\xef\xbb\xbf{"answer": 1}',
        '{"answer": 1}'.encode("utf-16"),
        b'{"answer": 1, "comment": "\xff"}',
        b'{"answer": 1, "comment": "\xe5"}',
        b'{"answer": 1, "comment": "a raw \x00"}',
        b'{"answer": 1, "comment": "\\ud800"}',
        b'{"answer": 1, "comment": "\\ud800\\ud800"}',
        b'{"answer": 1, "comment": "\\udc00"}',
    ],
)
async def test_what_is_no_json_in_utf_8_is_told_so(
    http: httpx.AsyncClient, stand_in: StandIn, body: bytes
) -> None:
    assert_problem(await sent(http, DECISION, body), "not_json")
    assert not stand_in.asked


async def test_a_comment_may_hold_every_character_but_nul(
    http: httpx.AsyncClient, stand_in: StandIn
) -> None:
    comment = "åäöéß “–” 😀 \t\n\u0001\u2028<script>" + "å" * 1900
    client = Client(http, "key")
    assert (await client.decide(PAIR, 1, comment=comment)).status == 200
    assert stand_in.asked[-1] == (*stand_in.asked[-1][:3], comment)  # type: ignore[index]


async def test_what_is_too_large_is_refused_however_it_comes(
    http: httpx.AsyncClient, stand_in: StandIn
) -> None:
    most = b'{"answer": 1, "comment": "' + b" " * (request.BODY_BYTES_MAX - 28) + b'"}'
    assert len(most) == request.BODY_BYTES_MAX
    assert_problem(await sent(http, DECISION, most), "wrong_fields")
    assert_problem(await sent(http, DECISION, most + b" "), "too_large")

    async def in_parts() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b" " * 1000

    assert_problem(await sent(http, DECISION, in_parts()), "too_large")
    assert not stand_in.asked


async def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request, "BODY_S", 0.01)
    app = api(StandIn(Recorded))
    told: list[dict[str, object]] = []

    async def never() -> dict[str, object]:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: dict[str, object]) -> None:
        told.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": DECISION,
        "http_version": "1.1",
        "headers": [(name.encode(), value.encode()) for name, value in JSON.items()],
        "query_string": b"",
    }
    await app(scope, never, send)  # type: ignore[arg-type]
    assert told[0]["status"] == 408
    assert (b"connection", b"close") in told[0]["headers"]  # type: ignore[operator]


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded"])
async def test_what_is_not_called_json_is_not_taken_for_it(
    http: httpx.AsyncClient, stand_in: StandIn, kind: str
) -> None:
    answer = await sent(http, DECISION, b'{"answer": 1}', **{"content-type": kind})
    assert_problem(answer, "not_called_json")
    assert not stand_in.asked


async def test_json_may_name_its_encoding(http: httpx.AsyncClient) -> None:
    kind = {"content-type": "Application/JSON; charset=utf-8"}
    assert (await sent(http, DECISION, b'{"answer": 1}', **kind)).status == 200


@pytest.mark.parametrize("pair", ["1", "a'; drop table pair; --", "%00", "å", "7" * 400])
async def test_what_is_no_pair_is_told_so(
    http: httpx.AsyncClient, stand_in: StandIn, pair: str
) -> None:
    answer = await sent(http, f"/api/v1/judging/pairs/{pair}/decision", b'{"answer": 1}')
    assert_problem(answer, "wrong_fields")
    assert answer.body["errors"][0]["field"] == "pair"
    assert not stand_in.asked


@pytest.mark.parametrize("header", ["", "key", "Bearer", "Bearer ", "Basic a2V5", "Bearerkey"])
async def test_without_a_key_nothing_is_done(
    http: httpx.AsyncClient, stand_in: StandIn, header: str
) -> None:
    for path, method in (
        ("/api/v1/judging/session", "GET"),
        ("/api/v1/judging/next", "POST"),
        (DECISION, "POST"),
        (FLAG, "POST"),
        (UNDO, "POST"),
    ):
        found = await http.request(method, path, headers={"authorization": header})
        answer = Answer(found.status_code, found.json(), found.headers)
        assert_problem(answer, "no_key")
        assert answer.headers["www-authenticate"] == 'Bearer realm="judging"'
    assert not stand_in.asked


async def test_the_word_bearer_may_be_written_in_any_way(http: httpx.AsyncClient) -> None:
    for header in ("bearer key", "BEARER  key ", "Bearer key"):
        headers = {"authorization": header}
        assert (await http.get("/api/v1/judging/session", headers=headers)).status_code == 200


@pytest.mark.parametrize("key", ["x", "å", "a b", "\x7f", "k" * 5000])
async def test_a_key_that_nobody_has_is_told_so_whatever_it_is(key: str) -> None:
    class Nobody(StandIn):
        async def of(self, key: str) -> UnknownKey:
            return UnknownKey()

    async with http_to(api(Nobody(Recorded))) as http:
        headers = {"authorization": f"Bearer {key}".encode()}
        answer = await http.get("/api/v1/judging/session", headers=headers)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()) == (401, {"type": "unknown_key"})
    assert 'error="invalid_token"' in answer.headers["www-authenticate"]


@pytest.mark.parametrize(
    "path", ["/", "/api", "/api/v1/judging/session/", "/api/v1/judging/pairs/x"]
)
async def test_an_address_where_nothing_is_leads_on(http: httpx.AsyncClient, path: str) -> None:
    found = await http.get(path, headers=JSON)
    assert_problem(Answer(found.status_code, found.json(), found.headers), "no_such_address")
    assert "/api/v1/openapi.json" in found.json()["detail"]


async def test_another_method_is_told_which_one_it_is(http: httpx.AsyncClient) -> None:
    found = await http.get("/api/v1/judging/next", headers=JSON)
    assert_problem(Answer(found.status_code, found.json(), found.headers), "wrong_method")
    assert found.headers["allow"] == "POST"
    assert (await http.options("/api/v1/judging/next")).status_code == 405, "no other site may ask"


def test_every_field_says_in_words_what_is_expected() -> None:
    for told in fields_of(Decision).values():
        assert re.match(r"[a-z]", told["description"]), "it follows `must be`"
