"""Write an e-mail address in the one way in which it is kept and looked for."""

import re
import unicodedata

LENGTH_MAX = 254
FORM = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\".]+")


def normalised(address: str) -> str:
    """Small letters, without spaces around; two ways to write a letter are one."""
    return unicodedata.normalize("NFKC", address).strip().casefold()


def is_address(address: str) -> bool:
    """Whether mail might be sent there; only sending it would show more."""
    return len(address) <= LENGTH_MAX and bool(FORM.fullmatch(address))
