"""What others may ask of the spelling service: the check itself, for one text."""

from huleedu.services.spelling.domain import Misspelling, OtherLanguage, Spelling
from huleedu.services.spelling.domain.checking import check, warm

__all__ = ["WARM", "Misspelling", "OtherLanguage", "Spelling", "check", "warm"]

WARM = "huleedu.services.spelling.domain.checking:load"
"""What a process that is to check spelling loads beforehand."""
