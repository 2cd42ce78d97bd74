"""An event is written so that any reader knows it, and knows where to go on."""

import pytest
from starlette.requests import Request

from huleedu.gateway.web.streaming import Event, seen_before


def test_an_event_has_its_revision_and_no_empty_line() -> None:
    assert Event(7, "<p>\n\n  a\n</p>").written() == b"id: 7\ndata: <p>\ndata:   a\ndata: </p>\n\n"
    assert Event(8, "{}", "changed").written() == b"event: changed\nid: 8\ndata: {}\n\n"


@pytest.mark.parametrize(
    ("last", "after", "seen"),
    [("", "3", 3), ("9", "3", 9), ("", "", None), ("", "-1", None), ("x", "3", None)],
)
def test_the_last_event_that_was_seen_counts(last: str, after: str, seen: int | None) -> None:
    headers = [(b"last-event-id", last.encode())] if last else []
    assert seen_before(Request({"type": "http", "headers": headers}), after) == seen
