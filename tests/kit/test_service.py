"""What a handler says is gathered with its cause, and a route is of one kind."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from huleedu.contracts.gateway import EndIntake, StopWaiting
from huleedu.kit.messages import wrap
from huleedu.kit.service import Route, Transaction

NOW = datetime(2026, 11, 24, tzinfo=UTC)
MESSAGE = EndIntake(batch=UUID(int=7))
CAUSE = wrap(MESSAGE, identity=UUID(int=1), now=NOW, cause=None)
NOTHING: Any = None
"""No tables are needed to say something."""


def test_what_is_said_is_kept_in_order_with_its_cause() -> None:
    tx = Transaction(NOTHING, NOW, CAUSE)
    assert not tx.spoke
    tx.say(MESSAGE, StopWaiting(batch=UUID(int=7)))
    assert tx.spoke
    assert [type(message) for message, _ in tx.said] == [EndIntake, StopWaiting]
    assert {cause for _, cause in tx.said} == {CAUSE}


def test_who_says_nothing_has_not_spoken() -> None:
    tx = Transaction(NOTHING, NOW)
    tx.say()
    assert not tx.spoke


def test_the_same_is_said_once_also_when_the_first_has_left() -> None:
    tx = Transaction(NOTHING, NOW)
    tx.say_once(MESSAGE)
    tx.said.clear()
    tx.say_once(EndIntake(batch=UUID(int=7)))
    tx.say_once(EndIntake(batch=UUID(int=8)))
    assert [message.batch.int for message, _ in tx.said] == [8]


def test_what_is_found_first_belongs_to_one_message() -> None:
    async def handle(*_: object) -> None: ...

    with pytest.raises(AssertionError):
        Route(handle, prepare=handle, together=True)
