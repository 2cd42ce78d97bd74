"""schemathesis finds no fault: what the description promises is so, and nothing else comes.

The real application at a real address, on a real database with everything in it. What is sent is
made from the description, right and wrong; the same in every run.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import product
from random import Random
from typing import Any
from uuid import uuid4

import msgspec
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis import checks as of_all
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks
from starlette.types import ASGIApp
from tests.gateway.api.asking import enrol, open_batch
from tests.gateway.api.v1.conftest import Opened
from tests.gateway.api.v1.full import everything, judged_too

from huleedu.contracts.judging import PairToJudge
from huleedu.gateway.api.application import api
from huleedu.gateway.api.server import Listening, Server, listen
from huleedu.gateway.api.v1.application import bytes_max_of, routes
from huleedu.gateway.api.v1.describing import description
from huleedu.gateway.web import streaming
from huleedu.gateway.web.pages import Web
from huleedu.services.judging.api.sessions import JudgeSession, Sessions
from huleedu.wiring.judging import sessions_of
from huleedu.wiring.program import House

EXAMPLES, SEED = 6, 20261130
"""Of each address and method, so many right requests and so many wrong ones."""
OF_ALL: Any = of_all
OF_OPENAPI: Any = checks
PROMISED: tuple[Any, ...] = (
    OF_ALL.not_a_server_error,
    OF_OPENAPI.status_code_conformance,
    OF_OPENAPI.content_type_conformance,
    OF_OPENAPI.response_headers_conformance,
    OF_OPENAPI.response_schema_conformance,
)
ALL = ("read", "write", "admin")
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
NEVER_DONE = {
    "DELETE /api/v1/files/{file}",
    "DELETE /api/v1/imports/{import}",
    "DELETE /api/v1/judging/pairs/{pair}/flag",
    "DELETE /api/v1/tokens/{token}",
    "PATCH /api/v1/uploads/{upload}",
    "POST /api/v1/batches/{batch}/grades",
    "POST /api/v1/batches/{batch}/matches",
    "POST /api/v1/batches/{batch}/talk",
    "POST /api/v1/classes/{class}/imports",
    "POST /api/v1/essays/{essay}/look-again",
    "POST /api/v1/files/{file}/replace",
    "POST /api/v1/judging/pairs/{pair}/flag",
    "POST /api/v1/judging/undo",
    "POST /api/v1/people",
    "POST /api/v1/talk/{essay}/outcome",
    "POST /api/v1/tokens",
    "PUT /api/v1/judging/draft",
    "PUT /api/v1/judging/name",
    "PUT /api/v1/judging/pairs/{pair}/flag",
}
"""What wants more than a right form: a refused file, a count that is so, a day of this year."""
schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")


@dataclass(frozen=True)
class Asking:
    """Who asks, and what there is."""

    url: str
    token: str
    key: str
    ids: dict[str, str]
    session: requests.Session
    dice: Random = field(default_factory=lambda: Random(SEED))
    answered: set[tuple[str, int]] = field(default_factory=set[tuple[str, int]])


@asynccontextmanager
async def listening(app: ASGIApp) -> AsyncGenerator[str]:
    """The application at an address of this machine."""
    at = listen("127.0.0.1", 0)
    assert isinstance(at, Listening)
    ready = asyncio.Event()
    server = Server(app, ready.set)
    running = asyncio.create_task(server.serve([at.socket]))
    await ready.wait()
    try:
        yield at.url
    finally:
        server.should_exit = True
        await running
        at.socket.close()


async def pairs_of(sessions: Sessions, key: str) -> dict[str, str]:
    """A pair before the judge, and one that they have decided."""
    judging = await sessions.of(key)
    assert isinstance(judging, JudgeSession)
    first = await judging.next()
    assert isinstance(first, PairToJudge)
    await judging.decide(first.pair, 1, took_s=None, comment="")
    second = await judging.next()
    assert isinstance(second, PairToJudge)
    return {"decided": str(first.pair), "pair": str(second.pair)}


def in_order(operations: Iterable[Any]) -> list[Any]:
    """What takes away comes last, and settings, by which somebody may be shut out."""
    return sorted(
        operations,
        key=lambda one: (
            one.path.endswith("/school"),
            one.method == "delete",
            -len(one.path) * (one.method == "delete"),
            one.path,
        ),
    )


def try_out(operation: Any, asking: Asking, mode: GenerationMode) -> None:
    """Ask this in many ways; raises what schemathesis has to say."""
    strategy = operation.as_strategy(generation_mode=mode)

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(case=strategy)
    def asked(case: Any) -> None:
        _made_real(case, asking, mode)
        response = case.call(base_url=asking.url, session=asking.session)
        asking.answered.add((operation.label, response.status_code))
        case.validate_response(response, checks=_checks(operation.path))

    asked()


def _checks(path: str) -> list[Any]:
    """By its own rules tus says 412 of another version, which is no wrong request to others."""
    return [*PROMISED] if "/uploads" in path else [*PROMISED, OF_OPENAPI.negative_data_rejection]


def _made_real(case: Any, asking: Asking, mode: GenerationMode) -> None:
    """Let it be about what there is, by who may, as it was seen."""
    right = mode is GenerationMode.POSITIVE
    holes: dict[str, Any] = case.path_parameters or {}
    for hole in holes:
        if hole in asking.ids and (right or asking.dice.random() < 0.5):
            holes[hole] = asking.ids[hole]
    of_judges = case.path.startswith("/api/v1/judging/")
    bearer = asking.key if of_judges else asking.token
    headers: dict[str, str] = case.headers or {}
    case.headers = headers = {**headers, "Authorization": f"Bearer {bearer}"}
    if right and "Idempotency-Key" in headers:
        headers["Idempotency-Key"] = str(uuid4())
    if "/judging/decisions/" in case.path and right:
        holes["pair"] = asking.ids["decided"]
    if right and "If-Match" in headers:
        seen = asking.session.get(
            asking.url + case.formatted_path.removesuffix("/pupils").removesuffix("/confirm"),
            headers={"Authorization": f"Bearer {asking.token}"},
            timeout=60,
        )
        headers["If-Match"] = seen.headers.get("etag", '"x"')


@pytest.mark.timeout(900)  # a thousand requests and what is made for them, beside other tests
async def test_schemathesis_finds_no_fault(
    web: Web, house: House, program: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "LIFE_S", 0.0)
    eva = await program("eva@lund.example", ALL, of=("administrator", "teacher"))
    cia = await program("cia@lund.example")
    there = await judged_too(house, await everything(eva))
    await open_batch(house)
    key = await enrol(house, "Åsa")
    sessions = sessions_of(house)
    app = api(sessions, routes(web), bytes_max_of(web.batches.limits.size_bytes_max))
    token = eva.http.headers["Authorization"].removeprefix("Bearer ")
    schema: Any = schemathesis.openapi.from_dict(
        msgspec.json.decode(msgspec.json.encode(description()))
    )
    ids = {**there.ids, "person": str(cia.person), "token": str(uuid4())}
    ids |= await pairs_of(sessions, key)
    operations = in_order(found.ok() for found in schema.get_all_operations())
    faults: list[str] = []
    async with listening(app) as url:
        with requests.Session() as session:
            asking = Asking(url, token, key, ids, session)
            for operation, mode in product(operations, MODES):
                try:
                    await asyncio.to_thread(try_out, operation, asking, mode)
                except Unsatisfiable:  # there is nothing to ask wrongly
                    assert mode is GenerationMode.NEGATIVE
                except FailureGroup as found:
                    told = "\n".join(map(str, found.exceptions))
                    faults.append(f"{operation.label}, {mode.value}: {told}")
    await sessions.aclose()
    assert not faults, "\n\n".join(faults)
    done = {label for label, status in asking.answered if status < 300}
    undone = {one.label for one in operations} - done
    assert undone <= NEVER_DONE, sorted(each for each in asking.answered if each[0] in undone)
