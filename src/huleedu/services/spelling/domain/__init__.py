"""Find the misspelled words of a text, English or Swedish, and what was probably meant.

`check` is all that others need. How it decides: docs/why/0006-how-misspellings-are-found.md.
"""

from huleedu.services.spelling.domain.checking import check, warm
from huleedu.services.spelling.domain.findings import (
    Language,
    Misspelling,
    OtherLanguage,
    Spelling,
)

__all__ = ["Language", "Misspelling", "OtherLanguage", "Spelling", "check", "warm"]
