"""What others may ask of the spelling service; see `checking` for the check itself."""

from huleedu.services.spelling.domain.dictionaries import without_dictionary

__all__ = ["WARM", "without_dictionary"]

WARM = "huleedu.services.spelling.domain.checking:load"
"""What a process that is to check spelling loads beforehand."""
