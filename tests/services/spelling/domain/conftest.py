"""What the tests of the spelling check share."""

from collections.abc import Callable

import pytest

from huleedu.services.spelling.domain import Language, Spelling
from huleedu.services.spelling.domain.checking import check, warm


@pytest.fixture(scope="session", autouse=True)
def _loaded() -> None:
    """Load the dictionaries before a test is timed."""
    warm("en")
    warm("sv")


@pytest.fixture
def checked() -> Callable[..., Spelling]:
    """Check a text in a language that is given."""

    def run(text: str, language: Language, *names: str) -> Spelling:
        found = check(text, language, frozenset(names))
        assert isinstance(found, Spelling)
        return found

    return run


@pytest.fixture
def flagged(checked: Callable[..., Spelling]) -> Callable[..., list[str]]:
    """The words of a text that are called misspellings."""

    def run(text: str, language: Language, *names: str) -> list[str]:
        return [misspelling.word for misspelling in checked(text, language, *names).misspellings]

    return run
