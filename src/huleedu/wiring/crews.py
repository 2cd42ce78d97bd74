"""The worker processes of this program, by what they do."""

import asyncio
from collections.abc import Sequence

from huleedu.kit.workers import Workers
from huleedu.services.files.api import WARM as WARM_FILES
from huleedu.services.spelling.api import WARM as WARM_WORDS
from huleedu.wiring.settings import Settings

LANGUAGE_MEMORY_BYTES = 2 << 30
STATISTICS_MEMORY_BYTES = 4 << 30
"""A class of thousands has matrices of hundreds of megabytes."""


class Crews:
    """All of them; a process is started when there is work for it, or its service starts."""

    def __init__(self, settings: Settings) -> None:
        many = settings.general.workers
        self.readers = Workers(many, memory_bytes=settings.files.memory_bytes, warm=WARM_FILES)
        """Read files, which may be hostile."""
        self.linguists = Workers(many, memory_bytes=LANGUAGE_MEMORY_BYTES, warm=WARM_WORDS)
        """Hold dictionaries and look at language."""
        self.statisticians = Workers(many, memory_bytes=STATISTICS_MEMORY_BYTES)
        """Rank."""
        self.learners = Workers(1, memory_bytes=STATISTICS_MEMORY_BYTES)
        """Learns what is believed while judges judge: that waits for no ranking."""
        self.choosers = Workers(1, memory_bytes=STATISTICS_MEMORY_BYTES)
        """Chooses what judges look at next: that waits for no learning."""

    def of(self, service: str) -> Sequence[Workers]:
        """Those that a service needs from its first message on."""
        match service:
            case "files":
                return (self.readers,)
            case "spelling" | "linguistics":
                return (self.linguists,)
            case _:
                return ()

    async def aclose(self) -> None:
        """End all of them, at once."""
        everybody = (
            self.readers,
            self.linguists,
            self.statisticians,
            self.learners,
            self.choosers,
        )
        await asyncio.gather(*(workers.aclose() for workers in everybody))
