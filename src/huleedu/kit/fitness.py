"""What a look at an engine has found: it will do, it could do better, or it will not do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fit:
    """It is as it has to be; `found` says how it is."""

    about: str
    found: str


@dataclass(frozen=True, slots=True)
class Advice:
    """It will do; `found` says what would be better, and how to have it so."""

    about: str
    found: str


@dataclass(frozen=True, slots=True)
class Unfit:
    """It will not do; `found` says why, and what to do."""

    about: str
    found: str


Finding = Fit | Advice | Unfit
