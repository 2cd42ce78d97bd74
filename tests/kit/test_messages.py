"""A message is wrapped with its causes, and comes out as it went in."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from msgspec import ValidationError
from msgspec.structs import replace

from huleedu.contracts.catalogue import CATALOGUE
from huleedu.contracts.gateway import EndIntake
from huleedu.kit.messages import UnknownMessage, unwrap, wrap

NOW = datetime(2026, 11, 24, tzinfo=UTC)
BATCH = UUID(int=7)
ASKED = wrap(EndIntake(batch=BATCH), identity=UUID(int=1), now=NOW, cause=None)


def test_a_chain_of_causes_begins_with_what_people_ask() -> None:
    first = wrap(EndIntake(batch=BATCH), identity=UUID(int=2), now=NOW, cause=ASKED)
    second = wrap(EndIntake(batch=BATCH), identity=UUID(int=3), now=NOW, cause=first)
    assert (ASKED.causation, ASKED.correlation) == (None, ASKED.id)
    assert (first.causation, first.correlation) == (ASKED.id, ASKED.id)
    assert (second.causation, second.correlation) == (first.id, ASKED.id)


def test_a_message_comes_out_as_it_went_in() -> None:
    assert unwrap(ASKED, CATALOGUE) == EndIntake(batch=BATCH)
    assert (ASKED.type, ASKED.order_key) == ("gateway.end_intake.v1", str(BATCH))


def test_what_is_unknown_or_broken_is_told() -> None:
    with pytest.raises(UnknownMessage, match=r"gateway.other.v9"):
        unwrap(replace(ASKED, type="gateway.other.v9"), CATALOGUE)
    with pytest.raises(ValidationError):
        unwrap(replace(ASKED, body="{}"), CATALOGUE)
