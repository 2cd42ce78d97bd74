"""How much a statistical test tries: a little in the suite, much in a study (`just study`)."""

from typing import Protocol

import pytest


class Sized(Protocol):
    """Tells how many there are to be."""

    def __call__(self, usual: int, *, study: int) -> int: ...


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `just study` ask for more."""
    parser.addoption("--study", action="store_true", help="try as much as before a release")


@pytest.fixture
def sized(request: pytest.FixtureRequest) -> Sized:
    """The usual number, or that of a study; who asks is run by `just study`."""

    def of(usual: int, *, study: int) -> int:
        return study if request.config.getoption("--study") else usual

    return of


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A study runs the tests that ask how many, and no others."""
    if config.getoption("--study"):
        items[:] = [item for item in items if "sized" in getattr(item, "fixturenames", ())]
