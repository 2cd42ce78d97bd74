"""Which step a batch is at, in one word."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
import pytest

from huleedu.services.results.domain.seen import BatchSeen, BatchStep, Counts

NOW = datetime(2026, 12, 1, tzinfo=UTC)
NONE = Counts(**dict.fromkeys(Counts.__struct_fields__, 0))
BATCH = BatchSeen(
    id=UUID(int=1),
    title="9b",
    may="own",
    owner=None,
    class_=None,
    due=None,
    blind=False,
    names_shown=False,
    language="auto",
    open=True,
    slots=None,
    state="waiting",
    settled=False,
    ranked=False,
    archived=False,
    created_at=NOW,
    changed_at=NOW,
    counts=NONE,
)


@pytest.mark.parametrize(
    ("expected", "state", "settled", "ranked", "files", "unread"),
    [
        ("no_files", "waiting", False, False, 0, 0),
        ("no_files", "failed", True, False, 0, 0),
        ("reading", "waiting", False, False, 3, 1),
        ("reading", "assessed", True, True, 3, 1),
        ("collecting", "waiting", False, False, 3, 0),
        ("working", "waiting", True, False, 3, 0),
        ("working", "working", True, False, 3, 0),
        ("assessed", "assessed", True, False, 3, 0),
        ("judged", "assessed", True, True, 3, 0),
        ("failed", "failed", True, False, 3, 0),
    ],
)
def test_a_batch_is_at_one_step(
    *, expected: BatchStep, state: str, settled: bool, ranked: bool, files: int, unread: int
) -> None:
    batch = msgspec.structs.replace(
        BATCH,
        state=state,
        settled=settled,
        ranked=ranked,
        counts=msgspec.structs.replace(NONE, files=files, unread=unread),
    )
    assert batch.step == expected


def test_a_class_is_called_so_where_it_is_sent() -> None:
    assert "class" in msgspec.json.decode(msgspec.json.encode(BATCH))
