"""A code is of its half minute or a neighbour's, and nothing else is a code."""

from datetime import UTC, datetime, timedelta

import pytest
from pyotp.totp import TOTP

from huleedu.services.identity.domain.totp import (
    STEP_S,
    address_of,
    as_recovery_code,
    recovery_code,
    step_of,
)

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
NOW = datetime(2026, 11, 29, 8, 0, 10, tzinfo=UTC)
STEP = int(NOW.timestamp()) // STEP_S


def test_a_code_is_the_one_of_the_standard() -> None:
    moment = datetime.fromtimestamp(59, UTC)  # RFC 6238, appendix B: 94287082
    assert step_of(SECRET, "287082", moment) == 1


@pytest.mark.parametrize(
    ("steps", "found"), [(0, STEP), (-1, STEP - 1), (1, STEP + 1), (-2, None), (2, None)]
)
def test_a_clock_may_be_half_a_minute_off(steps: int, found: int | None) -> None:
    told = TOTP(SECRET).at(NOW + timedelta(seconds=STEP_S * steps))
    assert step_of(SECRET, told, NOW) == found


def test_a_code_may_be_pasted_with_spaces_and_is_nothing_else() -> None:
    told = TOTP(SECRET).at(NOW)
    assert step_of(SECRET, f" {told[:3]} {told[3:]}\n", NOW) == STEP
    for wrong in ("", told[:5], told + "0", "abcdef", "\u0661\u0662\u0663\u0664\u0665\u0666"):
        assert step_of(SECRET, wrong, NOW) is None


def test_a_recovery_code_is_read_however_it_is_typed() -> None:
    code = recovery_code("abcdefghjkmnpqrs")
    assert code == "abcd-efgh-jkmn-pqrs"
    for typed in ("ABCDEFGHJKMNPQRS", " abcd efgh jkmn pqrs ", "abcd–efgh–jkmn–pqrs"):
        assert as_recovery_code(typed) == code
    assert as_recovery_code("abcd") != code


def test_the_picture_tells_the_school() -> None:
    address = address_of(SECRET, "a@b.se", "Lundaskolan")
    assert address.startswith("otpauth://totp/Lundaskolan:a")
    assert f"secret={SECRET}" in address
