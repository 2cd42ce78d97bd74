"""What others may ask of the spelling service; see `checking` for the check itself."""

WARM = "huleedu.services.spelling.domain.checking:load"
"""What a process that is to check spelling loads beforehand."""
