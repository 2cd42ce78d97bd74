"""Six digits from a code app (RFC 6238), and recovery codes for when it is lost."""

import re
from datetime import datetime
from hmac import compare_digest

from pyotp.totp import TOTP

STEP_S = 30
DIGITS = re.compile(r"[0-9]{6}")
RECOVERY_CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for one another on paper."""
GROUPS, GROUP = 4, 4


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The step of 30 s that a code is of: this one, the one before or the next; else None."""
    digits = "".join(code.split())
    if not DIGITS.fullmatch(digits):
        return None
    told = TOTP(secret)
    this = int(now.timestamp()) // STEP_S
    for step in (this, this - 1, this + 1):
        if compare_digest(told.generate_otp(step), digits):
            return step
    return None


def address_of(secret: str, email: str, issuer: str) -> str:
    """What a code app reads from the picture."""
    return TOTP(secret).provisioning_uri(name=email, issuer_name=issuer or "HuleEdu")


def recovery_code(letters: str) -> str:
    """`abcd-efgh-jkmn-pqrs`, of as many letters."""
    return "-".join(letters[at : at + GROUP] for at in range(0, GROUPS * GROUP, GROUP))


def as_recovery_code(typed: str) -> str:
    """A recovery code as it is kept, however it was typed."""
    return recovery_code(re.sub(r"[^a-z0-9]", "", typed.casefold()))
