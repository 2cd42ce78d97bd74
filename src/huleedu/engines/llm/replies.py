"""Read what an endpoint answered: the words, how they ended, and the tokens it tells of."""

from typing import Any

import msgspec

from huleedu.engines.llm.dialect import TOOL, Protocol
from huleedu.kit.llm import Ending, NotTold, Reply, Usage

NOTHING = msgspec.Raw(b"null")


class NotTheProtocol(Exception):
    """The answer is not what the protocol says; the message says where."""


class _Part(msgspec.Struct):
    type: str = "text"
    text: str | None = None
    name: str = ""
    input: msgspec.Raw = NOTHING


class _Message(msgspec.Struct):
    content: str | list[_Part] | None = None
    refusal: str | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None


class _OpenAi(msgspec.Struct):
    choices: list[_Choice]
    usage: msgspec.Raw = NOTHING


class _Anthropic(msgspec.Struct):
    content: list[_Part]
    stop_reason: str | None = None
    usage: msgspec.Raw = NOTHING


def read(protocol: Protocol, content: bytes) -> Reply:
    """Raises `NotTheProtocol`."""
    try:
        if protocol == "anthropic":
            return _of_anthropic(msgspec.json.decode(content, type=_Anthropic))
        return _of_openai(msgspec.json.decode(content, type=_OpenAi))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotTheProtocol(f"{error}") from error


def _of_openai(told: _OpenAi) -> Reply:
    if not told.choices:
        return Reply("", _usage(told.usage, ["prompt_tokens"], "completion_tokens"))
    choice = told.choices[0]
    said = choice.message.content
    text = said if isinstance(said, str) else _text(said or [])
    ending = _ENDINGS.get(choice.finish_reason or "", Ending.WHOLE)
    if not text and choice.message.refusal:
        text, ending = choice.message.refusal, Ending.REFUSED
    return Reply(text, _usage(told.usage, ["prompt_tokens"], "completion_tokens"), ending)


def _of_anthropic(told: _Anthropic) -> Reply:
    calls = [part for part in told.content if part.type == "tool_use" and part.name == TOOL]
    text = "\n".join(bytes(call.input).decode() for call in calls) or _text(told.content)
    # what was read from, or written to, a cache is counted apart
    cached = ["cache_creation_input_tokens", "cache_read_input_tokens"]
    usage = _usage(told.usage, ["input_tokens", *cached], "output_tokens")
    return Reply(text, usage, _ENDINGS.get(told.stop_reason or "", Ending.WHOLE))


_ENDINGS = {
    "length": Ending.CUT_SHORT,
    "max_tokens": Ending.CUT_SHORT,
    "content_filter": Ending.REFUSED,
    "refusal": Ending.REFUSED,
}


def _text(parts: list[_Part]) -> str:
    return "".join(part.text or "" for part in parts if part.type == "text")


def _usage(told: msgspec.Raw, asked: list[str], answered: str) -> Usage | NotTold:
    """A usage that cannot be read must not cost the answer."""
    try:
        found = msgspec.json.decode(told, type=dict[str, Any])
    except msgspec.DecodeError:
        return NotTold()
    numbers = {key: n for key, n in found.items() if type(n) is int}
    if asked[0] not in numbers or answered not in numbers:
        return NotTold()
    return Usage(sum(numbers.get(key, 0) for key in asked), numbers[answered])
