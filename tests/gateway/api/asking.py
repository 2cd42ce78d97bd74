"""A batch that is open for judging, and clients that ask for it over HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
from starlette.types import ASGIApp

from huleedu.contracts.judging import Kind
from huleedu.services.judging.domain.desk import Enrolled, Rules, Script
from huleedu.wiring.judging import judgings_of
from huleedu.wiring.program import House

BATCH = UUID(int=7)
NOBODY = "nobody-has-this-key"


def text(number: int) -> str:
    return f"Essay {number}: “Å, ä, ö, é and ß” survive.\nIt has a second line."


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: dict[str, Any]
    headers: httpx.Headers

    @property
    def type(self) -> str:
        return self.body["type"]


@dataclass(frozen=True)
class Client:
    """Asks with one judge's key, or with none."""

    http: httpx.AsyncClient
    key: str | None = None

    async def ask(self, method: str, path: str, sent: object = None, **more: Any) -> Answer:
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        if sent is not None:
            more["json"] = sent
        answer = await self.http.request(method, path, headers=headers, **more)
        return Answer(answer.status_code, answer.json(), answer.headers)

    async def session(self) -> Answer:
        return await self.ask("GET", "/api/v1/judging/session")

    async def next(self, holding: str | None = None) -> Answer:
        return await self.ask(
            "POST", "/api/v1/judging/next", {"holding": holding} if holding else None
        )

    async def decisions(self, **query: object) -> Answer:
        return await self.ask("GET", "/api/v1/judging/decisions", params=query)

    async def change(self, pair: str, answer: int, **more: object) -> Answer:
        path = f"/api/v1/judging/decisions/{pair}"
        return await self.ask("PUT", path, {"answer": answer, **more})

    async def draft(self) -> Answer:
        return await self.ask("GET", "/api/v1/judging/draft")

    async def keep_draft(self, pair: str, comment: str) -> Answer:
        return await self.ask("PUT", "/api/v1/judging/draft", {"pair": pair, "comment": comment})

    async def decide(self, pair: str, answer: int, **more: object) -> Answer:
        path = f"/api/v1/judging/pairs/{pair}/decision"
        return await self.ask("POST", path, {"answer": answer, **more})

    async def flag(self, pair: str, why: str = "cannot_judge", **more: object) -> Answer:
        return await self.ask("POST", f"/api/v1/judging/pairs/{pair}/flag", {"why": why, **more})

    async def undo(self, decided: int, **more: object) -> Answer:
        return await self.ask("POST", "/api/v1/judging/undo", {"decided": decided, **more})


def http_to(app: ASGIApp) -> httpx.AsyncClient:
    """Ask an application in this process; a bug that it lets through fails the test."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here")


async def open_batch(
    house: House, scripts: int = 6, *, batch: UUID = BATCH, rules: Rules | None = None
) -> None:
    texts = [text(number) for number in range(scripts)]
    addresses = await house.contents.keep([each.encode() for each in texts])
    await judgings_of(house).open(
        batch,
        [
            Script(
                essay=UUID(int=batch.int * 10_000 + number),
                name=f"Åsa Hemlig {number}.docx",
                text=address,
                measures={"words": float(number)},
            )
            for number, address in enumerate(addresses)
        ],
        "Class 9B",
        rules,
    )


async def enrol(
    house: House,
    judge: str,
    *,
    batch: UUID = BATCH,
    quota: int | None = None,
    barred: Sequence[UUID] = (),
) -> str:
    """The judge's key."""
    enrolled = await judgings_of(house).enrol(batch, judge, Kind.PERSON, quota=quota, barred=barred)
    assert isinstance(enrolled, Enrolled)
    return enrolled.key
