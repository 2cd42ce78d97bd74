"""Texts of pupils are kept from copies, other sites and the log; keys from the log, too."""

import logging

import pytest
from tests.gateway.api.asking import Client, http_to
from tests.gateway.api.standins import StandIn

from huleedu.contracts.judging import PairToJudge, Recorded
from huleedu.gateway.api.application import api
from huleedu.gateway.api.schemas import EXAMPLES

PAIR = "5b0e3c9e-6d0c-4a43-9d52-0c8f6d9a41e7"
KEY = "a-key-that-nobody-may-see"

ADDRESSES = (
    ("GET", "/api/v1/judging/session"),
    ("POST", "/api/v1/judging/next"),
    ("POST", f"/api/v1/judging/pairs/{PAIR}/decision"),
    ("GET", "/api/v1/openapi.json"),
    ("GET", "/readyz"),
    ("GET", "/nowhere"),
    ("DELETE", "/readyz"),
)


@pytest.mark.parametrize(("method", "path"), ADDRESSES)
async def test_every_answer_has_the_headers_that_keep_it_safe(method: str, path: str) -> None:
    answer = await Client(http_to(api(StandIn(Recorded)))).ask(method, path)
    headers = answer.headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert not [name for name in headers if name.startswith("access-control")]
    assert "server" not in headers
    assert "set-cookie" not in headers


async def test_the_log_has_one_line_a_request_without_keys_texts_and_addresses(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, "huleedu")
    [task] = [told for told in EXAMPLES if isinstance(told, PairToJudge)]
    client = Client(http_to(api(StandIn(lambda: task))), KEY)
    await client.next()
    await client.decide(PAIR, 1, comment="a word of mine")
    await client.ask("GET", f"/api/v1/judging/session?key={KEY}")
    await client.ask("GET", f"/{KEY}")
    await client.ask(f"{KEY}", "/readyz")
    await client.decide(KEY, 1)
    lines = [r.getMessage() for r in caplog.records if r.name == "huleedu.http"]
    assert [line.rpartition(" ms=")[0] for line in lines] == [
        "method=POST route=/api/v1/judging/next status=200",
        "method=POST route=/api/v1/judging/pairs/{pair}/decision status=200",
        "method=GET route=/api/v1/judging/session status=422",
        "method=GET route=none status=404",
        "method=other route=/readyz status=405",
        "method=POST route=/api/v1/judging/pairs/{pair}/decision status=422",
    ]
    assert all(r.levelno == logging.INFO for r in caplog.records)
    for secret in (KEY, PAIR, "a word of mine", task.first):
        assert secret not in caplog.text


async def test_who_hangs_up_while_sending_does_no_harm(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "huleedu")
    stand_in = StandIn(Recorded)
    sent: list[object] = []

    async def gone() -> dict[str, object]:
        return {"type": "http.disconnect"}

    async def send(message: object) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "http_version": "1.1",
        "path": f"/api/v1/judging/pairs/{PAIR}/decision",
        "headers": [(b"authorization", b"Bearer key"), (b"content-type", b"application/json")],
        "query_string": b"",
    }
    await api(stand_in)(scope, gone, send)  # type: ignore[arg-type]
    assert not stand_in.asked
    assert not sent
    assert "status=499" in caplog.text
