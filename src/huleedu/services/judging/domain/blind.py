"""Take a pupil's name out of their text, so that it is judged by what it says."""

import re
import unicodedata

NAME = "[name]"
HEAD = 200
"""Characters: a single name may be a word as well, so only there it is taken for one."""


def blinded(text: str, pupil: str) -> str:
    """The text without the pupil's full name, in either order and however it is spaced or cased.

    Args:
        pupil: first names, then the last one, as the class list has it; empty: nobody knows.
    """
    parts = [re.escape(part) for part in unicodedata.normalize("NFC", pupil).split()]
    if not parts:
        return text
    *first, last = parts
    between = r"[\s,;]+"
    orders = [between.join(parts)] + ([between.join([last, *first])] if first else [])
    found = re.compile(rf"(?<!\w)(?:{'|'.join(orders)})(?!\w)", re.IGNORECASE)
    text = unicodedata.normalize("NFC", text)
    if not first:
        return found.sub(NAME, text[:HEAD]) + text[HEAD:]
    return found.sub(NAME, text)
