"""Reach the language model that a school allows, with the key of its address and no other."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from huleedu.gateway.llm_judging.service import LlmManner
from huleedu.services.identity.api import LlmSettings
from huleedu.wiring.settings import Llm

if TYPE_CHECKING:
    from huleedu.engines.llm.endpoints import Endpoint


def manner_of(told: Llm) -> LlmManner:
    """How models that judge are asked, whoever allows them."""
    return LlmManner(
        prompt=lambda criterion: import_module("huleedu.wiring.language_model").prompt_of(
            told, criterion
        ),
        per_minute=told.per_minute,
        answer_tokens=told.answer_tokens,
        control=told.control == "on",
    )


class ModelsOfSchools:
    """The models that schools allow."""

    def __init__(self, told: Llm) -> None:
        self._told = told

    @asynccontextmanager
    async def __call__(
        self, settings: LlmSettings, model: str | None = None
    ) -> AsyncGenerator["Endpoint"]:
        """A model, its connections closed at the end; raises OSError for the file of keys.

        Args:
            model: None: the first of the school's list.
        """
        # httpx is loaded when the first school asks one: few do
        endpoints = import_module("huleedu.engines.llm.endpoints")
        endpoint: Endpoint = endpoints.Endpoint(
            settings.protocol,
            settings.endpoint,
            model or settings.models[0],
            self._told.key_of(settings.endpoint),
            answer_within_s=self._told.answer_within_s,
        )
        try:
            yield endpoint
        finally:
            await endpoint.aclose()
