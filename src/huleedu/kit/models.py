"""The port to language models: one question, one answer, and what it took."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model said, word for word, and the tokens it was charged for."""

    text: str
    tokens_in: int
    tokens_out: int


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


class Model(Protocol):
    """Asks a language model, each time once."""

    name: str

    async def ask(self, system: str, question: str, tokens_max: int) -> Reply:
        """Raises `ModelAway` or `ModelRefuses`."""
        ...
