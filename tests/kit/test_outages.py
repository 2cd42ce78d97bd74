import logging

import pytest

from huleedu.kit.outages import Outage, Retrying


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(caplog: pytest.LogCaptureFixture) -> Clock:
    caplog.set_level(logging.WARNING)
    return Clock()


def test_an_outage_is_told_once_at_its_start_and_once_at_its_end_with_how_long(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    outage = Outage("NATS", clock=clock)
    outage.works()
    for _ in range(100):
        clock.now += 0.5
        outage.lost("refused")
    assert caplog.messages == ["NATS does not answer, and what needs it waits: refused"]
    for _ in range(100):
        clock.now += 0.5
        outage.works()
    assert caplog.messages[1:] == ["NATS answers again, after 50.0 s"]


def test_an_engine_that_comes_and_goes_has_one_outage(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    outage = Outage("NATS", clock=clock)
    outage.works()
    for _ in range(10):
        outage.lost("refused")
        clock.now += 1
        outage.works()
        clock.now += 1
    clock.now += 1
    outage.works()
    assert len(caplog.messages) == 2


def test_a_connection_that_was_lost_in_an_earlier_outage_is_no_news(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    outage = Outage("PostgreSQL", clock=clock, settled_s=0)
    outage.works()
    clock.now = 10
    outage.lost("silent", born=1)
    clock.now = 11
    outage.works()
    outage.lost("silent", born=2)
    assert len(caplog.messages) == 2
    clock.now = 12
    outage.lost("silent", born=10.5)
    assert len(caplog.messages) == 3


def test_what_never_worked_is_told_by_who_starts_and_else_after_a_moment(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    outage = Outage("Valkey", clock=clock)
    outage.lost("refused")
    assert not caplog.messages
    clock.now = 2
    outage.lost("refused")
    assert caplog.messages == ["Valkey does not answer, and what needs it waits: refused"]


def test_what_is_tried_for_long_is_told_once_and_when_it_works(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    retrying = Retrying("Saving a result", clock=clock)
    for _ in range(4):
        retrying.failed("deadlock")
        clock.now += 1
    retrying.worked()
    assert not caplog.messages
    for _ in range(20):
        retrying.failed("deadlock")
        clock.now += 1
    retrying.worked()
    retrying.worked()
    assert caplog.messages == [
        "Saving a result does not work for 5 s: deadlock",
        "Saving a result works again, after 20.0 s",
    ]
