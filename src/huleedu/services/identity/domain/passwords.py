"""Which passwords are refused: those that are guessed, and no others.

By NIST SP 800-63B and OWASP ASVS 6.2: length counts, whatever it is made of.
"""

import re
import unicodedata
from collections.abc import Iterable

from huleedu.services.identity.domain.outcomes import FieldProblem

LENGTH_MIN, LENGTH_MAX = 12, 256
GUESSES_LOG10_MIN = 9.0
"""A billion guesses: lists of leaked passwords, keyboard rows, dates and repeats are below."""
LOOKED_AT = 64
"""So many characters are looked at for patterns: the time goes up with their square."""
NAME_PART_MIN = 4


def normalised(password: str) -> str:
    """One way to write each letter, whichever keyboard it came from; nothing is cut off."""
    return unicodedata.normalize("NFKC", password)


def refuse_password(password: str, names: Iterable[str]) -> FieldProblem | None:
    """Why this must not be a password; None: it may.

    Args:
        names: of the person, the school, and the e-mail address: what a guesser tries first.
    """
    password = normalised(password)
    if len(password) < LENGTH_MIN:
        return FieldProblem("password", "password.too_short")
    if len(password) > LENGTH_MAX:
        return FieldProblem("password", "password.too_long")
    parts = [part for name in names for part in re.findall(r"\w+", name.casefold())]
    if is_of_names(password, parts):
        return FieldProblem("password", "password.of_names")
    from zxcvbn import zxcvbn  # noqa: PLC0415 - 12 MB of words, where passwords are chosen alone

    if zxcvbn(password[:LOOKED_AT], user_inputs=parts)["guesses_log10"] < GUESSES_LOG10_MIN:
        return FieldProblem("password", "password.common")
    return None


def is_of_names(password: str, parts: Iterable[str]) -> bool:
    """Whether hardly anything is left when the names are taken out of it."""
    left = password.casefold()
    for part in sorted(set(parts), key=len, reverse=True):
        if len(part) >= NAME_PART_MIN:
            left = left.replace(part, "")
    letters = re.sub(r"[\W\d_]+", "", left)
    return len(left) < len(password) and len(letters) < NAME_PART_MIN
