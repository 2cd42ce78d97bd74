"""Decide what a judge may be called who has a link without a name, or whose name is put right."""

from collections.abc import Collection
from dataclasses import dataclass

from huleedu.services.judging.domain.judge_names import WhyNot, WrongName, checked


@dataclass(frozen=True, slots=True)
class Renamed:
    """The judge is called so."""

    name: str


def plain(told: str) -> str:
    """A name as it is kept: spaces and lines are single spaces."""
    return " ".join(told.split())


def named(judge: str, told: str, all_judges: Collection[str], *, may: bool) -> Renamed | WrongName:
    """May this judge be called so from now on?

    Args:
        judge: what they are called by now; to be called so again is nothing new.
        all_judges: the names of all who judge the batch, theirs among them.
        may: whoever tells the name may change it: the teacher, or the judge of an unnamed link.
    """
    name = plain(told)
    if name == judge:
        return Renamed(name)
    if not may:
        return WrongName(WhyNot.GIVEN)
    others = [other for other in all_judges if other != judge]
    if name in others:
        return WrongName(WhyNot.ALIKE, name)
    wrong = checked(name, others)
    return wrong if isinstance(wrong, WrongName) else Renamed(name)
