"""Put names into the order in which people look for them."""

import unicodedata

_AFTER_Z = str.maketrans({"å": "{a", "ä": "{b", "æ": "{b", "ö": "{c", "ø": "{c"})
"""Letters of their own, in the Nordic order; `{` comes after z."""
_LETTERS = str.maketrans({"đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th", "œ": "oe"})


def alphabetical(name: str) -> tuple[str, str]:
    """What to sort a name by: É stands with E, Å, Ä and Ö after Z, capitals count for nothing."""
    own = unicodedata.normalize("NFC", name).casefold().translate(_AFTER_Z).translate(_LETTERS)
    parts = unicodedata.normalize("NFD", own)
    return "".join(part for part in parts if not unicodedata.combining(part)), name
