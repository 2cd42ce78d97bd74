"""Find the misspelled words of a text, English or Swedish, and what was probably meant.

`checking.check` is all that others need; it is loaded by those who check, in processes of their
own, because its dictionaries take a while. How it decides:
docs/why/0006-how-misspellings-are-found.md.
"""

from huleedu.services.spelling.domain.findings import (
    Language,
    Misspelling,
    OtherLanguage,
    Remark,
    Spelling,
)

__all__ = ["Language", "Misspelling", "OtherLanguage", "Remark", "Spelling"]
