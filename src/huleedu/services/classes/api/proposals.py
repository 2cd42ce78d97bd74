"""Whose essays a batch holds: what was found, what is to be asked, who has none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from huleedu.contracts.gateway import EssayDecision
from huleedu.kit.database import Database
from huleedu.services.classes import store
from huleedu.services.classes.store import ShownEssay, ShownGuess, classes, missing
from huleedu.services.classes.store.missing import WhyMissing

__all__ = [
    "Matching",
    "PupilChoice",
    "ShownEssay",
    "ShownGuess",
    "WhyMissing",
    "proposals",
    "say_missing",
]


@dataclass(frozen=True, slots=True)
class PupilChoice:
    """A pupil who may be chosen; `key` is what a decision names them by."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Matching:
    """The essays of a batch that take part, and the pupils they may be by."""

    essays: Sequence[ShownEssay]
    pupils: Sequence[PupilChoice]
    class_: UUID | None
    matched: bool
    """Whether all that is decided and settled has been taken into account."""
    missing: Mapping[str, WhyMissing] = field(default_factory=dict[str, WhyMissing])
    """Of pupils without an essay, why; by their keys."""

    @property
    def sure(self) -> list[ShownEssay]:
        """Those that need no asking."""
        return [one for one in self.essays if one.told and (one.told.sure or one.told.by_hand)]

    @property
    def to_confirm(self) -> list[ShownEssay]:
        """Those with guesses that nobody decided about."""
        return [one for one in self.essays if one not in self.sure and one.guesses]

    @property
    def of_nobody(self) -> list[ShownEssay]:
        """Those in which no name was found."""
        return [one for one in self.essays if one not in self.sure and not one.guesses]

    @property
    def without(self) -> list[PupilChoice]:
        """Pupils without an essay that is theirs for sure."""
        have = {key for one in self.sure for key in self.keys_of(one)}
        return [pupil for pupil in self.pupils if pupil.key not in have]

    @property
    def doubled(self) -> list[tuple[str, list[ShownEssay]]]:
        """Pupils of whom there are several essays, and these."""
        of: dict[str, list[ShownEssay]] = {}
        for one in self.essays:
            for key in self.keys_of(one) if one.told and one.told.others else ():
                of.setdefault(key, []).append(one)
        names = {pupil.key: pupil.name for pupil in self.pupils}
        return [(names.get(key, key), essays) for key, essays in of.items() if len(essays) > 1]

    def counting(self, essay: ShownEssay) -> list[EssayDecision]:
        """What is to be decided for this one to count among the essays of the same pupil.

        The others are no longer this pupil's; who else wrote one of them still did.
        """
        theirs = self.keys_of(essay)
        rest = {one.id: one for _, some in self.doubled if essay in some for one in some}
        whose = {
            one.id: [key for key in self.keys_of(one) if one in self.sure and key not in theirs]
            for one in rest.values()
        }
        if rest:
            whose[essay.id] = theirs
        return [EssayDecision(essay=at, pupils=tuple(keys)) for at, keys in whose.items()]

    @property
    def swappable(self) -> bool:
        """Whether there are two whose pupils may be swapped."""
        return sum(bool(one.told and one.told.pupil) for one in self.sure) > 1

    def keys_of(self, essay: ShownEssay) -> list[str]:
        """What a decision names the pupils of an essay by."""
        told = essay.told
        if told is None or not told.pupil:
            return []
        by_name = {pupil.name: pupil.key for pupil in reversed(self.pupils)}
        first = str(told.pupil_id) if told.pupil_id else by_name.get(told.pupil, told.pupil)
        return [first, *(by_name[name] for name in told.also if name in by_name)]


async def say_missing(
    database: Database,
    of: tuple[UUID, UUID],
    pupil: str,
    why: WhyMissing | None,
    said: tuple[UUID, datetime],
) -> None:
    """Say why a pupil has no essay in a batch, or that nobody says; raises `EngineAway`.

    Args:
        of: the school and the batch.
        pupil: by what a decision names them.
        said: by whom, and when.
    """
    async with database.transaction() as sql:
        await missing.say(sql, of, pupil, why, said)


async def proposals(database: Database, batch: UUID) -> Matching:
    """How it stands, for somebody who sees the batch; of others' batches there is nothing."""
    async with database.session() as sql:
        known = await store.find(sql, batch)
        if known is None:
            return Matching((), (), None, matched=True)
        essays = await store.shown(sql, batch)
        why = await missing.all_of(sql, batch)
        if known.class_ is None:
            pupils = [PupilChoice(name, name) for name in known.names]
        else:
            found = await classes.pupils(sql, known.school, known.class_)
            pupils = [PupilChoice(str(pupil.id), pupil.name) for pupil in found]
    return Matching(essays, pupils, known.class_, known.matched == known.version, why)
