"""How a judge does is said in words that hold, and how a link stands by the clock."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from huleedu.contracts.judging import Kind
from huleedu.services.judging.domain.desk import Rules
from huleedu.services.judging.domain.figures import AgreedWithOthers
from huleedu.services.judging.domain.overview import Agreement, JudgeSeen, LinkState, Overview

NOW = datetime(2026, 12, 1, tzinfo=UTC)
AGREED = AgreedWithOthers(agreed=14, compared=20, low=0.51, high=0.84, expected=0.72, seldom=False)
JUDGE = JudgeSeen(
    id=UUID(int=1),
    name="Ali",
    kind=Kind.PERSON,
    email="",
    quota=10,
    decided=20,
    imported=0,
    before_them=0,
    flagged=0,
    barred=(),
    median_s=None,
    first_share=None,
    agreed=None,
    odd="",
    last_seen=None,
    opened_at=None,
    ends_at=None,
    unnamed=False,
    revoked=False,
    left_out=False,
    turned=0,
)
OVERVIEW = Overview(
    title="9B",
    rules=Rules(),
    essays=6,
    late=0,
    unlinked=0,
    decided=3,
    opened_at=NOW,
    asked_by="",
    closed_at=None,
    closed_because="",
    closed_by=None,
    judges=(JUDGE,),
    flagged=(),
    rankings=(),
)


@pytest.mark.parametrize(
    ("agreed", "told"),
    [
        (None, "unknown"),
        (AGREED, "as_others"),
        (msgspec.structs.replace(AGREED, seldom=True), "often_otherwise"),
    ],
)
def test_agreement_in_words(agreed: AgreedWithOthers | None, told: Agreement) -> None:
    assert msgspec.structs.replace(JUDGE, agreed=agreed).agreement == told


def test_who_is_off_is_said_to_be_so_however_often_they_agree() -> None:
    assert msgspec.structs.replace(JUDGE, odd="coin").agreement == "coin"
    assert msgspec.structs.replace(JUDGE, odd="reversed", agreed=AGREED).agreement == "reversed"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, "not_opened"),
        ({"opened_at": NOW}, "opened"),
        ({"opened_at": NOW, "ends_at": NOW}, "ended"),
        ({"ends_at": NOW + timedelta(seconds=1)}, "not_opened"),
        ({"revoked": True, "ends_at": NOW}, "revoked"),
        ({"kind": Kind.MODEL}, "none"),
    ],
)
def test_how_a_link_stands(changed: dict[str, object], told: LinkState) -> None:
    assert msgspec.structs.replace(JUDGE, **changed).link(NOW) == told


@pytest.mark.parametrize(
    ("rules", "judges", "wanted"),
    [
        (Rules(judgements=40), (JUDGE,), 40),
        (Rules(), (JUDGE,), 10),
        (Rules(), (msgspec.structs.replace(JUDGE, quota=None),), 15),
        (Rules(), (JUDGE, msgspec.structs.replace(JUDGE, left_out=True)), 10),
        (Rules(per_script=2), (), 6),
    ],
)
def test_how_many_there_are_to_be(rules: Rules, judges: tuple[JudgeSeen, ...], wanted: int) -> None:
    assert msgspec.structs.replace(OVERVIEW, rules=rules, judges=judges).wanted == wanted


def test_nobody_has_begun_only_if_nobody_has() -> None:
    later = NOW + timedelta(days=2)
    assert not OVERVIEW.slow(later)
    idle = msgspec.structs.replace(JUDGE, decided=0)
    assert msgspec.structs.replace(OVERVIEW, judges=(idle,)).slow(later)
    assert not msgspec.structs.replace(OVERVIEW, judges=(idle,), closed_at=NOW).slow(later)
