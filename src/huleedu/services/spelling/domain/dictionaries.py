"""Which package brings each language's dictionary, and whether it is there."""

from importlib.metadata import PackageNotFoundError

from huleedu.kit.installed import DataMissing, file_of
from huleedu.services.spelling.domain.findings import Language

DICTIONARIES: dict[Language, tuple[str, str]] = {
    "en": ("chunspell", "hunspell/dictionaries/en_US.dic"),
    "sv": ("hunspell-sv", "hunspell/sv_SE.dic"),
}
"""The package, and what the dictionary is called there."""


def without_dictionary() -> tuple[Language, ...]:
    """The languages whose dictionary is not there, or empty."""
    return tuple(language for language in DICTIONARIES if not _is_there(language))


def _is_there(language: Language) -> bool:
    try:
        return file_of(*DICTIONARIES[language]).stat().st_size > 0
    except (PackageNotFoundError, DataMissing, OSError):
        return False
