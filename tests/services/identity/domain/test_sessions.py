"""A session ends when it was idle for eight hours, and after fourteen days."""

from datetime import UTC, datetime, timedelta

import pytest

from huleedu.services.identity.domain.sessions import Times, fresh_until, has_ended, is_to_note

NOW = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("made", "used", "ended"),
    [
        (timedelta(), timedelta(), False),
        (timedelta(hours=8), timedelta(hours=8), True),
        (timedelta(hours=8), timedelta(hours=8) - MOMENT, False),
        (timedelta(days=14), timedelta(), True),
        (timedelta(days=14) - MOMENT, timedelta(), False),
    ],
)
def test_a_session_ends(made: timedelta, used: timedelta, ended: bool) -> None:
    assert has_ended(Times(NOW - made, NOW - used, NOW - made), NOW) == ended


def test_use_is_noted_once_a_minute() -> None:
    assert not is_to_note(Times(NOW, NOW, NOW), NOW + timedelta(seconds=59))
    assert is_to_note(Times(NOW, NOW, NOW), NOW + timedelta(seconds=60))


def test_ten_minutes_after_signing_in_it_is_no_longer_fresh() -> None:
    assert fresh_until(Times(NOW, NOW, NOW)) == NOW + timedelta(minutes=10)
