"""Hold texts as judges see them: names are taken out of each once, not for every judge again."""

from collections import OrderedDict
from collections.abc import Mapping

from huleedu.kit.content import Contents
from huleedu.services.judging.domain.anonymise import anonymise
from huleedu.services.judging.domain.desk import Script

LETTERS_MAX = 8_000_000
"""Of all texts that are held: some two thousand essays. Those longest unseen go first."""


class ShownTexts:
    """The texts that judges of this process saw last; a text in another place is another one.

    Args:
        letters_max: of all texts that are held.
    """

    def __init__(self, contents: Contents, letters_max: int = LETTERS_MAX) -> None:
        self._contents = contents
        self._most = letters_max
        self._held: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._letters = 0

    async def of(self, scripts: Mapping[int, Script]) -> dict[int, str]:
        """What judges see of these scripts, by number. Raises `EngineAway`, `ContentLost`."""
        keys = {number: (script.text, script.pupil) for number, script in scripts.items()}
        found = {key: self._held[key] for key in keys.values() if key in self._held}
        missing = {key for key in keys.values() if key not in found}
        if missing:
            texts = await self._contents.texts([address for address, _ in missing])
            found |= {(at, pupil): anonymise(texts[at], pupil) for at, pupil in missing}
        for key, text in found.items():
            self._hold(key, text)
        return {number: found[key] for number, key in keys.items()}

    def _hold(self, key: tuple[str, str], text: str) -> None:
        if key not in self._held:
            self._letters += len(text)
        self._held[key] = text
        self._held.move_to_end(key)
        while self._letters > self._most:
            _, gone = self._held.popitem(last=False)
            self._letters -= len(gone)
