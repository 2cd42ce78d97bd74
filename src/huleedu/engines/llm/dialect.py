"""How an endpoint wants to be asked: what it refuses by name is left out, or said otherwise.

Servers differ: LM Studio takes a JSON schema and no `json_object`, DeepSeek the other way round;
OpenAI's reasoning models want `max_completion_tokens` and no temperature; some know no system role.
"""

import re
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, Literal

from huleedu.kit.llm import Question

Protocol = Literal["openai", "anthropic"]

TOOL = "judge"
"""What Anthropic's models fill in: a forced call of a tool is held to its schema."""

STRUCTURE = re.compile(
    r"response.?format|json.?schema|json.?object|json.?mode|structured.?output|grammar|guided"
    r"|tool|function.?call",
    re.IGNORECASE,
)
UNKNOWN = re.compile(
    r"unsupported|not support|unrecogni[sz]ed|unknown|unexpected|not permitted|extra|deprecated",
    re.IGNORECASE,
)
NO_SYSTEM = re.compile(
    r"system.{0,20}(role|message|prompt)|roles must alternate|role.{0,20}system", re.IGNORECASE
)


class Structure(IntEnum):
    """How the answer is held to its form, from the strictest."""

    SCHEMA = 0
    OBJECT = 1
    FREE = 2


@dataclass(frozen=True, slots=True)
class Dialect:
    """The parameters in use."""

    structure: Structure = Structure.SCHEMA
    tokens_as: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    temperature: bool = True
    system_apart: bool = True


def fallback(dialect: Dialect, protocol: Protocol, told: str) -> Dialect:
    """The dialect that suits an endpoint which refused this one; the same if it names nothing."""
    if dialect.tokens_as == "max_tokens" and (
        "max_completion_tokens" in told or ("max_tokens" in told and UNKNOWN.search(told))
    ):
        return replace(dialect, tokens_as="max_completion_tokens")
    if dialect.temperature and "temperature" in told:
        return replace(dialect, temperature=False)
    if dialect.structure is not Structure.FREE and STRUCTURE.search(told):
        looser = Structure.FREE if protocol == "anthropic" else Structure(dialect.structure + 1)
        return replace(dialect, structure=looser)
    if dialect.system_apart and NO_SYSTEM.search(told):
        return replace(dialect, system_apart=False)
    return dialect


def body(dialect: Dialect, protocol: Protocol, model: str, question: Question) -> dict[str, Any]:
    """The request, as the protocol has it."""
    made: dict[str, Any] = {"model": model, dialect.tokens_as: question.tokens_max}
    if dialect.temperature:
        made["temperature"] = 0
    user = {"role": "user", "content": question.text}
    if not dialect.system_apart:
        user["content"] = f"{question.system}\n\n{question.text}"
    if protocol == "anthropic":
        made |= {"system": question.system} if dialect.system_apart else {}
        return made | {"messages": [user]} | _tool(dialect, question)
    system = [{"role": "system", "content": question.system}] if dialect.system_apart else []
    return made | {"messages": [*system, user]} | _response_format(dialect, question)


def _tool(dialect: Dialect, question: Question) -> dict[str, Any]:
    if dialect.structure is Structure.FREE:
        return {}
    tool = {"name": TOOL, "description": "Give the answer.", "input_schema": question.form}
    return {"tools": [tool], "tool_choice": {"type": "tool", "name": TOOL}}


def _response_format(dialect: Dialect, question: Question) -> dict[str, Any]:
    match dialect.structure:
        case Structure.SCHEMA:
            schema = {"name": TOOL, "strict": True, "schema": question.form}
            return {"response_format": {"type": "json_schema", "json_schema": schema}}
        case Structure.OBJECT:
            return {"response_format": {"type": "json_object"}}
        case Structure.FREE:
            return {}
