"""Read what a ranking shows, and keep what was read last: it is named by what is in it."""

import asyncio
from collections import OrderedDict

import msgspec

from huleedu.contracts.ranking import RankingPicture
from huleedu.kit.content import Contents

BYTES_MAX = 4 << 20
"""Of JSON; read, it takes a few times as much. A class of thirty is 40 kB."""


class Pictures:
    """The rankings that were read last in this process.

    Nothing that is kept can be out of date. Whoever asks has found the address in tables of theirs.

    Args:
        bytes_max: so much is kept, as JSON.
    """

    def __init__(self, bytes_max: int = BYTES_MAX) -> None:
        self._bytes_max = bytes_max
        self._bytes = 0
        self._kept: OrderedDict[str, tuple[int, RankingPicture]] = OrderedDict()

    async def read(self, contents: Contents, address: str) -> RankingPicture:
        """The ranking at this address; raises `EngineAway`, `ContentLost`."""
        if found := self._kept.get(address):
            self._kept.move_to_end(address)
            return found[1]
        told = await contents.fetch(address)
        picture = await asyncio.to_thread(msgspec.json.decode, told, type=RankingPicture)
        if address not in self._kept:  # somebody else may have read it meanwhile
            self._kept[address] = len(told), picture
            self._bytes += len(told)
        while self._bytes > self._bytes_max:
            _, (size, _) = self._kept.popitem(last=False)
            self._bytes -= size
        return picture


LAST_READ = Pictures()
