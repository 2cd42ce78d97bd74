"""Decide whether somebody may judge under a name, and whether they get a key."""

from collections.abc import Iterable
from dataclasses import dataclass

from huleedu.contracts.judging import Kind
from huleedu.services.judging.domain.desk import NameTaken
from huleedu.services.judging.domain.judge_names import WrongName, checked


@dataclass(frozen=True, slots=True)
class EnrolledAs:
    """What a judge of this name is already."""

    kind: Kind
    revoked: bool


@dataclass(frozen=True, slots=True)
class MayJudge:
    """They may judge; `key`: with a new key; `before`: they were enrolled already."""

    key: bool
    before: bool


def enrol(
    known: EnrolledAs | None, name: str, kind: Kind, others: Iterable[str], *, renew: bool
) -> MayJudge | NameTaken | WrongName:
    """May somebody judge under this name?

    A person may take the name under which decisions were imported. Who is enrolled keeps their
    name, whatever it is.

    Args:
        known: what a judge of this name is already.
        others: the names of all judges of the batch.
        renew: a person wants a new key.
    """
    if known is None:
        named = checked(name, others)
        if isinstance(named, WrongName):
            return named
        return MayJudge(key=kind is Kind.PERSON, before=False)
    imported = known.kind is Kind.IMPORT and kind is Kind.PERSON
    if known.kind is not kind and not imported:
        return NameTaken(known.kind)
    return MayJudge(key=kind is Kind.PERSON and (imported or known.revoked or renew), before=True)
