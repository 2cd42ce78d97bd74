"""A stand-in for the judging: says or raises what a test wants, and counts what it was asked."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from huleedu.contracts.judging import Flag, Told, UnknownKey, Which
from huleedu.services.judging.api.sessions import JudgeSession, Sessions


class StandIn(Sessions):
    """Says the same as `Sessions`, and as a session of it."""

    def __init__(self, says: Callable[[], Told]) -> None:
        self._says = says
        self.asked: list[object] = []

    async def of(self, key: str) -> JudgeSession | UnknownKey:
        return cast(JudgeSession, self)

    @property
    def called(self) -> str:
        return "Åsa"

    async def name(self, told: str) -> Any:
        return self._say(told)

    async def ready(self) -> None:
        self._say()

    async def session(self) -> Any:
        return self._say()

    async def next(self, holding: UUID | None = None) -> Any:
        return self._say(*(holding,) if holding else ())

    async def change(
        self, pair: UUID, answer: int, *, took_s: float | None, comment: str | None
    ) -> Any:
        return self._say(pair, answer, took_s, comment)

    async def decisions(self, limit: int, after: UUID | None) -> Any:
        return self._say(limit, after)

    async def practice(self) -> Any:
        self._say()
        return ()

    async def draft(self) -> Any:
        return self._say()

    async def keep_draft(self, pair: UUID, comment: str, about: Which | None = None) -> Any:
        return self._say(pair, comment, *(about,) if about else ())

    async def decide(
        self,
        pair: UUID,
        answer: int,
        *,
        took_s: float | None,
        comment: str,
        about: Which | None = None,
    ) -> Any:
        return self._say(pair, answer, took_s, comment, *(about,) if about else ())

    async def explain(self, pair: UUID, why: Flag, *, which: Which | None, comment: str) -> Any:
        return self._say(pair, why, which, comment)

    async def take_again(self, pair: UUID) -> Any:
        return self._say(pair)

    async def take_on(self) -> Any:
        return self._say()

    async def flag(self, pair: UUID, why: Flag, *, which: Which | None, comment: str) -> Any:
        return self._say(pair, why, which, comment)

    async def undo(self, count: int, decided: int) -> Any:
        return self._say(count, decided)

    def _say(self, *asked: object) -> Told:
        self.asked.append(asked)
        return self._says()
