"""The messages of one partition that this process holds: which may be worked on now."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from huleedu.kit.messages import Envelope


@dataclass(slots=True)
class InFlight:
    """A message, where it stands in the stream, and where its acknowledgement goes."""

    sequence: int
    reply: str
    envelope: Envelope
    attempt: int
    due: float = 0.0


@dataclass(slots=True)
class _Key:
    waiting: deque[InFlight] = field(default_factory=deque[InFlight])
    out: int = 0


class PartitionQueue:
    """In order within each order key, side by side over the keys.

    Args:
        failures: sequence number → attempts that failed.
        crashes: for each process that died with messages in hand, the last sequence number it had.
    """

    def __init__(self, failures: dict[int, int], crashes: Sequence[int]) -> None:
        self._failures = failures
        self._crashes = crashes
        self._held: dict[int, InFlight] = {}
        self._out: set[int] = set()
        self._keys: dict[str, _Key] = {}

    def __len__(self) -> int:
        return len(self._held)

    @property
    def out(self) -> frozenset[int]:
        """The sequence numbers of what is being worked on."""
        return frozenset(self._out)

    @property
    def lowest(self) -> int | None:
        """The first that is not done; None: nothing is held."""
        return min(self._held, default=None)

    def waiting(self) -> Iterator[InFlight]:
        """What is held and not worked on."""
        return (message for message in self._held.values() if message.sequence not in self._out)

    def put(self, sequence: int, reply: str, envelope: Envelope) -> None:
        """It has arrived; what is held already only learns where to acknowledge."""
        if known := self._held.get(sequence):
            known.reply = reply
            return
        attempt = (
            1 + self._failures.get(sequence, 0) + sum(last >= sequence for last in self._crashes)
        )
        message = self._held[sequence] = InFlight(sequence, reply, envelope, attempt)
        self._keys.setdefault(envelope.order_key, _Key()).waiting.append(message)

    def take(self, at_most: int, now: float) -> list[InFlight]:
        """Of each key that nobody works on the next ones, as far as they are due."""
        taken: list[InFlight] = []
        for key in self._keys.values():
            if len(taken) == at_most:
                break
            if key.out:
                continue
            while key.waiting and key.waiting[0].due <= now and len(taken) < at_most:
                taken.append(key.waiting.popleft())
                key.out += 1
        self._out |= {message.sequence for message in taken}
        return taken

    def find_out(self, sequence: int) -> InFlight | None:
        """The message, if it is being worked on."""
        return self._held[sequence] if sequence in self._out else None

    def done(self, message: InFlight) -> None:
        """It is over with it, and what follows it may come."""
        del self._held[message.sequence]
        key = self._back(message)
        if not key.out and not key.waiting:
            del self._keys[message.envelope.order_key]

    def give_back(self, message: InFlight, due: float) -> None:
        """It comes again at that time, before what follows it."""
        message.due = due
        waiting = self._back(message).waiting
        later = [
            waiting.popleft() for _ in range(sum(w.sequence < message.sequence for w in waiting))
        ]
        waiting.extendleft(reversed([*later, message]))

    def _back(self, message: InFlight) -> _Key:
        self._out.remove(message.sequence)
        key = self._keys[message.envelope.order_key]
        key.out -= 1
        return key
