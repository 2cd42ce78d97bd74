"""Say when something that others wait for is away: once at its start, once at its end."""

import logging
import time
from collections.abc import Callable

log = logging.getLogger("huleedu.outages")

GRACE_S = 1.0
"""What has never worked is told after this: who starts tells at once what cannot be reached."""
SETTLED_S = 2.0
"""An engine that comes and goes more often than this has one outage."""
LASTING_S = 5.0
"""What is tried again for so long is told."""


class Outage:
    """Whether one engine answers this process, told for the process as a whole.

    Args:
        engine: what is away, as people call it.
        clock: seconds that never go back.
        settled_s: it is over when nothing has failed for so long.
    """

    def __init__(
        self,
        engine: str,
        *,
        clock: Callable[[], float] = time.monotonic,
        settled_s: float = SETTLED_S,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._settled_s = settled_s
        self._has_worked = False
        self._began: float | None = None
        self._is_told = False
        self._well_since: float | None = None
        self._before = float("-inf")

    def lost(self, why: object, born: float | None = None) -> None:
        """It did not answer.

        Args:
            born: when the connection was made that showed it. One older than the last outage was
                lost in that, and is no news.
        """
        now = self._clock()
        if born is not None and born < self._before:
            return
        self._well_since = None
        if self._began is None:
            self._began = now
        if not self._is_told and (self._has_worked or now - self._began >= GRACE_S):
            self._is_told = True
            log.warning("%s does not answer, and what needs it waits: %s", self._engine, why)

    def works(self) -> None:
        """It answered."""
        self._has_worked = True
        if self._began is None:
            return
        now = self._clock()
        if self._well_since is None:
            self._well_since = now
        if now - self._well_since < self._settled_s:
            return
        if self._is_told:
            lasted = self._well_since - self._began
            log.warning("%s answers again, after %.1f s", self._engine, lasted)
        self._before = self._began
        self._began = None
        self._is_told = False


class Retrying:
    """Something that is tried until it works, told when that takes long.

    Args:
        what: is being tried, as the subject of a sentence.
        clock: seconds that never go back.
    """

    def __init__(self, what: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._what = what
        self._clock = clock
        self._began: float | None = None
        self._is_told = False

    def failed(self, why: object, pause_s: float = 0.0) -> None:
        """It is going to be tried again, after this pause."""
        now = self._clock()
        if self._began is None:
            self._began = now
        lasts = now - self._began + pause_s
        if not self._is_told and lasts >= LASTING_S:
            self._is_told = True
            log.warning("%s does not work for %.0f s: %s", self._what, lasts, why)

    def worked(self) -> None:
        """It needs no further try."""
        if self._is_told and self._began is not None:
            log.warning("%s works again, after %.1f s", self._what, self._clock() - self._began)
        self._began = None
        self._is_told = False
