"""Guessers have to wait, longer each time, and their waiting ends."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huleedu.services.identity.domain.attempts import (
    LIMITS,
    WINDOW,
    Counted,
    Failures,
    admit,
    count_key,
    keys_of,
    prefix_of,
)
from huleedu.services.identity.domain.outcomes import WaitSeconds

NOW = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("count", "since_s", "expected"),
    [
        (0, 0, Failures(1, NOW)),
        (9, 0, Failures(10, NOW)),
        (10, 0, WaitSeconds(30)),
        (10, 29.5, WaitSeconds(1)),
        (10, 30, Failures(11, NOW)),
        (11, 30, WaitSeconds(30)),
        (12, 0, WaitSeconds(120)),
        (15, 0, WaitSeconds(900)),
        (5000, 0, WaitSeconds(900)),
        (5000, 900, Failures(1, NOW)),
    ],
)
def test_after_ten_failures_each_try_waits(
    count: int, since_s: float, expected: Failures | WaitSeconds
) -> None:
    before = Failures(count, NOW - timedelta(seconds=since_s))
    assert admit("account", before, NOW) == expected


def test_the_first_try_is_admitted() -> None:
    assert admit("account", None, NOW) == Failures(1, NOW)


@given(kind=st.sampled_from(list(LIMITS)), minutes=st.integers(1, 600))
def test_nobody_guesses_more_often_than_told(kind: Counted, minutes: int) -> None:
    now, state, tried = NOW, None, 0
    end = NOW + timedelta(minutes=minutes)
    while now < end:
        admitted = admit(kind, state, now)
        if isinstance(admitted, WaitSeconds):
            assert 0 < admitted.seconds <= WINDOW.total_seconds()
            now += timedelta(seconds=admitted.seconds)
        else:
            state, tried = admitted, tried + 1
    # a full window of failures, then 5 ever longer waits, at most once every quarter of an hour
    assert tried <= (LIMITS[kind] + 6) * (1 + minutes / 15)


@pytest.mark.parametrize(
    ("address", "prefix"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("no address", "unknown"),
        ("", "unknown"),
    ],
)
def test_one_guesser_has_one_part_of_the_net(address: str, prefix: str) -> None:
    assert prefix_of(address) == prefix


def test_a_known_browser_has_a_count_of_its_own() -> None:
    assert [key.kind for key in keys_of("a@b.example", "192.0.2.7", None)] == [
        "account",
        "address",
    ]
    assert keys_of("a@b.example", "192.0.2.7", "secret") == (count_key("device", "secret"),)


def test_a_key_tells_nothing_of_what_is_counted() -> None:
    assert "berg" not in count_key("account", "anna@berg.example").text
