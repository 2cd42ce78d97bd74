"""The messages of one partition that this process holds: which may be worked on now."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from huleedu.kit.messages import Envelope


@dataclass(slots=True)
class Held:
    """A message, where it stands in the stream, and where its acknowledgement goes."""

    place: int
    reply: str
    envelope: Envelope
    attempt: int
    due: float = 0.0


@dataclass(slots=True)
class _Key:
    waiting: deque[Held] = field(default_factory=deque[Held])
    out: int = 0


class Lane:
    """In order within each order key, side by side over the keys.

    Args:
        failures: place → attempts that failed.
        crashes: for each process that died with messages in hand, the last place it had.
    """

    def __init__(self, failures: dict[int, int], crashes: Sequence[int]) -> None:
        self._failures = failures
        self._crashes = crashes
        self._held: dict[int, Held] = {}
        self._out: set[int] = set()
        self._keys: dict[str, _Key] = {}

    def __len__(self) -> int:
        return len(self._held)

    @property
    def out(self) -> frozenset[int]:
        """The places of what is being worked on."""
        return frozenset(self._out)

    @property
    def lowest(self) -> int | None:
        """The first place that is not done; None: nothing is held."""
        return min(self._held, default=None)

    def waiting(self) -> Iterator[Held]:
        """What is held and not worked on."""
        return (held for held in self._held.values() if held.place not in self._out)

    def put(self, place: int, reply: str, envelope: Envelope) -> None:
        """It has arrived; what is held already only learns where to acknowledge."""
        if known := self._held.get(place):
            known.reply = reply
            return
        attempt = 1 + self._failures.get(place, 0) + sum(last >= place for last in self._crashes)
        held = self._held[place] = Held(place, reply, envelope, attempt)
        self._keys.setdefault(envelope.order_key, _Key()).waiting.append(held)

    def take(self, at_most: int, now: float) -> list[Held]:
        """Of each key that nobody works on the next ones, as far as they are due."""
        taken: list[Held] = []
        for key in self._keys.values():
            if len(taken) == at_most:
                break
            if key.out:
                continue
            while key.waiting and key.waiting[0].due <= now and len(taken) < at_most:
                taken.append(key.waiting.popleft())
                key.out += 1
        self._out |= {held.place for held in taken}
        return taken

    def find_out(self, place: int) -> Held | None:
        """The message, if it is being worked on."""
        return self._held[place] if place in self._out else None

    def done(self, held: Held) -> None:
        """It is over with it, and what follows it may come."""
        del self._held[held.place]
        key = self._back(held)
        if not key.out and not key.waiting:
            del self._keys[held.envelope.order_key]

    def give_back(self, held: Held, due: float) -> None:
        """It comes again at that time, before what follows it."""
        held.due = due
        waiting = self._back(held).waiting
        later = [waiting.popleft() for _ in range(sum(w.place < held.place for w in waiting))]
        waiting.extendleft(reversed([*later, held]))

    def _back(self, held: Held) -> _Key:
        self._out.remove(held.place)
        key = self._keys[held.envelope.order_key]
        key.out -= 1
        return key
