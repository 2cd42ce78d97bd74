"""Small systems that hand out slots wrongly, each in its own way: what a check has to catch.

A check counts only after it has caught its control. Each is a mistake that somebody made.
"""

from collections.abc import Awaitable, Callable
from functools import partial

from huleedu.lab.controls import on_postgres
from huleedu.lab.controls.on_postgres import AnswersTrue, CheckThenAct, LockedIsNone, NotCleaned
from huleedu.lab.run import System

Opened = Callable[[str, str], Awaitable[System]]
"""Opens a control, given the URL of a PostgreSQL and of a Valkey."""


async def _on_valkey(name: str, postgres: str, valkey: str) -> System:
    from huleedu.lab.controls.on_valkey import ON_VALKEY  # noqa: PLC0415 - an extra

    return await ON_VALKEY[name](postgres, valkey)


CONTROLS: dict[str, Opened] = {
    "check-then-act": on_postgres.opener(CheckThenAct),
    "locked-is-none": on_postgres.opener(LockedIsNone),
    "handled": on_postgres.opener(AnswersTrue),
    "not-cleaned": on_postgres.opener(NotCleaned),
    "few-retries": partial(_on_valkey, "few-retries"),
    "placeholder": partial(_on_valkey, "placeholder"),
}
"""Name → how to open it."""

__all__ = ["CONTROLS"]
