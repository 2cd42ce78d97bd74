"""Ask a language model: any OpenAI-compatible endpoint, or Anthropic's."""

import asyncio
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NoReturn

import httpx

from huleedu.engines.llm.dialect import Dialect, Protocol, body, fallback
from huleedu.engines.llm.replies import NotTheProtocol, read
from huleedu.kit.llm import (
    AskInFallback,
    ModelAway,
    ModelRefuses,
    Question,
    QuestionRefused,
    QuestionTooLong,
    Reply,
)

ANSWER_WITHIN_S, CONNECT_WITHIN_S = 120.0, 10.0
ANTHROPIC_VERSION = "2023-06-01"
FRAME_TOKENS = 1500
"""What an endpoint adds to a question at most: roles, the schema, Anthropic's words about tools
(500 or so)."""
BODY_BYTES_MAX = 1_000_000
"""An answer is a few hundred bytes; nobody makes us keep more than this."""
TOLD_MAX = 300
QUESTION_AT_FAULT = (400, 403, 413, 422)
NOT_WORKED = (429, 503, 529)
"""Turned away before any work; at other failures of the server the work may have been done."""

TOO_LONG = re.compile(
    r"context.{0,20}(length|size|window)|exceed_context|prompt is too long|too many tokens"
    r"|input.{0,20}too long|string_above_max_length|request_too_large|reduce the length",
    re.IGNORECASE,
)
FILTERED = re.compile(r"content.?(filter|policy|management)|moderation|flagged", re.IGNORECASE)
QUOTA = "insufficient_quota"
"""OpenAI says so with 429, but no waiting helps."""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def told(self) -> str:
        return self.content.decode("utf-8", "replace")


class Endpoint:
    """Implements `kit.models.Model`.

    Args:
        url: up to and with the version: `https://api.openai.com/v1`.
        answer_within_s: the whole answer, however slowly it trickles.
    """

    frame_tokens = FRAME_TOKENS

    def __init__(
        self,
        protocol: Protocol,
        url: str,
        model: str,
        key: str = "",
        *,
        answer_within_s: float = ANSWER_WITHIN_S,
    ) -> None:
        self.name = model
        self._protocol: Protocol = protocol
        self._answer_within_s = answer_within_s
        self._dialect = Dialect()
        self._has_answered = False
        at = httpx.URL(url)
        path = "/messages" if protocol == "anthropic" else "/chat/completions"
        self._url = at.copy_with(path=at.path.rstrip("/") + path)
        self._who = f"{model} at {at.host}"
        headers = {"authorization": f"Bearer {key}"} if key else {}
        if protocol == "anthropic":
            headers = {"x-api-key": key, "anthropic-version": ANTHROPIC_VERSION}
        elif at.host.endswith(".azure.com"):
            headers = {"api-key": key}
        within = httpx.Timeout(answer_within_s, connect=min(CONNECT_WITHIN_S, answer_within_s))
        self._client = httpx.AsyncClient(headers=headers, timeout=within)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def ask(self, question: Question) -> Reply:
        """See `kit.models.Model`."""
        dialect = self._dialect
        answer = await self._send(body(dialect, self._protocol, self.name, question))
        if not 200 <= answer.status < 300:
            self._refused(answer, dialect)
        try:
            reply = read(self._protocol, answer.content)
        except NotTheProtocol as error:
            raise ModelAway(
                f"{self._who} does not speak the protocol {self._protocol}: {error}: "
                f"{answer.told[:TOLD_MAX]}"
            ) from error
        self._has_answered = True
        return reply

    async def _send(self, asked: Mapping[str, object]) -> _Answer:
        try:
            async with (
                asyncio.timeout(self._answer_within_s),
                self._client.stream("POST", self._url, json=asked) as answer,
            ):
                content = bytearray()
                async for piece in answer.aiter_bytes():
                    content += piece
                    if len(content) > BODY_BYTES_MAX:
                        raise ModelAway(f"{self._who} does not end its answer")
                return _Answer(answer.status_code, answer.headers, bytes(content))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as error:
            raise ModelAway(f"{self._who} cannot be reached: {error}", charged=False) from error
        except TimeoutError as error:
            raise ModelAway(
                f"{self._who} does not answer within {self._answer_within_s:g} s"
            ) from error
        except httpx.HTTPError as error:
            raise ModelAway(
                f"{self._who} does not answer: {type(error).__name__} {error}"
            ) from error

    def _refused(self, answer: _Answer, dialect: Dialect) -> NoReturn:
        """Say whose fault it is: the texts', the form's, the endpoint's, or the moment's."""
        status, told = answer.status, answer.told
        why = f"{status}: {told[:TOLD_MAX]}"
        if status == 413 or (status in (*QUESTION_AT_FAULT, 500) and TOO_LONG.search(told)):
            raise QuestionTooLong(f"{self._who} says {why}")
        if status in QUESTION_AT_FAULT:
            self._fall_back(dialect, told)
            if self._has_answered or FILTERED.search(told):
                raise QuestionRefused(f"{self._who} says {why}")
        if QUOTA in told or not (status in (408, 429) or status >= 500):
            raise ModelRefuses(f"{self._who} refuses: {why}")
        raise ModelAway(
            f"{self._who} says {why}",
            wait_s=_asked_to_wait(answer.headers),
            charged=status not in NOT_WORKED,
        )

    def _fall_back(self, dialect: Dialect, told: str) -> None:
        """Each dialect gives way to a looser one, so this ends."""
        if self._dialect == dialect:
            self._dialect = fallback(dialect, self._protocol, told)
        if self._dialect != dialect:
            raise AskInFallback(f"{self._who} wants to be asked otherwise: {told[:TOLD_MAX]}")


def _asked_to_wait(headers: Mapping[str, str]) -> float:
    """Seconds, from a number of them or a date."""
    told = headers.get("retry-after", "")
    try:
        seconds = float(told)
    except ValueError:
        try:
            at = parsedate_to_datetime(told)
        except ValueError:
            return 0.0
        seconds = (at.astimezone(UTC) - datetime.now(UTC)).total_seconds()
    return max(0.0, seconds) if math.isfinite(seconds) else 0.0
