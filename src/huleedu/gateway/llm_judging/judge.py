"""A language model that judges for a school, as long as it may see the texts of a pair."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from huleedu.services.judging.api.automated import Compared, Flag, Kind, NoOpinion, Stopped
from huleedu.services.judging.api.desk import AssignedPair, Desk, Script
from huleedu.services.judging.api.language_model import LanguageModel

SPARED = "its pupil's texts are shown to no language model"


class SchoolModel:
    """Implements `automated.Judge`: looks before each pair whether its texts may be sent.

    Args:
        scripts: those that the model has, by number.
        spared: finds the essays whose pupils' texts no model sees.
    """

    kind = Kind.MODEL

    def __init__(
        self,
        model: LanguageModel,
        desk: Desk,
        batch: UUID,
        scripts: Sequence[Script],
        spared: Callable[[], Awaitable[set[UUID]]],
    ) -> None:
        self.name = model.name
        self.texts_changed = False
        """A text came, or another in the place of one, or whose it is became known."""
        self._model, self._desk, self._batch = model, desk, batch
        self._scripts, self._spared = scripts, spared

    async def compare(self, pair: AssignedPair) -> Compared:
        """See `automated.Judge`."""
        numbers = (pair.first, pair.second)
        now = await self._desk.scripts(self._batch, numbers)
        if self.texts_changed or any(self._is_new(each, now[each]) for each in numbers):
            self.texts_changed = True
            return Stopped("the texts are others than they were")
        if {now[each].essay for each in numbers} & await self._spared():
            return NoOpinion(Flag.CANNOT_JUDGE, SPARED)
        return await self._model.compare(pair)

    def _is_new(self, number: int, now: Script) -> bool:
        if number >= len(self._scripts):
            return True
        known = self._scripts[number]
        return (known.essay, known.text, known.pupil) != (now.essay, now.text, now.pupil)
