"""Keep the essays of a large batch in a file, and read each one when it is wanted."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, overload

import msgspec

from huleedu.gateway.report.sanitised import sanitised_essay
from huleedu.services.results.api import EssayReport

ONE_PAGE_MAX = 200
"""Essays; a page of 3,000 is 24 MB and takes a browser 27 s."""
PAGES = "report"
"""The folder of the pages of a larger batch, beside report.html."""
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(EssayReport)


class Many(Sequence[EssayReport]):
    """Essays in the order of their slots, in a file: an essay takes 10 kB of memory, 8 bytes here.

    They are made sanitised when they are kept. `file` is this object's alone; it may be unnamed.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._ends = array("Q", [0])

    def keep(self, essays: Iterable[EssayReport]) -> None:
        """Keep these behind those that are kept."""
        self._file.seek(self._ends[-1])
        for essay in essays:
            self._file.write(_ENCODER.encode(sanitised_essay(essay)))
            self._ends.append(self._file.tell())
        self._file.flush()

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, at: int) -> EssayReport: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[EssayReport]: ...
    def __getitem__(self, at: int | slice) -> EssayReport | Sequence[EssayReport]:
        if isinstance(at, slice):
            return [self._read(one) for one in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        return self._read(at % len(self))

    def __iter__(self) -> Iterator[EssayReport]:
        return map(self._read, range(len(self)))

    def _read(self, at: int) -> EssayReport:
        self._file.seek(self._ends[at])
        return _DECODER.decode(self._file.read(self._ends[at + 1] - self._ends[at]))
