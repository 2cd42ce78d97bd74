"""Reach the language model that a school allows, with the key of its address and no other."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from huleedu.services.identity.api import LlmSettings
from huleedu.wiring.settings import Llm

if TYPE_CHECKING:
    from huleedu.engines.llm.endpoints import Endpoint


class ModelsOfSchools:
    """The first model of each school's list."""

    def __init__(self, told: Llm) -> None:
        self._told = told

    @asynccontextmanager
    async def __call__(self, settings: LlmSettings) -> AsyncGenerator["Endpoint"]:
        """The model, its connections closed at the end; raises OSError for the file of keys."""
        # httpx is loaded when the first school asks one: few do
        endpoints = import_module("huleedu.engines.llm.endpoints")
        endpoint: Endpoint = endpoints.Endpoint(
            settings.protocol,
            settings.endpoint,
            settings.models[0],
            self._told.key_of(settings.endpoint),
            answer_within_s=self._told.answer_within_s,
        )
        try:
            yield endpoint
        finally:
            await endpoint.aclose()
