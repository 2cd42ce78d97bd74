"""What a look at an engine has found: it will do, it could do better, or it will not do.

`found` is for whoever runs the program by hand; a page says its own sentence of what it is about,
with the figures in `facts`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from huleedu.contracts.reason import Fact


def _none() -> Mapping[str, Fact]:
    return {}


@dataclass(frozen=True, slots=True)
class Fit:
    """It is as it has to be; `found` says how it is."""

    about: str
    found: str
    facts: Mapping[str, Fact] = field(default_factory=_none, compare=False)


@dataclass(frozen=True, slots=True)
class Advice:
    """It will do; `found` says what would be better, and how to have it so."""

    about: str
    found: str
    facts: Mapping[str, Fact] = field(default_factory=_none, compare=False)


@dataclass(frozen=True, slots=True)
class Unfit:
    """It will not do; `found` says why, and what to do."""

    about: str
    found: str
    facts: Mapping[str, Fact] = field(default_factory=_none, compare=False)


Finding = Fit | Advice | Unfit
