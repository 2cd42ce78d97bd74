"""Whose essays a batch holds: what was found, what is to be asked, who has none."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from huleedu.kit.database import Database
from huleedu.services.classes import store
from huleedu.services.classes.store import ShownEssay, ShownGuess, classes

__all__ = ["Matching", "PupilChoice", "ShownEssay", "ShownGuess", "proposals"]


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
        have = {name for one in self.sure if one.told for name in (one.told.pupil, *one.told.also)}
        return [pupil for pupil in self.pupils if pupil.name not in have]


async def proposals(database: Database, batch: UUID) -> Matching:
    """How it stands, for somebody who sees the batch; of others' batches there is nothing."""
    async with database.session() as sql:
        known = await store.find(sql, batch)
        if known is None:
            return Matching((), (), None, matched=True)
        essays = await store.shown(sql, batch)
        if known.class_ is None:
            pupils = [PupilChoice(name, name) for name in known.names]
        else:
            found = await classes.pupils(sql, known.school, known.class_)
            pupils = [PupilChoice(str(pupil.id), pupil.name) for pupil in found]
    return Matching(essays, pupils, known.class_, matched=known.matched == known.version)
