"""The port to language models: one question, one answer, and what it took."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Question:
    """What a model is asked.

    Args:
        form: the answer's JSON schema, for endpoints that can hold a model to it.
        tokens_max: the most that the answer may take.
    """

    system: str
    text: str
    form: Mapping[str, Any]
    tokens_max: int


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that a question and its answer took."""

    tokens_in: int
    tokens_out: int


@dataclass(frozen=True, slots=True)
class NotTold:
    """The endpoint said nothing of tokens, or nothing that is a number of them."""


class Ending(StrEnum):
    """How an answer ended."""

    WHOLE = "whole"
    CUT_SHORT = "cut short"
    """It reached the most tokens that it might take."""
    REFUSED = "refused"
    """The model, or a filter behind it, would not answer this."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said, word for word, and what the endpoint says that it took."""

    text: str
    usage: Usage | NotTold
    ending: Ending = Ending.WHOLE


class ModelAway(Exception):
    """The model did not answer this time; the message says how.

    Args:
        wait_s: how long it wants to be left alone, if it said so.
        charged: whether it may have done the work nevertheless.
    """

    def __init__(self, message: str, *, wait_s: float = 0.0, charged: bool = True) -> None:
        super().__init__(message)
        self.wait_s = wait_s
        self.charged = charged


class ModelRefuses(Exception):
    """The endpoint will not have this: a wrong key, model or address; the message says which."""


class AskInFallback(Exception):
    """The endpoint wants questions in another form, and gets them so from now on: ask again."""


class QuestionTooLong(Exception):
    """The texts are longer than the model takes."""


class QuestionRefused(Exception):
    """The endpoint will not have this question, while it answers others."""


class Model(Protocol):
    """Asks a language model, each time once.

    Args:
        frame_tokens: what its endpoint adds to a question at most.
    """

    name: str
    frame_tokens: int

    async def ask(self, question: Question) -> Reply:
        """Raises any of the above."""
        ...
