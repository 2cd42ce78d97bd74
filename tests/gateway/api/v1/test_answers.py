"""An ETag names what may be changed, and a secret is told once."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec

from huleedu.gateway.api.v1.account import TokenMade
from huleedu.gateway.api.v1.answers import etag_of, is_as_seen
from huleedu.gateway.api.v1.meanwhile import BatchCounts, BatchResource

NOW = datetime(2026, 11, 30, tzinfo=UTC)
NONE = BatchCounts(
    files=0, waiting=0, refused=0, left_over=0, late=0, essays=0, measured=0, failed=0
)
BATCH = BatchResource(
    id=UUID(int=1),
    title="A challenge",
    may="own",
    class_=None,
    language="en",
    places=None,
    due=None,
    blind=False,
    names_shown=True,
    archived=False,
    step="no_files",
    counts=NONE,
    made_at=NOW,
    changed_at=NOW,
)


def test_what_comes_in_meanwhile_is_no_change_of_what_may_be_changed() -> None:
    more = msgspec.structs.replace(BATCH, step="reading", changed_at=NOW.replace(year=2027))
    other = msgspec.structs.replace(BATCH, title="Another")
    assert etag_of(more) == etag_of(BATCH) != etag_of(other)
    assert is_as_seen(more, f'"x", {etag_of(BATCH)}')
    assert not is_as_seen(other, etag_of(BATCH))


def test_a_secret_is_kept_by_nobody() -> None:
    made = TokenMade(token=UUID(int=1), secret="for you alone")
    assert made.kept() == TokenMade(token=UUID(int=1), secret=None)
    assert b"for you" not in msgspec.json.encode(made.kept())
