"""Functions of ours on a Valkey (or Redis) server or cluster."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any

from valkey import exceptions
from valkey.asyncio import BlockingConnectionPool, Valkey

from huleedu.engines.valkey import NotValkey
from huleedu.kit.database import EngineAway
from huleedu.kit.functions import CallRefused, FunctionCall
from huleedu.kit.outages import Outage

TIMEOUT_S = 1.0
CONNECTIONS = 4
AWAY = (
    exceptions.ConnectionError,
    exceptions.TimeoutError,
    exceptions.BusyLoadingError,
    OSError,
)
NO_FUNCTION = "Function not found"
CLOSED_MEANWHILE = "handler is closed"
"""So uvloop tells, by a RuntimeError, that a connection broke while it was being made."""


@contextmanager
def _reaching() -> Generator[None]:
    """Whatever tells that Valkey is away becomes `EngineAway`."""
    try:
        yield
    except AWAY as error:
        raise EngineAway(f"Valkey does not answer: {error}") from error
    except RuntimeError as error:
        if CLOSED_MEANWHILE not in str(error):
            raise
        raise EngineAway("Valkey does not answer: the connection broke") from error


class ValkeyFunctions:
    """Implements `kit.functions.Functions`. Call `open` before use and `aclose` after it.

    Args:
        url: valkey://, redis://, rediss:// or unix://, with a password if there is one.
        library: the functions, in Lua, with their `#!lua name=…` line.
        timeout_s: how long an answer may take before the engine counts as away.
    """

    def __init__(self, url: str, library: str, *, timeout_s: float = TIMEOUT_S) -> None:
        self._library = library
        self._outage = Outage("Valkey")
        try:
            self._pool = BlockingConnectionPool.from_url(
                url,
                max_connections=CONNECTIONS,
                timeout=timeout_s,
                socket_timeout=timeout_s,
                socket_connect_timeout=timeout_s,
                decode_responses=True,
            )
        except ValueError as error:
            raise NotValkey(f"HULEEDU_VALKEY_URL cannot be used: {error}") from error
        self._valkey = Valkey(connection_pool=self._pool)

    async def open(self) -> None:
        """Load the functions; raises `EngineAway` or `NotValkey`."""
        await self._load()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._valkey.aclose()
        await self._pool.disconnect()

    async def version(self) -> str:
        """Of Valkey, or of Redis, 8.1.3 for instance; raises `EngineAway` or `NotValkey`."""
        try:
            with _reaching():
                told = await self._valkey.info("server")
        except exceptions.AuthenticationError as error:
            raise NotValkey(f"Valkey lets nobody in ({error}): see HULEEDU_VALKEY_URL") from error
        except exceptions.ResponseError as error:
            raise NotValkey(f"Valkey does not tell its version ({error}).") from error
        return str(told.get("valkey_version") or told["redis_version"])

    async def syncs_always(self) -> bool:
        """Is every write on disk before it is answered? False, too, when it will not tell."""
        try:
            with _reaching():
                told = await self._valkey.config_get("append*")
        except exceptions.ValkeyError:
            return False
        return told.get("appendonly") == "yes" and told.get("appendfsync") == "always"

    async def call(self, calls: Sequence[FunctionCall]) -> list[Any | CallRefused]:
        """See `kit.functions.Functions`."""
        try:
            answers = await self._call(calls)
        except EngineAway as error:
            self._outage.lost(error)
            raise
        self._outage.works()
        lost = [
            n for n, a in enumerate(answers) if isinstance(a, CallRefused) and NO_FUNCTION in a.why
        ]
        if lost:  # it was started anew without its functions, or somebody flushed them
            try:
                await self._load()
            except NotValkey:
                return answers
            for n, answer in zip(lost, await self._call([calls[n] for n in lost]), strict=True):
                answers[n] = answer
        return answers

    async def _call(self, calls: Sequence[FunctionCall]) -> list[Any | CallRefused]:
        with _reaching():
            async with self._valkey.pipeline(transaction=False) as pipeline:
                for call in calls:
                    pipeline.execute_command(
                        "FCALL", call.function, len(call.keys), *call.keys, *call.arguments
                    )
                answers = await pipeline.execute(raise_on_error=False)
        for answer in answers:
            if isinstance(answer, AWAY):
                raise EngineAway(f"Valkey does not answer: {answer}")
        return [
            CallRefused(str(a)) if isinstance(a, exceptions.ValkeyError) else a for a in answers
        ]

    async def _load(self) -> None:
        with _reaching():
            try:
                await self._valkey.execute_command("FUNCTION LOAD", "REPLACE", self._library)
            except exceptions.AuthenticationError as error:
                raise NotValkey(
                    f"Valkey lets nobody in ({error}): see HULEEDU_VALKEY_URL"
                ) from error
            except exceptions.ResponseError as error:
                raise NotValkey(f"This Valkey cannot hold functions: {error}") from error
