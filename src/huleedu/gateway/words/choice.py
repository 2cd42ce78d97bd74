"""Choose the language in which people are spoken to."""

from collections.abc import Mapping
from typing import Literal, get_args

Language = Literal["en", "sv"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT: Language = "en"
SETTING = "HULEEDU_LANG"
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")


def choose(environment: Mapping[str, str]) -> Language:
    """HULEEDU_LANG, or else the language of the system's locale, or else English.

    Of the locale's variables the first that is set decides, as POSIX has it.
    """
    asked = environment.get(SETTING, "")
    if asked in LANGUAGES:
        return asked
    locale = next(filter(None, (environment.get(name) for name in _LOCALE)), "")
    spoken = locale.replace("-", "_").partition("_")[0].partition(".")[0].casefold()
    return spoken if spoken in LANGUAGES else DEFAULT
