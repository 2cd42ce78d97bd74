"""Choose, of a class's names, those that matter to a text: a class may be as large as its batch."""

import re
from collections.abc import Iterable

from huleedu.services.spelling.domain.exempt import parts_of
from huleedu.services.spelling.domain.letters import plain

_RUN = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W_]+")


class Roster:
    """The names of a class, read once for all its texts."""

    def __init__(self, names: Iterable[str]) -> None:
        self._parts = frozenset(part for name in names for part in parts_of(name))
        self._always = frozenset(part for part in self._parts if not _RUN.fullmatch(part))

    def in_text(self, text: str) -> frozenset[str]:
        """The parts of names that the text may have, also with an ending: few, whoever they are."""
        text = plain(text).casefold()
        runs = {*_RUN.findall(text), *_LETTERS.findall(text)}
        runs |= {run.removesuffix("s") for run in runs}
        return self._always | (self._parts & runs)
