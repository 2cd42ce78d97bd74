"""The process that writes gives the same bytes of the same facts, and keeps the essays aside."""

import pytest
from tests.gateway.exports.reports import report_of
from tests.gateway.exports.test_sheets import made

from huleedu.gateway.exports.profiles import PROFILES, ProfileCode

HOLD_ALL = [
    p.code for p in PROFILES.values() if p.purpose not in ("platform", "pupils", "research")
]
PUPILS = {1: "Anna Åberg", 2: "Bo Ek"}


@pytest.mark.parametrize("profile", HOLD_ALL)
def test_the_same_facts_give_the_same_bytes(
    profile: ProfileCode, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made(profile, report_of(PUPILS, {1: "A"}))
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    assert made(profile, report_of(PUPILS, {1: "A"})) == first
    assert made(profile, report_of(PUPILS, {1: "B"})) != first or profile in ("page", "method")
