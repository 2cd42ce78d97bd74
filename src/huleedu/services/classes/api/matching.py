"""Match the essays of a class with its pupils, without a batch: to see how well that goes."""

from huleedu.services.classes.domain.places import handed_in_as
from huleedu.services.classes.domain.pupils import (
    Decision,
    EssayHints,
    Guess,
    Match,
    NoMatch,
    RosterPupil,
    match,
)

__all__ = [
    "Decision",
    "EssayHints",
    "Guess",
    "Match",
    "NoMatch",
    "RosterPupil",
    "handed_in_as",
    "match",
]
