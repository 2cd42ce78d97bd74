"""Ask a language model: any OpenAI-compatible endpoint, or Anthropic's."""

import asyncio
from collections.abc import Mapping
from typing import Any, Literal

import httpx
import msgspec

from huleedu.kit.models import ModelAway, ModelRefuses, Reply

Protocol = Literal["openai", "anthropic"]

ANSWER_WITHIN_S = 60.0
ANTHROPIC_VERSION = "2023-06-01"
TOLD_MAX = 300


class _Usage(msgspec.Struct):
    prompt_tokens: int = 0
    completion_tokens: int = 0
    input_tokens: int = 0
    output_tokens: int = 0


class _Message(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Message


class _OpenAi(msgspec.Struct):
    choices: list[_Choice]
    usage: _Usage = msgspec.field(default_factory=_Usage)


class _Part(msgspec.Struct):
    type: str
    text: str = ""


class _Anthropic(msgspec.Struct):
    content: list[_Part]
    usage: _Usage = msgspec.field(default_factory=_Usage)


class Endpoint:
    """Implements `kit.models.Model`.

    Args:
        url: up to and with the version: `https://api.openai.com/v1`.
        per_minute: requests at most; they are spread evenly.
    """

    def __init__(
        self,
        protocol: Protocol,
        url: str,
        model: str,
        key: str = "",
        *,
        per_minute: int = 60,
        answer_within_s: float = ANSWER_WITHIN_S,
    ) -> None:
        self.name = model
        self._protocol: Protocol = protocol
        self._between_s = 60.0 / per_minute
        self._free_at = 0.0
        headers = {"authorization": f"Bearer {key}"} if key else {}
        if protocol == "anthropic":
            headers = {"x-api-key": key, "anthropic-version": ANTHROPIC_VERSION}
        self._client = httpx.AsyncClient(
            base_url=url.rstrip("/"), headers=headers, timeout=answer_within_s
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def ask(self, system: str, question: str, tokens_max: int) -> Reply:
        """See `kit.models.Model`."""
        await self._turn()
        who = f"{self.name} at {self._client.base_url}"
        try:
            answer = await self._send(system, question, tokens_max)
        except httpx.ConnectError as error:
            raise ModelAway(f"{who} cannot be reached: {error}", charged=False) from error
        except httpx.TransportError as error:
            raise ModelAway(f"{who} does not answer: {type(error).__name__} {error}") from error
        if answer.is_success:
            return self._read(answer)
        why = f"{answer.status_code}: {answer.text[:TOLD_MAX]}"
        if not _may_pass(answer.status_code):
            raise ModelRefuses(f"{who} refuses: {why}")
        wait = _asked_to_wait(answer.headers)
        raise ModelAway(f"{who} says {why}", wait_s=wait, charged=False)

    async def _turn(self) -> None:
        """Wait until a request may be made again."""
        now = asyncio.get_running_loop().time()
        self._free_at = max(self._free_at, now) + self._between_s
        await asyncio.sleep(self._free_at - self._between_s - now)

    async def _send(self, system: str, question: str, tokens_max: int) -> httpx.Response:
        asked: dict[str, Any] = {"model": self.name, "max_tokens": tokens_max, "temperature": 0}
        user = {"role": "user", "content": question}
        if self._protocol == "anthropic":
            return await self._client.post(
                "/messages", json={**asked, "system": system, "messages": [user]}
            )
        return await self._client.post(
            "/chat/completions",
            json={
                **asked,
                "messages": [{"role": "system", "content": system}, user],
                "response_format": {"type": "json_object"},
            },
        )

    def _read(self, answer: httpx.Response) -> Reply:
        try:
            if self._protocol == "anthropic":
                said = msgspec.json.decode(answer.content, type=_Anthropic)
                text = "".join(part.text for part in said.content if part.type == "text")
                return Reply(text, said.usage.input_tokens, said.usage.output_tokens)
            told = msgspec.json.decode(answer.content, type=_OpenAi)
        except msgspec.DecodeError as error:
            raise ModelRefuses(
                f"{self.name} at {self._client.base_url} does not speak the protocol "
                f"{self._protocol}: {error}"
            ) from error
        text = told.choices[0].message.content or "" if told.choices else ""
        return Reply(text, told.usage.prompt_tokens, told.usage.completion_tokens)


def _may_pass(status: int) -> bool:
    return status in (httpx.codes.REQUEST_TIMEOUT, httpx.codes.TOO_MANY_REQUESTS) or status >= 500


def _asked_to_wait(headers: Mapping[str, str]) -> float:
    try:
        return float(headers.get("retry-after", "0"))
    except ValueError:
        return 0.0
